//! Drives the native `playground` command.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::{command, paths};

/// A finished run: its log, and its weights.
pub struct Run {
    /// One object a line.
    pub log: Vec<Value>,
    /// What `--save` wrote.
    pub weights: PathBuf,
}

/// Train with the native command. `name` keeps the files of several runs apart; `arguments` begin with `--epochs` or `--steps`.
/// `resume` goes on where a training of that name stopped.
pub fn train(resume: bool, name: &str, preset: &str, arguments: &[&str]) -> Result<Run> {
    let weights = weights(name);
    let log = weights.with_extension("jsonl");
    fs::create_dir_all(directory())?;
    eprintln!("Training {name}: --preset {preset} {}", arguments.join(" "));
    let mut train = playground();
    train.arg("train");
    if resume && weights.exists() {
        // Settings are in the file; what remains to be said is how long.
        train.arg("--resume").arg(&weights).args(&arguments[..2]);
    } else {
        // A new run does not write over a log.
        if log.exists() {
            fs::remove_file(&log)?;
        }
        train.args(["--preset", preset]).args(arguments);
    }
    train.arg("--log").arg(&log).arg("--save").arg(&weights);
    command::run(&mut train)?;
    let text = fs::read_to_string(&log).context("the training left no log")?;
    let log = text
        .lines()
        .map(|line| serde_json::from_str(line).context("the log has a line that is no JSON"))
        .collect::<Result<_>>()?;
    Ok(Run { log, weights })
}

/// The weights of the training of a name.
pub fn weights(name: &str) -> PathBuf {
    directory().join(format!("{name}.safetensors"))
}

fn directory() -> PathBuf {
    paths::target().join("reproduce")
}

/// Write the page's module of settings and presets.
pub fn schema() -> Result<()> {
    command::run(playground().arg("schema"))
}

/// What one of the native commands (`judge`, or `scene repair`) says about saved weights, as JSON.
pub fn ask(subcommand: &str, weights: &Path, arguments: &[&str]) -> Result<Value> {
    let mut ask = playground();
    ask.args(subcommand.split(' '))
        .arg("--weights")
        .arg(weights)
        .arg("--json")
        .args(arguments);
    let output = ask
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start cargo")?;
    ensure!(output.status.success(), "playground {subcommand} failed");
    serde_json::from_slice(&output.stdout).context("the answer is no JSON")
}

/// A grid of samples from saved weights, as PNG.
pub fn draw(weights: &Path, png: &Path) -> Result<()> {
    let mut sample = playground();
    sample.arg("sample").arg("--weights").arg(weights);
    command::run(sample.arg("--out").arg(png))
}

fn playground() -> Command {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(paths::root()).args([
        "run",
        "--release",
        "--quiet",
        "--bin",
        "playground",
        "--",
    ]);
    cargo
}

/// A number of an answer.
pub fn number(value: &Value, key: &str) -> Result<f64> {
    value[key]
        .as_f64()
        .with_context(|| format!("{key} is missing in {value}"))
}
