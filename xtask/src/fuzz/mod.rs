//! `cargo xtask fuzz`: what reads bytes from outside is given bytes that a fuzzer makes up (libFuzzer; the targets are in
//! `fuzz/fuzz_targets/`), and must answer or refuse, without a panic or an overflow, within seconds and within a limit of memory.
//!
//! `cargo fuzz run TARGET`, on a nightly compiler, runs the same targets with a sanitizer of memory. Here there is none: our own code is safe
//! Rust, and so any compiler will do.

mod compiler;
mod record;

pub use compiler::in_place;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};

use crate::setup::files;
use crate::step::{self, clock};
use crate::{command, paths};

/// Seconds that an input may take, and megabytes that the program may have. What one allocation may have is in `fuzz/src/lib.rs`.
const LIMITS: [&str; 2] = ["-timeout=20", "-rss_limit_mb=2048"];
/// Bytes of an input, at most.
const LONGEST: &str = "-max_len=65536";
/// Lines that are repeated of what a target said when it found something.
const SHOWN: usize = 12;

/// Options of the command.
#[derive(clap::Args)]
pub struct Options {
    /// Targets, by the names of their files in fuzz/fuzz_targets/; all without any
    targets: Vec<String>,
    /// How long each is run
    #[arg(long, default_value_t = 10.0)]
    minutes: f64,
    /// Keep the results in docs/fuzzing.md
    #[arg(long)]
    record: bool,
}

/// What came of a target.
#[derive(Default)]
struct Outcome {
    executions: u64,
    /// Megabytes, at most.
    memory: u64,
    seconds: u64,
    /// What was found, in a line; none where nothing was.
    finding: Option<String>,
}

/// Run targets one after the other, and fail when any has found something.
pub fn run(options: &Options) -> Result<()> {
    let known = targets()?;
    for name in &options.targets {
        ensure!(
            known.contains(name),
            "there is no target {name}; the targets are: {}",
            known.join(", ")
        );
    }
    let chosen = match options.targets.as_slice() {
        [] => &known,
        chosen => chosen,
    };
    step::run(
        "Compiling the fuzz targets",
        "2 minutes, and 10 for their dependencies where no test has been run yet",
        &mut compiler::cargo()?,
    )?;
    let mut findings = Vec::new();
    for name in chosen {
        let outcome = fuzz(name, options.minutes)?;
        println!(
            "{name}: {} inputs in {}, {} MB at most: {}",
            outcome.executions,
            clock(std::time::Duration::from_secs(outcome.seconds)),
            outcome.memory,
            outcome.finding.as_deref().unwrap_or("nothing found")
        );
        if options.record {
            record::keep(&known, name, &outcome)?;
        }
        findings.extend(outcome.finding.map(|finding| format!("{name}: {finding}")));
    }
    ensure!(
        findings.is_empty(),
        "{} found something: {}",
        if findings.len() == 1 {
            "a target"
        } else {
            "targets"
        },
        findings.join("; ")
    );
    Ok(())
}

/// The names of all targets.
fn targets() -> Result<Vec<String>> {
    let paths = files::with_extension(&folder().join("fuzz_targets"), "rs")?;
    let stems = paths.iter().filter_map(|path| path.file_stem());
    Ok(stems
        .map(|stem| stem.to_string_lossy().into_owned())
        .collect())
}

fn folder() -> PathBuf {
    paths::root().join("fuzz")
}

/// Runs a target on its seeds and on what earlier runs have kept.
fn fuzz(name: &str, minutes: f64) -> Result<Outcome> {
    let [corpus, found] = ["corpus", "artifacts"].map(|part| folder().join(part).join(name));
    for folder in [&corpus, &found] {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let program = paths::target().join("release").join(name);
    let mut seeds = Command::new(&program);
    command::run(
        seeds
            .env("PLAYGROUND_FUZZ_SEEDS", &corpus)
            .stderr(Stdio::null()),
    )?;
    println!("{name}: running for {minutes} minutes");
    let started = Instant::now();
    let mut outcome = Outcome::default();
    while outcome.finding.is_none() {
        let left = (60.0 * minutes) - started.elapsed().as_secs_f64();
        if left < 1.0 {
            break;
        }
        let mut running = Command::new(&program);
        running
            .arg(&corpus)
            .args(LIMITS)
            .args([LONGEST, "-print_final_stats=1"])
            .arg(format!("-artifact_prefix={}/", found.display()))
            .arg(format!("-max_total_time={}", left.ceil()));
        let (clean, said) = listen(&mut running)?;
        outcome.executions += statistic(&said, "number_of_executed_units");
        outcome.memory = outcome.memory.max(statistic(&said, "peak_rss_mb"));
        if clean {
            break;
        }
        let Some(input) = input(&said) else {
            let end = said.len().saturating_sub(SHOWN);
            bail!("{name} could not be run:\n{}", said[end..].join("\n"));
        };
        // A machine that was busy with something else makes any input slow.
        if listen(Command::new(&program).arg(input).args(LIMITS))?.0 {
            println!("{name}: {input} was slow, and is not by itself");
            fs::remove_file(input)?;
            continue;
        }
        let told = said.iter().filter(|line| tells(line)).take(SHOWN);
        told.for_each(|line| println!("  {}", line.trim()));
        outcome.finding = Some(finding(&said, input));
    }
    outcome.seconds = started.elapsed().as_secs();
    Ok(outcome)
}

/// Whether a program ended well, and all that it said.
fn listen(program: &mut Command) -> Result<(bool, Vec<String>)> {
    let mut running = program
        // One thread an input, so that the same input does the same.
        .env("RAYON_NUM_THREADS", "1")
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", program.get_program().display()))?;
    let mut said = Vec::new();
    let stderr = running.stderr.take().context("its messages are piped")?;
    for line in BufReader::new(stderr).split(b'\n') {
        said.push(String::from_utf8_lossy(&line?).into_owned());
    }
    Ok((running.wait()?.success(), said))
}

/// The file of the input that something was found with.
fn input(said: &[String]) -> Option<&str> {
    after(said, "Test unit written to ")
}

fn after<'a>(said: &'a [String], mark: &str) -> Option<&'a str> {
    let mut lines = said.iter();
    lines.find_map(|line| Some(line.split_once(mark)?.1.trim()))
}

/// What a fuzzer found, from all that it said.
fn finding(said: &[String], input: &str) -> String {
    // A panic says where it was, and what on the next line.
    let panic = said.iter().position(|line| line.contains("panicked at"));
    let panic = panic.map(|at| {
        let place = said[at].split("panicked at ").nth(1).unwrap_or_default();
        let what = said.get(at + 1).map_or("", String::as_str);
        format!("panic at {place} {what}")
    });
    let what = panic.or_else(|| after(said, "ERROR: ").map(String::from));
    let input = input.rsplit("/fuzz/").next().unwrap_or(input);
    format!(
        "{} (fuzz/{input})",
        what.unwrap_or_else(|| "stopped".into())
    )
}

/// Whether a line is worth repeating.
fn tells(line: &str) -> bool {
    [
        "panicked at",
        "ERROR:",
        "SUMMARY:",
        "assertion",
        "left:",
        "right:",
        "written to",
    ]
    .iter()
    .any(|mark| line.contains(mark))
}

/// A number of the statistics at the end, `stat::peak_rss_mb: 80`.
fn statistic(said: &[String], name: &str) -> u64 {
    let mark = format!("stat::{name}:");
    let found = said.iter().find_map(|line| line.strip_prefix(&mark));
    found
        .and_then(|number| number.trim().parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(String::from).collect()
    }

    #[test]
    fn what_a_fuzzer_says_is_understood() {
        let clean = lines(
            "#2 INITED cov: 3\nDone 812 runs in 3 second(s)\nstat::number_of_executed_units: 812\nstat::peak_rss_mb:              81",
        );
        assert_eq!(input(&clean), None);
        assert_eq!(statistic(&clean, "number_of_executed_units"), 812);
        assert_eq!(statistic(&clean, "peak_rss_mb"), 81);
        let panic = lines(
            "thread '<unnamed>' panicked at src/a.rs:3:5:\nattempt to add with overflow\n\
             ==7== ERROR: libFuzzer: deadly signal\nartifact_prefix='./'; Test unit written to /x/fuzz/artifacts/idx/crash-12",
        );
        assert_eq!(
            finding(&panic, input(&panic).unwrap()),
            "panic at src/a.rs:3:5: attempt to add with overflow (fuzz/artifacts/idx/crash-12)"
        );
        let slow = lines(
            "ERROR: libFuzzer: timeout after 11 seconds\nTest unit written to /x/fuzz/artifacts/idx/timeout-3",
        );
        let found = finding(&slow, input(&slow).unwrap());
        assert!(found.contains("timeout after 11 seconds"), "{found}");
    }

    #[test]
    fn every_target_has_its_program_and_says_what_it_reads() {
        let manifest = fs::read_to_string(folder().join("Cargo.toml")).unwrap();
        let known = targets().unwrap();
        assert!(known.len() >= 9, "{known:?}");
        for name in known {
            assert!(
                manifest.contains(&format!("fuzz_targets/{name}.rs")),
                "{name}"
            );
            assert!(!record::about(&name).unwrap().is_empty(), "{name}");
        }
    }
}
