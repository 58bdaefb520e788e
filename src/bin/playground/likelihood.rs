//! `playground likelihood`: how likely test images are under saved weights, exactly where the model says so, else by importance
//! sampling.

use crate::arguments::whole;
use crate::output::{Result, line, note};
use crate::{data, open};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::path::PathBuf;

/// Test images that are looked at together.
const IMAGES: usize = 20;

/// Test images that are asked about by default.
const COUNT: usize = 10_000;

/// Arguments of `likelihood`.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    weights: open::Weights,
    /// Test images, from the first; 10,000 by default, or as many as there are.
    #[arg(long, value_parser = whole::<u32>(1..=1_000_000), allow_negative_numbers = true)]
    count: Option<u32>,
    /// Samples of the posterior an image, where the likelihood is estimated by them; the paper has 5,000.
    #[arg(long, default_value_t = 5_000, value_parser = whole::<u32>(1..=60_000), allow_negative_numbers = true)]
    samples: u32,
    /// Ask about black and white images, each pixel white with its brightness as probability, whatever the model learnt from.
    #[arg(long)]
    binarised: bool,
    /// A folder of MNIST's four IDX files, plain or gzipped, or of one such file of your own images; the project's own copy by
    /// default.
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
    trainer.check_likelihood(arguments.binarised || trainer.settings().binarise)?;
    let (there, samples) = (dataset.test.len(), arguments.samples as usize);
    let asked = arguments.count.map_or(COUNT, |count| count as usize);
    let count = asked.min(there);
    if count == 0 {
        return Err("There is no test image to ask about: --data needs one at least.".into());
    }
    if count < asked {
        note(format_args!(
            "The likelihood is that of {count} test images: there are no more."
        ));
    }
    let bar = ProgressBar::new(count as u64).with_style(
        ProgressStyle::with_template("{bar:30} image {pos}/{len}, {eta} left, {msg}")
            .expect("the template is right"),
    );
    let mut all = Vec::with_capacity(count);
    while all.len() < count {
        let n = IMAGES.min(count - all.len());
        let start = all.len();
        all.extend(if arguments.binarised {
            pollster::block_on(trainer.binarised_log_likelihood(&dataset, start, n, samples))
        } else {
            pollster::block_on(trainer.log_likelihood(&dataset, start, n, samples))
        }?);
        bar.set_position(all.len() as u64);
        bar.set_message(format!("{:.2} nats", mean(&all)));
    }
    bar.finish_and_clear();
    let mean = mean(&all);
    let variance = all.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count as f64;
    let error = (variance / count as f64).sqrt();
    let exact = trainer.has_exact_likelihood();
    if arguments.json {
        let samples = if exact { 0 } else { samples };
        return line(
            json!({ "log_likelihood": mean, "standard_error": error, "images": count, "samples": samples, "exact": exact }),
        );
    }
    let how = match exact {
        true => "exact".to_owned(),
        false => format!("{samples} samples each"),
    };
    line(format_args!(
        "log p(x) = {mean:.2} +- {error:.2} nats (mean of {count} test images, {how})"
    ))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
