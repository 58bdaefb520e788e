//! `cargo xtask bench`: milliseconds a training step of the `vae` preset, native and in the browser, beside the peers' if wanted.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::setup::{self, Tools, chromium, chromium::Chromium, files, npm};
use crate::{build, command, paths};

/// Native runs of two lengths: their difference is training alone, without start-up and reading the data.
const SHORT: u32 = 50;
const LONG: u32 = 350;

/// What to time.
#[derive(clap::Args)]
pub struct Options {
    /// Time TensorFlow.js and jax-js in the same run
    #[arg(long)]
    peers: bool,
    /// How often each takes its turn
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
}

/// Set up, build, time, print a table and keep it as JSON in `bench/results/`.
pub fn run(options: &Options) -> Result<()> {
    let chromium = chromium::ensure()?;
    let tools = setup::page()?;
    if options.peers {
        npm::ensure("bench/peers", "Installing TensorFlow.js and jax-js")?;
    }
    build::dist(&tools, None)?;
    let native = native(options.rounds)?;
    let mut report = browser(&tools, &chromium, options)?;
    let rows = report["results"]
        .as_array_mut()
        .context("the browser's report has no results")?;
    rows.insert(0, native);
    println!("{}", table(rows));
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let path = paths::root().join(format!("bench/results/{seconds}.json"));
    files::write(&path, serde_json::to_string_pretty(&report)?.as_bytes())?;
    println!(
        "\n{}\nWritten to {}",
        machine(&report["machine"]),
        path.display()
    );
    Ok(())
}

/// The native command, on the CPU.
fn native(rounds: u32) -> Result<Value> {
    let root = paths::root();
    let build = ["build", "--release", "--bin", "playground"];
    command::run(Command::new("cargo").current_dir(&root).args(build))?;
    let program = paths::target().join(format!(
        "release/playground{}",
        std::env::consts::EXE_SUFFIX
    ));
    let mut times = Vec::new();
    for round in 1..=rounds {
        eprintln!("… native, round {round} of {rounds}");
        let (short, long) = (
            train(&program, &root, SHORT)?,
            train(&program, &root, LONG)?,
        );
        times.push((long - short) * 1000.0 / f64::from(LONG - SHORT));
    }
    times.sort_by(f64::total_cmp);
    Ok(json!({
        "label": "generative-playground native",
        "device": "cpu",
        "batch": 128,
        "bestMs": times[0],
        "medianMs": times[times.len() / 2],
    }))
}

/// Seconds that a run of this many steps takes.
fn train(program: &Path, root: &Path, steps: u32) -> Result<f64> {
    let started = Instant::now();
    let output = Command::new(program)
        .current_dir(root)
        .args(["train", "--preset", "vae", "--steps", &steps.to_string()])
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start {}", program.display()))?;
    ensure!(
        output.status.success(),
        "the native training failed: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    Ok(started.elapsed().as_secs_f64())
}

fn browser(tools: &Tools, chromium: &Chromium, options: &Options) -> Result<Value> {
    let mut node = tools.command("node");
    node.args(["bench/run.mjs", "--rounds", &options.rounds.to_string()])
        .env("PLAYGROUND_CHROMIUM", &chromium.browser)
        .stderr(Stdio::inherit());
    if options.peers {
        node.arg("--peers");
    }
    let output = node.output().context("cannot start node")?;
    ensure!(
        output.status.success(),
        "bench/run.mjs failed; its message stands above"
    );
    serde_json::from_slice(&output.stdout).context("bench/run.mjs printed no JSON")
}

/// The rows, fastest first; what does not run here comes last, with the reason.
fn table(rows: &[Value]) -> String {
    let mut rows: Vec<&Value> = rows.iter().collect();
    let best = |row: &Value| row["bestMs"].as_f64();
    rows.sort_by(|a, b| {
        best(a)
            .unwrap_or(f64::MAX)
            .total_cmp(&best(b).unwrap_or(f64::MAX))
    });
    let mut text = format!(
        "\n{:<36}{:>12}{:>12}{:>14}{:>14}",
        "vae, batch 128", "best ms", "median ms", "images/s", "first step"
    );
    for row in rows {
        let label = row["label"].as_str().unwrap_or("?");
        let (Some(best), Some(median)) = (best(row), row["medianMs"].as_f64()) else {
            text += &format!(
                "\n{label:<36}does not run here: {}",
                row["error"].as_str().unwrap_or("?")
            );
            continue;
        };
        let images = row["batch"].as_f64().unwrap_or(0.0) * 1000.0 / best;
        let first = row["firstStepMs"]
            .as_f64()
            .map_or(String::new(), |ms| format!("{ms:.0} ms"));
        text += &format!("\n{label:<36}{best:>12.1}{median:>12.1}{images:>14.0}{first:>14}");
    }
    text
}

fn machine(machine: &Value) -> String {
    let word = |key: &str| machine[key].as_str().unwrap_or("none").to_owned();
    format!(
        "{}, {} cores; WebGPU adapter: {}; Chromium {}",
        word("cpu"),
        machine["cores"],
        word("adapter"),
        word("browser")
    )
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_fastest_stands_first_and_failures_last() {
        let text = table(&[
            json!({"label": "broken", "error": "no adapter"}),
            json!({"label": "slow", "batch": 128, "bestMs": 64.0, "medianMs": 70.0, "firstStepMs": 812.4}),
            json!({"label": "fast", "batch": 128, "bestMs": 8.0, "medianMs": 9.0}),
        ]);
        let lines: Vec<Vec<&str>> = text
            .lines()
            .skip(2)
            .map(|line| line.split_whitespace().collect())
            .collect();
        assert_eq!(lines[0], ["fast", "8.0", "9.0", "16000"]);
        assert_eq!(lines[1], ["slow", "64.0", "70.0", "2000", "812", "ms"]);
        assert!(lines[2].ends_with(&["no", "adapter"]));
    }

    #[test]
    fn results_are_not_part_of_the_project() {
        let ignored = fs::read_to_string(paths::root().join(".gitignore")).unwrap();
        assert!(ignored.lines().any(|line| line == "/bench/results/"));
    }
}
