//! `cargo xtask screenshots`: pictures of every part of the page, to look at, and the one in the README. `cargo xtask thumbnails`:
//! what each model draws after a minute, for the gallery.

use anyhow::{Result, ensure};
use std::process::Command;

use crate::setup::{self, chromium};
use crate::{build, command, paths};

/// Build the page, and make what drives a browser through it: `project` says how.
fn browser(project: &str) -> Result<Command> {
    let chromium = chromium::ensure()?;
    let tools = setup::page()?;
    build::dist(&tools, None)?;
    let mut playwright = tools.node_tool("@playwright/test", "cli.js");
    playwright
        .args([
            "test",
            "--reporter=list",
            "--config=tests/screenshots/playwright.config.js",
        ])
        .arg(format!("--project={project}"))
        .env("PLAYGROUND_CHROMIUM", &chromium.browser);
    Ok(playwright)
}

/// Train each of these presets in the browser for a minute, and keep ten samples: `assets/after-a-minute/`. None: all.
pub fn thumbnails(presets: &[String]) -> Result<()> {
    let word = |name: &String| name.chars().all(|c| c.is_alphanumeric() || c == '-');
    ensure!(
        presets.iter().all(word),
        "presets have names as `vae` and `gan-relu`"
    );
    let mut playwright = browser("thumbnails")?;
    if !presets.is_empty() {
        playwright.arg(format!("--grep= ({})$", presets.join("|")));
    }
    command::run(&mut playwright)?;
    println!(
        "The samples are in assets/after-a-minute/; after how many steps, made.json there says."
    );
    Ok(())
}

/// Build the page, train in it, and photograph it.
pub fn run() -> Result<()> {
    let folder = paths::target().join("screenshots");
    command::run(browser("screenshots")?.env("PLAYGROUND_SHOTS", &folder))?;
    println!(
        "The pictures are in {}; README's is docs/screenshot.png.",
        folder.display()
    );
    Ok(())
}
