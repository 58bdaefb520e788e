//! What is timed in headless Chromium, by the scripts in bench/.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use clap::ValueEnum;
use serde_json::Value;

use super::{Model, Options};
use crate::setup::{Tools, chromium::Chromium};

/// What the scripts need, and are told.
pub struct Browser<'a> {
    pub tools: &'a Tools,
    pub chromium: &'a Chromium,
    pub options: &'a Options,
}

impl Browser<'_> {
    /// Training, drawing and evaluating, ours and theirs in turn.
    pub fn contest(&self) -> Result<Value> {
        let mut node = self.script("bench/run.mjs");
        self.turns(&mut node);
        node.args(["--model", &names(&self.options.model)])
            .args(["--limit", &self.options.limit.to_string()])
            .args(["--skip", &self.options.skip.join(",")]);
        if let Some(kind) = self
            .options
            .only
            .as_ref()
            .and_then(ValueEnum::to_possible_value)
        {
            node.args(["--only", kind.get_name()]);
        }
        self.ask(node)
    }

    /// Sizes of what is downloaded, and how the page itself starts.
    pub fn page(&self) -> Result<Value> {
        let mut node = self.script("bench/page.mjs");
        self.turns(&mut node);
        self.ask(node)
    }

    /// The same model in the page and on a blank one.
    pub fn cost(&self) -> Result<Value> {
        let mut node = self.script("bench/cost.mjs");
        node.args(["--rounds", &self.options.rounds().to_string()])
            .args(["--model", &names(&self.options.in_page())]);
        if self.options.quick {
            node.args(["--at", "100", "--steps", "100"]);
        }
        self.ask(node)
    }

    /// What holds up the page's thread on a slow phone.
    pub fn throttled(&self) -> Result<Value> {
        let mut node = self.script("bench/throttled.mjs");
        node.args(["--model", &names(&self.options.in_page())]);
        if self.options.quick {
            node.args(["--seconds", "5"]);
        }
        self.ask(node)
    }

    /// Training while something else has a core.
    pub fn busy(&self) -> Result<Value> {
        self.contests("bench/busy.mjs")
    }

    /// Training with images that are changed anew whenever they are drawn.
    pub fn augmented(&self) -> Result<Value> {
        self.contests("bench/augmented.mjs")
    }

    /// How soon models draw good digits.
    pub fn digits(&self) -> Result<Value> {
        self.ask(self.script("bench/digits.mjs"))
    }

    /// The page's memory over minutes of training.
    pub fn memory(&self, minutes: u32) -> Result<Value> {
        let mut node = self.script("bench/memory.mjs");
        node.args(["--minutes", &minutes.to_string()]);
        self.ask(node)
    }

    /// A contest of each model that is trained in the page too.
    fn contests(&self, path: &str) -> Result<Value> {
        let mut node = self.script(path);
        self.turns(&mut node);
        node.args(["--model", &names(&self.options.in_page())])
            .args(["--limit", &self.options.limit.to_string()]);
        self.ask(node)
    }

    fn script(&self, path: &str) -> Command {
        let mut node = self.tools.command("node");
        node.arg(path);
        node
    }

    /// What those scripts take that time several in turns.
    fn turns(&self, node: &mut Command) {
        node.args(["--rounds", &self.options.rounds().to_string()]);
        if self.options.peers {
            node.arg("--peers");
        }
        if self.options.quick {
            node.arg("--quick");
        }
    }

    /// Run a script whose only output is one JSON object.
    fn ask(&self, mut node: Command) -> Result<Value> {
        let output = node
            .env("PLAYGROUND_CHROMIUM", &self.chromium.browser)
            .stderr(Stdio::inherit())
            .output()
            .context("cannot start node")?;
        ensure!(
            output.status.success(),
            "the benchmark in the browser failed; its message stands above"
        );
        serde_json::from_slice(&output.stdout)
            .context("the benchmark in the browser printed no JSON")
    }
}

fn names(models: &[Model]) -> String {
    let names: Vec<_> = models.iter().map(|model| model.name()).collect();
    names.join(",")
}
