//! `playground likelihood`: how likely test images are under saved weights, by importance sampling.

use crate::arguments::whole;
use crate::output::{Result, line};
use crate::{data, open};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::path::PathBuf;

/// Test images that are looked at together.
const IMAGES: usize = 20;

/// Arguments of `likelihood`.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    weights: open::Weights,
    /// Test images, from the first.
    #[arg(long, default_value_t = 10_000, value_parser = whole::<u32>(20..=10_000), allow_negative_numbers = true)]
    count: u32,
    /// Samples of the posterior an image; the paper has 5,000.
    #[arg(long, default_value_t = 5_000, value_parser = whole::<u32>(1..=60_000), allow_negative_numbers = true)]
    samples: u32,
    /// A directory of MNIST's IDX files, plain or gzipped; the project's own copy by default.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Print one JSON object instead of a sentence.
    #[arg(long)]
    json: bool,
    /// Where to compute.
    #[arg(long, value_enum, default_value = "cpu")]
    device: open::Device,
}

/// Runs the command.
pub fn run(arguments: Arguments) -> Result<()> {
    let device = arguments.device.open()?;
    let trainer = open::trainer(&arguments.weights, &device)?;
    let dataset = data::load(arguments.data.as_deref())?;
    let (count, samples) = (arguments.count as usize, arguments.samples as usize);
    let bar = ProgressBar::new(count as u64).with_style(
        ProgressStyle::with_template("{bar:30} image {pos}/{len}, {eta} left, {msg}")
            .expect("the template is right"),
    );
    let mut all = Vec::with_capacity(count);
    while all.len() < count {
        let n = IMAGES.min(count - all.len());
        all.extend(pollster::block_on(trainer.log_likelihood(
            &dataset,
            all.len(),
            n,
            samples,
        ))?);
        bar.set_position(all.len() as u64);
        bar.set_message(format!("{:.2} nats", mean(&all)));
    }
    bar.finish_and_clear();
    let mean = mean(&all);
    let variance = all.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count as f64;
    let error = (variance / count as f64).sqrt();
    if arguments.json {
        return line(
            json!({ "log_likelihood": mean, "standard_error": error, "images": count, "samples": samples }),
        );
    }
    line(format_args!(
        "log p(x) = {mean:.2} +- {error:.2} nats (mean of {count} test images, {samples} samples each)"
    ))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
