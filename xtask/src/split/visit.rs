//! Which functions a visit calls.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::read::Read;
use super::{split, watched};
use crate::setup::{Tools, files};
use crate::{paths, step};

/// What is left of the CPU's bundle.
const REST: &str = "playground_cpu_rest.wasm";
/// What is asked of the engine.
const VISIT: &str = "xtask/visit.mjs";

/// Divides the CPU's bundle in `dist`.
///
/// # Errors
/// Where the visit fails: the engine does not do what the page asks of it.
pub fn divide(tools: &Tools, dist: &Path, bundle: &Path) -> Result<()> {
    let module = fs::read(bundle)?;
    let parts = split(&module, &called(tools, dist, &module)?)?;
    let kib = |bytes: &[u8]| bytes.len() / 1024;
    eprintln!(
        "  for training {} KiB, behind it {} KiB",
        kib(&parts.first),
        kib(&parts.rest)
    );
    files::write(bundle, &parts.first)?;
    files::write(&dist.join(REST), &parts.rest)
}

/// Of each function that is not imported, whether a visit calls it. The answer is kept by what it depends on.
fn called(tools: &Tools, dist: &Path, module: &[u8]) -> Result<Vec<bool>> {
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
    let mut called = vec![false; Read::new(module)?.bodies.len()];
    for line in fs::read_to_string(&answer)?.lines() {
        let number: usize = line.parse().context("no function's number")?;
        *called
            .get_mut(number)
            .context("there is no such function")? = true;
    }
    Ok(called)
}
