//! `cargo xtask build`: the static site in `dist/`.

use anyhow::Result;

use crate::prune::Emptied;
use crate::setup::{self, Tools};
use crate::{command, paths, step, wasm_opt};

/// Set up, then build.
pub fn run(public_url: Option<&str>) -> Result<()> {
    let tools = setup::page()?;
    dist(&tools, public_url)?;
    version(&tools)?;
    compress(&tools)?;
    println!(
        "The site is in {}: serve it with any static web server",
        paths::root().join("dist").display()
    );
    Ok(())
}

/// All but the pages in a folder of this version: a page that was opened before the next deploy never meets modules of it.
fn version(tools: &Tools) -> Result<()> {
    let mut node = tools.command("node");
    node.arg("xtask/version.mjs")
        .arg(paths::root().join("dist"));
    command::run(&mut node)
}

/// Compressed variants beside the files, for hosts that send them as they are.
fn compress(tools: &Tools) -> Result<()> {
    let mut node = tools.command("node");
    node.arg("xtask/compress.mjs")
        .arg(paths::root().join("dist"))
        .arg(paths::target().join("compressed"));
    step::run("Compressing the files", "a minute", &mut node)
}

/// Build into `dist/` with tools that are already there.
pub fn dist(tools: &Tools, public_url: Option<&str>) -> Result<()> {
    dist_with(tools, public_url, Emptied::Trap)
}

/// The same with a choice of what becomes of functions that are never called.
pub fn dist_with(tools: &Tools, public_url: Option<&str>, emptied: Emptied) -> Result<()> {
    let mut trunk = tools.trunk();
    trunk.arg("build");
    if let Some(url) = public_url {
        trunk.args(["--public-url", url]);
    }
    command::run(&mut trunk)?;
    wasm_opt::shrink(tools, &paths::root().join("dist"), emptied)
}
