//! `cargo xtask bench`: how fast the models train and the page starts, native and in the browser, beside the peers' if wanted.

mod browser;
mod chart;
mod native;
mod page;
mod report;
mod row;
mod table;

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
    /// Leave these out: `native`, `page`, a library (`tfjs`), a device (`webgl`) or one of both (`tfjs-webgl`)
    #[arg(long, value_delimiter = ',')]
    skip: Vec<String>,
    /// How often each takes its turn
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Shorter turns, three at most, and less compression: a first impression
    #[arg(long)]
    quick: bool,
    /// Seconds after which a contestant is given up
    #[arg(long, default_value_t = 60)]
    limit: u32,
    /// A Python with JAX, to time the VAE's step in it natively; or in the variable `PLAYGROUND_JAX`
    #[arg(long, value_name = "PYTHON")]
    jax: Option<String>,
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

    /// Whether anything native is to be timed.
    fn native(&self) -> bool {
        self.only != Some(Kind::Webgpu) && !self.skips("native")
    }

    fn jax(&self) -> Option<OsString> {
        let given = self.jax.as_ref().map(OsString::from);
        given
            .or_else(|| env::var_os("PLAYGROUND_JAX"))
            .filter(|python| !python.is_empty())
    }

    fn rounds(&self) -> u32 {
        if self.quick {
            self.rounds.min(3)
        } else {
            self.rounds
        }
    }
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
    if let Some(text) = page::text(&report["page"]) {
        println!("{text}");
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
    let page = if options.skips("page") || options.only == Some(Kind::Webgpu) {
        Value::Null
    } else {
        browser::page(&tools, &chromium, options)?
    };
    let mut report = browser::contest(&tools, &chromium, options)?;
    if let Some(rows) = report["results"].as_array_mut() {
        results.append(rows);
    }
    report["results"] = Value::Array(results);
    report["page"] = page;
    report["quick"] = json!(options.quick);
    report["date"] = json!(today());
    report["commit"] = json!(commit());
    Ok(report)
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
