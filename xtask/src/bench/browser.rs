//! What is timed in headless Chromium, by the scripts in bench/.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use clap::ValueEnum;
use serde_json::Value;

use super::Options;
use crate::setup::{Tools, chromium::Chromium};

/// Training, drawing and evaluating, ours and theirs in turn.
pub fn contest(tools: &Tools, chromium: &Chromium, options: &Options) -> Result<Value> {
    let mut node = tools.command("node");
    let models: Vec<_> = options.model.iter().map(|model| model.name()).collect();
    node.arg("bench/run.mjs")
        .args(["--rounds", &options.rounds().to_string()])
        .args(["--limit", &options.limit.to_string()])
        .args(["--model", &models.join(",")])
        .args(["--skip", &options.skip.join(",")]);
    if let Some(kind) = options.only.as_ref().and_then(ValueEnum::to_possible_value) {
        node.args(["--only", kind.get_name()]);
    }
    ask(node, chromium, options)
}

/// Sizes of what is downloaded, and how the page itself starts.
pub fn page(tools: &Tools, chromium: &Chromium, options: &Options) -> Result<Value> {
    let mut node = tools.command("node");
    node.arg("bench/page.mjs")
        .args(["--rounds", &options.rounds().to_string()]);
    ask(node, chromium, options)
}

/// Run a script whose only output is one JSON object.
fn ask(mut node: Command, chromium: &Chromium, options: &Options) -> Result<Value> {
    if options.peers {
        node.arg("--peers");
    }
    if options.quick {
        node.arg("--quick");
    }
    let output = node
        .env("PLAYGROUND_CHROMIUM", &chromium.browser)
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start node")?;
    ensure!(
        output.status.success(),
        "the benchmark in the browser failed; its message stands above"
    );
    serde_json::from_slice(&output.stdout).context("the benchmark in the browser printed no JSON")
}
