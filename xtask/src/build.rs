//! `cargo xtask build`: the static site in `dist/`.

use anyhow::Result;

use crate::setup::{self, Tools};
use crate::{command, paths, wasm_opt};

/// Set up, then build.
pub fn run(public_url: Option<&str>) -> Result<()> {
    let tools = setup::page()?;
    dist(&tools, public_url)?;
    println!(
        "The site is in {}: serve it with any static web server",
        paths::root().join("dist").display()
    );
    Ok(())
}

/// Build into `dist/` with tools that are already there.
pub fn dist(tools: &Tools, public_url: Option<&str>) -> Result<()> {
    let mut trunk = tools.trunk();
    trunk.arg("build");
    if let Some(url) = public_url {
        trunk.args(["--public-url", url]);
    }
    command::run(&mut trunk)?;
    wasm_opt::shrink(tools, &paths::root().join("dist"))
}
