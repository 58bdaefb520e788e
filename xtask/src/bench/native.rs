//! What is timed without a browser: our own command, and JAX if there is a Python that has it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::{Model, Options};
use crate::{command, paths};

/// One result a model, shaped like those of the browser.
pub fn rows(options: &Options) -> Result<Vec<Value>> {
    let mut rows = Vec::new();
    if !options.native() {
        return Ok(rows);
    }
    let program = program(options)?;
    for &model in &options.model {
        rows.push(ours(&program, model, options)?);
        if model == Model::Vae && !options.skips("jax") {
            rows.extend(jax(options)?);
        }
    }
    Ok(rows)
}

/// The native command, built unless it is to be taken as it is.
fn program(options: &Options) -> Result<PathBuf> {
    let program = paths::target().join(format!(
        "release/playground{}",
        std::env::consts::EXE_SUFFIX
    ));
    if !options.as_built {
        let build = ["build", "--release", "--bin", "playground"];
        command::run(Command::new("cargo").current_dir(paths::root()).args(build))?;
    }
    ensure!(
        program.exists(),
        "there is no {}: leave --as-built out",
        program.display()
    );
    Ok(program)
}

/// Runs of two lengths: their difference is training alone, without start-up and reading the data.
fn lengths(model: Model) -> (u32, u32) {
    match model {
        Model::Vae => (50, 350),
        Model::Gan => (10, 50),
        Model::Dcgan => (2, 10),
    }
}

/// What the browser's contestants train too: bench/models.js says why there is no dropout and no running mean.
fn settings(model: Model) -> (u32, &'static [&'static str]) {
    const PLAIN: &[&str] = &["--set", "dropout=0", "--set", "ema=0"];
    match model {
        Model::Vae => (128, &[]),
        Model::Gan => (128, PLAIN),
        Model::Dcgan => (32, PLAIN),
    }
}

fn ours(program: &Path, model: Model, options: &Options) -> Result<Value> {
    let (short, long) = lengths(model);
    let (batch, settings) = settings(model);
    let mut times = Vec::new();
    for round in 1..=options.rounds() {
        eprintln!(
            "… {}: native, round {round} of {}",
            model.name(),
            options.rounds()
        );
        let less = train(program, model, batch, short, settings)?;
        let more = train(program, model, batch, long, settings)?;
        times.push((more - less) * 1000.0 / f64::from(long - short));
    }
    Ok(json!({
        "model": model.name(), "who": "ours", "device": "native", "kind": "native",
        "label": "generative-playground native", "batch": batch, "stepMs": times,
    }))
}

/// Seconds that a run of this many steps takes.
fn train(program: &Path, model: Model, batch: u32, steps: u32, settings: &[&str]) -> Result<f64> {
    let started = Instant::now();
    let output = Command::new(program)
        .current_dir(paths::root())
        .args(["train", "--preset", model.name()])
        .args(["--steps", &steps.to_string()])
        .args(["--set", &format!("batch_size={batch}")])
        .args(settings)
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

/// The VAE's step in native JAX, where a Python with it was named.
fn jax(options: &Options) -> Result<Option<Value>> {
    let Some(python) = options.jax() else {
        eprintln!(
            "… vae: no native JAX, because neither --jax nor PLAYGROUND_JAX names a Python that has it"
        );
        return Ok(None);
    };
    eprintln!("… vae: native JAX");
    script(&python, "bench/peers/native_jax.py", options).map(Some)
}

/// Milliseconds that other programs take for what our yardsticks compute of features, where a Python with prdc and SciPy was named.
pub fn prdc(options: &Options) -> Result<Option<Value>> {
    let Some(python) = options.prdc() else {
        eprintln!(
            "… yardsticks: no prdc, because neither --prdc nor PLAYGROUND_PRDC names a Python that has it"
        );
        return Ok(None);
    };
    eprintln!("… yardsticks: prdc");
    script(&python, "bench/peers/native_prdc.py", options).map(Some)
}

/// The JSON that a script prints.
fn script(python: &OsStr, path: &str, options: &Options) -> Result<Value> {
    let output = Command::new(python)
        .current_dir(paths::root())
        .args([path, "--rounds", &options.rounds().to_string()])
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start {}", python.display()))?;
    ensure!(
        output.status.success(),
        "{path} failed; its own message stands above"
    );
    serde_json::from_slice(&output.stdout).with_context(|| format!("{path} printed no JSON"))
}
