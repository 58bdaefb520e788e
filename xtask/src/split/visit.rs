//! Which functions a visit calls.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::read::Read;
use super::{Parts, alike, split, watched};
use crate::setup::{Tools, files};
use crate::{paths, step};

/// What is asked of the engine.
const VISIT: &str = "xtask/visit.mjs";

/// Divides the bundles in `dist` that train: `NAME_bg.wasm` is what a page waits for from then on, and `NAME_rest.wasm` what is left.
///
/// # Errors
/// Where the visit fails: the engine does not do what the page asks of it.
pub fn divide(tools: &Tools, dist: &Path) -> Result<()> {
    let read = |name| fs::read(first(dist, name)).with_context(|| format!("{name} is missing"));
    let (cpu, gpu) = (read("playground_cpu")?, read("playground_gpu")?);
    let (read_cpu, read_gpu) = (Read::new(&cpu)?, Read::new(&gpu)?);
    let called = called(tools, dist, &cpu, read_cpu.bodies.len())?;
    let alike = alike::called(&read_gpu, &read_cpu, &called)?;
    put(dist, "playground_cpu", &split(&read_cpu, &called)?)?;
    put(dist, "playground_gpu", &split(&read_gpu, &alike)?)
}

fn first(dist: &Path, name: &str) -> PathBuf {
    dist.join(format!("{name}_bg.wasm"))
}

fn put(dist: &Path, name: &str, parts: &Parts) -> Result<()> {
    let kib = |bytes: &[u8]| bytes.len() / 1024;
    let (ours, rest) = (kib(&parts.first), kib(&parts.rest));
    eprintln!("  {name}: for training {ours} KiB, behind it {rest} KiB");
    files::write(&first(dist, name), &parts.first)?;
    files::write(&dist.join(format!("{name}_rest.wasm")), &parts.rest)
}

/// Of each of so many functions that are not imported, whether a visit calls it. The answer is kept by what it depends on.
fn called(tools: &Tools, dist: &Path, module: &[u8], functions: usize) -> Result<Vec<bool>> {
    let kept = paths::target().join("visit");
    fs::create_dir_all(&kept)?;
    let script = fs::read(paths::root().join(VISIT))?;
    let glue = fs::read(dist.join("playground_cpu.js"))?;
    let answer = kept.join(format!("{}.txt", files::sha256([module, &script, &glue])));
    if !answer.is_file() {
        // Only the newest answer is of use.
        for old in files::with_extension(&kept, "txt")? {
            fs::remove_file(old)?;
        }
        let watched = watched(module)?;
        let bundle = kept.join("watched.wasm");
        files::write(&bundle, &watched)?;
        let half_done = answer.with_extension("tmp");
        let mut node = tools.command("node");
        node.arg(VISIT).arg(dist).arg(&bundle).arg(&half_done);
        step::run("Watching a visit", "a minute", &mut node)?;
        let text = fs::read_to_string(&half_done)?;
        ensure!(!text.is_empty(), "a visit called nothing");
        fs::rename(&half_done, &answer)?;
    }
    let mut called = vec![false; functions];
    for line in fs::read_to_string(&answer)?.lines() {
        let number: usize = line.parse().context("no function's number")?;
        *called
            .get_mut(number)
            .context("there is no such function")? = true;
    }
    Ok(called)
}
