//! `cargo xtask screenshots`: pictures of every part of the page, to look at, and the one in the README.

use anyhow::Result;

use crate::setup::{self, chromium};
use crate::{build, command, paths};

/// Build the page, train in it, and photograph it.
pub fn run() -> Result<()> {
    let chromium = chromium::ensure()?;
    let tools = setup::page()?;
    build::dist(&tools, None)?;
    let folder = paths::target().join("screenshots");
    let mut playwright = tools.node_tool("@playwright/test", "cli.js");
    playwright
        .args([
            "test",
            "--reporter=list",
            "--config=tests/screenshots/playwright.config.js",
        ])
        .env("PLAYGROUND_CHROMIUM", &chromium.browser)
        .env("PLAYGROUND_SHOTS", &folder);
    command::run(&mut playwright)?;
    println!(
        "The pictures are in {}; README's is docs/screenshot.png.",
        folder.display()
    );
    Ok(())
}
