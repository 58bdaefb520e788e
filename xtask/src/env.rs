//! `cargo xtask env`: what an engineer's shell needs to call Trunk and cargo directly.

use anyhow::Result;

use crate::{command, setup};

/// Do the set-up, then print settings for `eval "$(cargo xtask env)"`.
pub fn run() -> Result<()> {
    let tools = setup::page()?;
    println!(
        "export PATH='{}'",
        command::path_with(&tools.dirs).to_string_lossy()
    );
    if let Some(rustc) = &tools.rustc {
        println!("export RUSTC='{}'", rustc.display());
    }
    println!(
        "export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER='{}'",
        tools.test_runner().display()
    );
    Ok(())
}
