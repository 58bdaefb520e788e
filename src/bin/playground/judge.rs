//! `playground judge`: how good the samples of saved weights are, beside real images.

use crate::arguments::{seed, whole};
use crate::output::{Result, line};
use crate::{data, open};
use burn::tensor::Device;
use generative_playground::dataset::{MnistDataset, PIXELS};
use generative_playground::metrics::{Parzen, Score, class_probabilities, shipped_classifier};
use generative_playground::model::CLASSES;
use generative_playground::random::{Purpose, stream};
use generative_playground::training::Trainer;
use rand::RngExt;
use serde::Serialize;
use std::path::PathBuf;

/// Samples that are drawn together.
const BATCH: usize = 500;

/// Samples of the Parzen window, as in Goodfellow et al. (2014).
const PARZEN_SAMPLES: usize = 10_000;

/// Where the images stand in the training set by which the window's sigma is chosen, as in Goodfellow et al. (2014):
/// the first 1,000 of the last 10,000.
const VALIDATION: (usize, usize) = (50_000, 1_000);

/// Arguments of `judge`.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    weights: open::Weights,
    /// How many samples the classifier judges; a conditional model draws all ten digits in turn.
    #[arg(long, default_value_t = 5_000, value_parser = whole::<u32>(1..=50_000), allow_negative_numbers = true)]
    count: u32,
    /// Decides the samples, drawn in batches of 500 of which each has its own seed that follows from this one.
    #[arg(long, default_value_t = 0, value_parser = seed, allow_negative_numbers = true)]
    seed: u64,
    /// Also fit a Parzen window to 10,000 samples.
    #[arg(long)]
    parzen: bool,
    /// A directory of MNIST's IDX files, plain or gzipped; the project's own copy by default.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Print one JSON object instead of a table; what real images get is under "real".
    #[arg(long)]
    json: bool,
    /// Where to compute.
    #[arg(long, value_enum, default_value = "cpu")]
    device: open::Device,
}

/// What is printed of one set of images.
#[derive(Serialize)]
struct Judgement {
    #[serde(flatten)]
    score: Score,
    #[serde(flatten)]
    parzen: Option<Parzen>,
}

/// The samples' judgement with that of real images beside it.
#[derive(Serialize)]
struct Report {
    #[serde(flatten)]
    samples: Judgement,
    real: Judgement,
}

/// Runs the command.
pub fn run(arguments: Arguments) -> Result<()> {
    let device = arguments.device.open()?;
    let trainer = open::trainer(&arguments.weights, &device)?;
    let dataset = data::load(arguments.data.as_deref())?;
    let report = pollster::block_on(judge(&arguments, &trainer, &dataset, &device.device))?;
    if arguments.json {
        return line(serde_json::to_string(&report)?);
    }
    line(format_args!(
        "{} after {} steps (epoch {})",
        trainer.settings().preset,
        trainer.step(),
        trainer.epoch(),
    ))?;
    print_table(&report, arguments.count)
}

async fn judge(
    arguments: &Arguments,
    trainer: &Trainer,
    dataset: &MnistDataset,
    device: &Device,
) -> Result<Report> {
    let (classifier, _) = shipped_classifier(device)?;
    let count = arguments.count as usize;
    let drawn = if arguments.parzen {
        count.max(PARZEN_SAMPLES)
    } else {
        count
    };
    let samples = draw(trainer, drawn, arguments.seed).await?;
    let conditional = trainer.settings().conditional;

    let asked: Vec<u8> = (0..count).map(|at| (at % CLASSES) as u8).collect();
    let probabilities =
        class_probabilities(&classifier, &samples[..count * PIXELS], device).await?;
    let score = Score::new(&probabilities, conditional.then_some(&asked))?;

    let references = count.min(dataset.test.len());
    let pixels = dataset.test.pixels(0, references)?;
    let labels = dataset.test.labels(0, references)?;
    let probabilities = class_probabilities(&classifier, &pixels, device).await?;
    let real = Score::new(&probabilities, conditional.then_some(labels))?;

    let (mut parzen, mut real_parzen) = (None, None);
    if arguments.parzen {
        let window = &samples[..PARZEN_SAMPLES * PIXELS];
        parzen = Some(fit(window, dataset, device).await?);
        let window = dataset.train.pixels(0, PARZEN_SAMPLES)?;
        real_parzen = Some(fit(&window, dataset, device).await?);
    }
    Ok(Report {
        samples: Judgement { score, parzen },
        real: Judgement {
            score: real,
            parzen: real_parzen,
        },
    })
}

/// Samples `[count * 784]` in batches. Seeds of their own keep the batches of two close seeds apart. The digits that a
/// conditional model draws go on in turn over the batches, whose size is a multiple of ten.
async fn draw(trainer: &Trainer, count: usize, seed: u64) -> Result<Vec<f32>> {
    let mut all = Vec::with_capacity(count * PIXELS);
    for (batch, start) in (0..).zip((0..count).step_by(BATCH)) {
        let seed = stream(seed, Purpose::Judge, batch).random();
        all.extend(trainer.sample(BATCH.min(count - start), seed, &[]).await?);
    }
    Ok(all)
}

async fn fit(window: &[f32], dataset: &MnistDataset, device: &Device) -> Result<Parzen> {
    let (start, count) = VALIDATION;
    let validation = dataset.train.pixels(start, count)?;
    let test = dataset.test.pixels(0, dataset.test.len())?;
    Ok(Parzen::new(window, &validation, &test, device).await?)
}

fn print_table(report: &Report, count: u32) -> Result<()> {
    let row = |name: &str, of: &dyn Fn(&Judgement) -> String| {
        line(format_args!(
            "{name:>24} {:>14} {:>14}",
            of(&report.samples),
            of(&report.real)
        ))
    };
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    line(format_args!(
        "{count:>18} images {:>14} {:>14}",
        "samples", "real"
    ))?;
    row("classifier score (1-10)", &|of| {
        format!("{:.3}", of.score.classifier_score)
    })?;
    row("confidence", &|of| percent(of.score.confidence))?;
    if report.samples.score.label_accuracy.is_some() {
        row("digit as asked for", &|of| {
            of.score.label_accuracy.map_or_else(String::new, percent)
        })?;
    }
    for digit in 0..CLASSES {
        row(&format!("taken for {digit}"), &|of| {
            percent(of.score.digit_shares[digit])
        })?;
    }
    if report.samples.parzen.is_some() {
        let parzen = |of: &Judgement, show: &dyn Fn(&Parzen) -> String| {
            of.parzen.as_ref().map_or_else(String::new, show)
        };
        row("Parzen, nats", &|of| {
            parzen(of, &|p| format!("{:.1}", p.log_likelihood))
        })?;
        row("standard error", &|of| {
            parzen(of, &|p| format!("{:.1}", p.standard_error))
        })?;
        row("sigma", &|of| parzen(of, &|p| format!("{:.3}", p.sigma)))?;
    }
    Ok(())
}
