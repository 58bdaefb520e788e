//! What has to be on the machine before the page can be built or tested.
//!
//! Every step is checked first and done once. Whatever a step leaves behind is written under a temporary name and
//! renamed at the end, so a step that was interrupted anywhere is simply done again.

pub mod chromium;
mod debian;
pub mod files;
mod lockfile;
pub mod mnist;
pub mod npm;
mod pack;
mod tools;
mod vendor;
mod wasm_target;

use anyhow::Result;
pub use tools::Tools;

const PACKAGES: &str = "Installing the npm packages";

/// All that building the page needs.
pub fn page() -> Result<Tools> {
    // The quick checks that may need the user come first: nobody should wait minutes only to hear that Node is missing.
    npm::check_node()?;
    let rustc = wasm_target::ensure()?;
    npm::ensure("", PACKAGES)?;
    vendor::ensure()?;
    mnist::ensure()?;
    tools::ensure(rustc)
}

/// The npm packages alone, for the checks of the page's modules.
pub fn packages() -> Result<()> {
    npm::check_node()?;
    npm::ensure("", PACKAGES)
}

/// MNIST alone, for the native command.
pub fn data() -> Result<()> {
    if !mnist::is_there()? {
        packages()?;
    }
    mnist::ensure()?;
    println!("{}", mnist::directory().display());
    Ok(())
}
