//! `cargo xtask reproduce`: trains what others have published numbers for, natively, and prints ours beside theirs.
//!
//! One file a proof. Each prints a table and fails when a number is out of its tolerance; `--record` also keeps the table
//! in `docs/reproduction/`, with date and commit.

mod conv_vae;
mod gans;
mod iwae;
mod scenes;
mod today;
mod transformer;
mod uses;
mod vae;

use std::path::PathBuf;
use std::time::{Instant, SystemTime};

use anyhow::{Result, ensure};
use clap::ValueEnum;

use self::gans::Goal;
use crate::native::{self, Run, ask, draw, number};
use crate::setup::files;
use crate::step::clock;
use crate::{command, paths, setup};

/// What can be reproduced.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
pub enum Proof {
    /// The VAE of PyTorch's examples, ten epochs (4 minutes for three seeds)
    Vae,
    /// Keras's convolutional VAE with a code of two numbers, ten epochs (15 minutes)
    ConvVae,
    /// A GAN after twenty epochs, judged by our classifier and by a Parzen window (15 minutes)
    Gan,
    /// The same for gan-relu, without the window (10 minutes)
    GanRelu,
    /// The same for lsgan (15 minutes)
    Lsgan,
    /// The same for hinge-gan (15 minutes)
    HingeGan,
    /// The same for wgan-gp (15 minutes)
    WganGp,
    /// cvae and cgan draw the digit they are asked for (15 minutes)
    Conditional,
    /// The models of today in a few minutes each, three seeds, beside older GANs at equal cost (an hour)
    Today,
    /// Nats of the test images under the transformer after one, two and three epochs (30 minutes)
    Transformer,
    /// DCGAN at a quarter of the article's width, five epochs (10 minutes)
    Dcgan,
    /// The article's DCGAN in full, five epochs (long: an hour and more)
    DcganFull,
    /// IWAE's test log-likelihood with 1 and 5 samples, 40 epochs each (20 minutes)
    Iwae,
    /// The same with 50 samples too (long: two hours)
    IwaeFull,
    /// Holes in digits, filled by a VAE and a GAN, beside methods without a model (10 minutes)
    SceneRepair,
    /// The same with noise on them (10 minutes)
    SceneDenoise,
    /// The same of small pictures (30 minutes)
    SceneEnlarge,
    /// The same of few random sums of pixels, beside Bora et al. (30 minutes)
    SceneMeasure,
    /// All test digits packed without loss, beside the model's bound, general compressors and Townsend et al. (40 minutes)
    SceneCompress,
    /// A digit that was left out of training is found, each in turn, beside Tonnaer's thesis (long: hours)
    SceneAnomaly,
    /// How little of a digit must change for our classifier to see another, beside pixel averages (10 minutes)
    SceneCounterfactual,
    /// Weights in few bits, fewer units, fewer steps: what samples lose (20 minutes)
    SceneSmaller,
    /// Classifiers that learn from 10 to 1,000 images and from samples of a model that has seen only these (20 minutes)
    SceneScarce,
}

/// Options of the command.
#[derive(clap::Args)]
pub struct Options {
    /// What to reproduce
    #[arg(value_enum, default_value = "vae")]
    proofs: Vec<Proof>,
    /// vae, today: how many seeds, from 0
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..))]
    seeds: u64,
    /// scene-...: how many test images; as many as the proof needs by default
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    count: Option<u64>,
    /// scene-...: train models again that an earlier proof has left
    #[arg(long)]
    afresh: bool,
    /// Keep the tables in docs/reproduction/
    #[arg(long)]
    record: bool,
    /// Go on where an interrupted command stopped, at the end of its last epoch, or after a scene's last answer
    #[arg(long)]
    resume: bool,
}

/// A table, and what in it is out of tolerance.
struct Report {
    /// The file under `docs/reproduction/`.
    name: &'static str,
    /// Markdown.
    text: String,
    misses: Vec<String>,
}

/// Reproduce everything that was asked for, and fail when anything is out of tolerance.
pub fn run(options: &Options) -> Result<()> {
    setup::data()?;
    let mut misses = Vec::new();
    for proof in &options.proofs {
        let started = Instant::now();
        let report = match proof {
            Proof::Vae => vae::run(options)?,
            Proof::ConvVae => conv_vae::run(options)?,
            Proof::Gan => gans::run(options, &Goal::twenty_epochs("gan"))?,
            Proof::GanRelu => gans::run(options, &Goal::twenty_epochs("gan-relu"))?,
            Proof::Lsgan => gans::run(options, &Goal::twenty_epochs("lsgan"))?,
            Proof::HingeGan => gans::run(options, &Goal::twenty_epochs("hinge-gan"))?,
            Proof::WganGp => gans::run(options, &Goal::twenty_epochs("wgan-gp"))?,
            Proof::Conditional => gans::conditional(options)?,
            Proof::Today => today::run(options)?,
            Proof::Transformer => transformer::run(options)?,
            Proof::Dcgan => gans::run(options, &Goal::DCGAN)?,
            Proof::DcganFull => gans::run(options, &Goal::DCGAN_FULL)?,
            Proof::Iwae => iwae::run(options, &[1, 5])?,
            Proof::IwaeFull => iwae::run(options, &[1, 5, 50])?,
            Proof::SceneRepair => scenes::repair(options)?,
            Proof::SceneDenoise => scenes::denoise(options)?,
            Proof::SceneEnlarge => scenes::enlarge(options)?,
            Proof::SceneMeasure => scenes::measure(options)?,
            Proof::SceneCompress => scenes::compress(options)?,
            Proof::SceneAnomaly => scenes::anomaly(options)?,
            Proof::SceneCounterfactual => uses::counterfactual(options)?,
            Proof::SceneSmaller => uses::smaller(options)?,
            Proof::SceneScarce => uses::scarce(options)?,
        };
        let took = clock(started.elapsed());
        println!("\n{}\nTook {took}.", report.text);
        if options.record {
            // The time of a resumed training is only that of its last part.
            let note = if options.resume {
                " since it was resumed"
            } else {
                ""
            };
            record(&report, &format!("{took}{note}"))?;
        }
        misses.extend(report.misses);
    }
    ensure!(misses.is_empty(), "out of tolerance: {}", misses.join("; "));
    println!("\nEverything is within its tolerance.");
    Ok(())
}

fn record(report: &Report, took: &str) -> Result<()> {
    let git = |arguments: &[&str]| command::output("git", arguments).unwrap_or_default();
    let commit = git(&["rev-parse", "--short", "HEAD"]);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let header = format!(
        "<!-- Written by `cargo xtask reproduce --record`. -->\nMeasured on {}, commit {}, {cores} cores, in {took}.\n\n",
        today(),
        commit.trim()
    );
    let path = record_directory().join(format!("{}.md", report.name));
    files::write(&path, format!("{header}{}\n", report.text).as_bytes())?;
    println!("Kept in {}.", path.display());
    Ok(())
}

/// Where results are kept.
fn record_directory() -> PathBuf {
    paths::root().join("docs/reproduction")
}

/// Today's date in UTC, as 2026-11-22.
pub fn today() -> String {
    let seconds = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    // Days to year, month and day, counting years from March so that a leap day comes last (Hinnant, "chrono-compatible
    // low-level date algorithms").
    let days = seconds / 86_400 + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year}-{month:02}-{day:02}")
}

/// Train, or finish a training that was interrupted.
fn train(options: &Options, name: &str, preset: &str, arguments: &[&str]) -> Result<Run> {
    native::train(options.resume, name, preset, arguments)
}

#[cfg(test)]
mod tests {
    #[test]
    fn today_is_a_date() {
        let today = super::today();
        let parts: Vec<u32> = today.split('-').map(|part| part.parse().unwrap()).collect();
        assert!(
            parts[0] >= 2026 && (1..=12).contains(&parts[1]) && (1..=31).contains(&parts[2]),
            "{today}"
        );
    }
}
