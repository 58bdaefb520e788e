//! `cargo xtask bench`: how fast the models train and the page starts, native and in the browser, beside the peers' if wanted.

mod augmented;
mod browser;
mod busy;
mod chart;
mod cost;
mod digits;
mod goals;
mod memory;
mod native;
mod page;
mod report;
mod row;
mod sheet;
mod table;
mod throttled;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::reproduce::today;
use crate::setup::{self, chromium, files, npm};
use crate::{build, command, paths};
use browser::Browser;
use row::Row;

/// What to time.
#[derive(clap::Args)]
pub struct Options {
    /// Time TensorFlow.js and jax-js in the same run
    #[arg(long)]
    peers: bool,
    /// Only these models
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Model::Vae, Model::Gan, Model::Dcgan])]
    model: Vec<Model>,
    /// Only what computes on the CPU (WebAssembly too) or on the GPU (WebGL too)
    #[arg(long, value_enum)]
    only: Option<Kind>,
    /// Leave these out: `native`; `page`, or of it `visits`, `cost`, `throttled`, `digits`; `busy`; `augmented`; a library (`tfjs`), a device
    /// (`webgl`) or one of both (`tfjs-webgl`)
    #[arg(long, value_delimiter = ',')]
    skip: Vec<String>,
    /// How often each takes its turn
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Shorter turns, three at most, and less compression: a first impression
    #[arg(long)]
    quick: bool,
    /// Minutes of training in the page after each of which its memory is looked at; without, it is not
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..))]
    minutes: Option<u32>,
    /// Seconds after which a contestant is given up, or has warmed up
    #[arg(long, default_value_t = 60)]
    limit: u32,
    /// A Python with JAX, to time the VAE's step in it natively; or in the variable `PLAYGROUND_JAX`
    #[arg(long, value_name = "PYTHON")]
    jax: Option<String>,
    /// A Python with prdc and SciPy, to time what they take for what our yardsticks compute; or in the variable `PLAYGROUND_PRDC`
    #[arg(long, value_name = "PYTHON")]
    prdc: Option<String>,
    /// Time dist/ and the native command as they stand, without building them
    #[arg(long)]
    as_built: bool,
    /// Keep the result in docs/benchmarks.md, with its picture and its numbers
    #[arg(long)]
    record: bool,
    /// Time nothing, but show (and record) what an earlier run kept in bench/results/
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
}

/// The models that every contestant trains; bench/models.js has their layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Model {
    /// 784-400-20-400-784, batch 128
    Vae,
    /// Article 002, batch 128
    Gan,
    /// Article 003, batch 32
    Dcgan,
}

impl Model {
    /// As in `--preset`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Vae => "vae",
            Self::Gan => "gan",
            Self::Dcgan => "dcgan",
        }
    }
}

/// What computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    Cpu,
    Webgpu,
}

impl Options {
    fn skips(&self, name: &str) -> bool {
        self.skip.iter().any(|skipped| skipped == name)
    }

    /// The models that are trained in the page too: of the others a step takes too long for what surrounds it to matter.
    fn in_page(&self) -> Vec<Model> {
        let mut models = self.model.clone();
        models.retain(|&model| matches!(model, Model::Vae | Model::Gan));
        models
    }

    /// Whether anything native is to be timed.
    fn native(&self) -> bool {
        self.only != Some(Kind::Webgpu) && !self.skips("native")
    }

    fn jax(&self) -> Option<OsString> {
        python(self.jax.as_ref(), "PLAYGROUND_JAX")
    }

    fn prdc(&self) -> Option<OsString> {
        python(self.prdc.as_ref(), "PLAYGROUND_PRDC")
    }

    fn rounds(&self) -> u32 {
        if self.quick {
            self.rounds.min(3)
        } else {
            self.rounds
        }
    }
}

/// The one that was given, or else that of the variable.
fn python(given: Option<&String>, variable: &str) -> Option<OsString> {
    let given = given.map(OsString::from);
    given
        .or_else(|| env::var_os(variable))
        .filter(|python| !python.is_empty())
}

/// Set up, build, time, print a table and keep it as JSON in `bench/results/`.
pub fn run(options: &Options) -> Result<()> {
    let report = match &options.from {
        Some(path) => {
            let text = fs::read_to_string(path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            serde_json::from_str(&text)
                .with_context(|| format!("{} is no result", path.display()))?
        }
        None => measure(options)?,
    };
    let rows = Row::all(&report)?;
    println!("{}", table::text(&rows));
    for section in report::sections(&report)? {
        println!("{}", section.text());
    }
    println!("{}", report::machine(&report));
    if options.from.is_none() {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let path = paths::root().join(format!("bench/results/{seconds}.json"));
        files::write(&path, serde_json::to_string_pretty(&report)?.as_bytes())?;
        println!("Written to {}", path.display());
    }
    if options.record {
        report::record(&report, &rows)?;
    }
    Ok(())
}

fn measure(options: &Options) -> Result<Value> {
    // Before anything of ours.
    let load = load();
    let chromium = chromium::ensure()?;
    let tools = setup::page()?;
    if options.peers {
        npm::ensure("bench/peers", "Installing TensorFlow.js and jax-js")?;
    }
    if !options.as_built {
        build::dist(&tools, None)?;
    }
    // The longest comes last, so that what cannot work fails early.
    let mut results = native::rows(options)?;
    let browser = Browser {
        tools: &tools,
        chromium: &chromium,
        options,
    };
    let own = own(&browser)?;
    let mut report = browser.contest()?;
    if let Some(rows) = report["results"].as_array_mut() {
        results.append(rows);
    }
    report["results"] = Value::Array(results);
    for (name, found) in own {
        report[name] = found;
    }
    if let Some(load) = load {
        report["machine"]["load"] = json!(load);
    }
    report["quick"] = json!(options.quick);
    report["date"] = json!(today());
    report["commit"] = json!(commit());
    Ok(report)
}

/// What is asked of our own page alone, by its name in the report. It trains on the device that it chooses, the CPU in most browsers.
fn own(browser: &Browser) -> Result<Vec<(&'static str, Value)>> {
    let options = browser.options;
    let mut found = Vec::new();
    if options.only == Some(Kind::Webgpu) {
        return Ok(found);
    }
    let some = !options.in_page().is_empty();
    let page = |part| !options.skips("page") && !options.skips(part);
    if page("visits") {
        let mut visited = browser.page()?;
        if let Some(ms) = native::prdc(options)? {
            visited["measured"]["prdcMs"] = ms;
        }
        found.push(("page", visited));
    }
    if some && page("throttled") {
        found.push(("throttled", browser.throttled()?));
    }
    if some && !options.skips("busy") {
        found.push(("busy", browser.busy()?));
    }
    if some && !options.skips("augmented") {
        found.push(("augmented", browser.augmented()?));
    }
    if some && page("cost") {
        found.push(("cost", browser.cost()?));
    }
    if page("digits") && !options.quick {
        found.push(("digits", browser.digits()?));
    }
    if let Some(minutes) = options.minutes {
        found.push(("memory", browser.memory(minutes)?));
    }
    Ok(found)
}

/// Tasks that ran or waited in the last minute, where the system tells.
fn load() -> Option<f64> {
    let text = fs::read_to_string("/proc/loadavg").ok()?;
    text.split(' ').next()?.parse().ok()
}

/// The commit, and whether there was more in the checkout.
fn commit() -> String {
    let git = |arguments: &[&str]| command::output("git", arguments).unwrap_or_default();
    let changed = !git(&["status", "--porcelain", "--untracked-files=no"]).is_empty();
    let more = if changed { " with changes" } else { "" };
    format!("{}{more}", git(&["rev-parse", "--short", "HEAD"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_not_part_of_the_project() {
        let ignored = fs::read_to_string(paths::root().join(".gitignore")).unwrap();
        assert!(ignored.lines().any(|line| line == "/bench/results/"));
    }

    #[test]
    fn the_browser_knows_the_same_models() {
        let models = fs::read_to_string(paths::root().join("bench/models.js")).unwrap();
        for model in [Model::Vae, Model::Gan, Model::Dcgan] {
            assert!(models.contains(&format!("\n  {}: {{", model.name())));
        }
    }
}
