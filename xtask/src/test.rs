//! `cargo xtask test`: every test there is, stage by stage, with one verdict at the end.

use std::io::{BufRead, BufReader, IsTerminal, Write, stdout};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;

use crate::count::{self, Count};
use crate::prune::Emptied;
use crate::setup::{self, Tools, chromium, chromium::Chromium, files};
use crate::step::clock;
use crate::{build, command, paths};

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// One part of the tests.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub enum Stage {
    /// rustfmt and clippy, where they are installed, and TypeScript on the page's modules
    Lint,
    /// Unit and integration tests on this machine
    Native,
    /// wasm-bindgen-test in headless Chromium, on the CPU and on WebGPU
    Wasm,
    /// Playwright against the built site
    E2e,
}

impl Stage {
    fn name(self) -> &'static str {
        match self {
            Self::Lint => "lint",
            Self::Native => "native",
            Self::Wasm => "wasm",
            Self::E2e => "end to end",
        }
    }

    fn run(self, needs: &Needs, count: &mut Count) -> Result<()> {
        match self {
            Self::Lint => lint(),
            Self::Native => native(count),
            Self::Wasm => wasm(needs.of_page()?, needs.of_browser()?, count),
            Self::E2e => end_to_end(needs.of_page()?, needs.of_browser()?, needs.emptied, count),
        }
    }
}

/// Run the stages, all of them even when one fails; fail when any did.
/// `emptied`: what functions do in the end-to-end tests that no page calls.
pub fn run(only: &[Stage], emptied: Emptied) -> Result<()> {
    let stages: Vec<Stage> = Stage::value_variants()
        .iter()
        .copied()
        .filter(|stage| only.is_empty() || only.contains(stage))
        .collect();
    let needs = Needs::of(&stages, emptied)?;
    let mut total = Count::default();
    let mut lines = Vec::new();
    for stage in stages {
        println!("\n== {} ==", stage.name());
        let started = Instant::now();
        let mut count = Count::default();
        let result = stage.run(&needs, &mut count);
        if let Err(error) = &result {
            println!("{}: {error:#}", stage.name());
            // What fails without a failed test (a build, a formatting error, no tests at all) counts as one.
            count.failed = count.failed.max(1);
        }
        lines.push(summary(stage, count, result.is_ok(), started.elapsed()));
        total += count;
    }
    println!(
        "\n{}\n\n{} passed, {} failed",
        lines.join("\n"),
        total.passed,
        total.failed
    );
    ensure!(total.failed == 0, "not all tests passed");
    Ok(())
}

fn summary(stage: Stage, count: Count, ok: bool, time: Duration) -> String {
    let mark = if ok { "✓" } else { "✗" };
    let tests = match stage {
        Stage::Lint => String::new(),
        _ => format!("{} passed, {} failed", count.passed, count.failed),
    };
    format!("{mark} {:<12}{:<26}{}", stage.name(), tests, clock(time))
}

/// What the chosen stages need, set up before the first of them runs: nobody should wait for tests only to hear that Node is missing.
struct Needs {
    page: Option<Tools>,
    browser: Option<Chromium>,
    emptied: Emptied,
}

impl Needs {
    fn of(stages: &[Stage], emptied: Emptied) -> Result<Self> {
        let browser = stages
            .iter()
            .any(|stage| matches!(stage, Stage::Wasm | Stage::E2e));
        if !browser {
            if stages.contains(&Stage::Lint) {
                setup::packages()?;
            }
            setup::data()?;
            return Ok(Self {
                page: None,
                browser: None,
                emptied,
            });
        }
        Ok(Self {
            browser: Some(chromium::ensure()?),
            page: Some(setup::page()?),
            emptied,
        })
    }

    fn of_page(&self) -> Result<&Tools> {
        self.page
            .as_ref()
            .context("the page's tools were not set up")
    }

    fn of_browser(&self) -> Result<&Chromium> {
        self.browser.as_ref().context("the browser was not set up")
    }
}

fn lint() -> Result<()> {
    let mut failed = Vec::new();
    for (name, arguments) in [
        ("fmt", &["fmt", "--all", "--check"][..]),
        // The profile of everything else, so that dependencies' build scripts and macros are compiled once.
        (
            "clippy",
            &[
                "clippy",
                "--release",
                "--workspace",
                "--all-targets",
                "--",
                "--deny",
                "warnings",
            ],
        ),
    ] {
        if command::output("cargo", &[name, "--version"]).is_none() {
            println!(
                "cargo {name} is not installed: skipped (rustup component add clippy rustfmt)"
            );
        } else if command::run(
            Command::new("cargo")
                .current_dir(paths::root())
                .args(arguments),
        )
        .is_err()
        {
            failed.push(format!("cargo {name}"));
        }
    }
    // The page is written in JavaScript; its types stand in comments, and tsconfig.json says how strictly they are meant.
    let mut tsc = Command::new("node");
    tsc.current_dir(paths::root())
        .args(["node_modules/typescript/bin/tsc", "--project", "."]);
    if command::run(&mut tsc).is_err() {
        failed.push("tsc".into());
    }
    ensure!(
        failed.is_empty(),
        "{} found something",
        failed.join(" and ")
    );
    Ok(())
}

fn native(count: &mut Count) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(paths::root())
        .args(["test", "--release", "--workspace", "--no-fail-fast"]);
    counted(&mut cargo, count)
}

fn wasm(tools: &Tools, chromium: &Chromium, count: &mut Count) -> Result<()> {
    let mut cargo = tools.command("cargo");
    cargo
        .args([
            "test",
            // The bundles' own, so that burn is compiled once for them and for these.
            "--profile",
            "small",
            "--target",
            WASM_TARGET,
            // The native command is of no use there, and would be linked.
            "--no-default-features",
            "--features",
            "gpu",
            "--test",
            "web",
        ])
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            tools.test_runner(),
        )
        .env("CHROMEDRIVER", &chromium.driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities(chromium)?)
        // A software GPU takes seconds a step, and compiles for a minute first.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "1200")
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60");
    counted(&mut cargo, count)
}

/// `webdriver.json` with this machine's browser in it.
fn capabilities(chromium: &Chromium) -> Result<std::path::PathBuf> {
    let text = std::fs::read_to_string(paths::root().join("webdriver.json"))
        .context("cannot read webdriver.json")?;
    let mut json: serde_json::Value =
        serde_json::from_str(&text).context("webdriver.json is not JSON")?;
    json["goog:chromeOptions"]["binary"] = chromium.browser.to_string_lossy().into();
    let path = paths::target().join("webdriver.json");
    files::write(&path, json.to_string().as_bytes())?;
    Ok(path)
}

fn end_to_end(
    tools: &Tools,
    chromium: &Chromium,
    emptied: Emptied,
    count: &mut Count,
) -> Result<()> {
    build::dist_with(tools, None, emptied)?;
    let mut playwright = tools.node_tool("@playwright/test", "cli.js");
    playwright
        .args(["test", "--reporter=list"])
        .env("PLAYGROUND_CHROMIUM", &chromium.browser);
    counted(&mut playwright, count)
}

/// Run a command and count its tests, while its output goes on to the user line by line.
fn counted(command: &mut Command, count: &mut Count) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    if stdout().is_terminal() {
        // Behind our pipe they would think that nobody sees colours.
        command
            .env("CARGO_TERM_COLOR", "always")
            .env("FORCE_COLOR", "1");
    }
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {name}"))?;
    let output = child.stdout.take().context("the output is piped")?;
    for line in BufReader::new(output).split(b'\n') {
        let mut line = line?;
        *count += count::line(&String::from_utf8_lossy(&line));
        line.push(b'\n');
        stdout().write_all(&line)?;
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("{name} ended with {status}");
    }
    ensure!(count.passed > 0, "no test ran");
    Ok(())
}
