//! `playground evaluate`: every metric of saved weights, on the whole test set.

use crate::output::{Result, line};
use crate::{data, open};
use std::path::PathBuf;

/// Arguments of `evaluate`.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    weights: open::Weights,
    /// A directory of MNIST's IDX files, plain or gzipped; the project's own copy by default.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Print one JSON object instead of a table.
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
    let losses = pollster::block_on(trainer.evaluate(&dataset, dataset.test.len()))?;
    if arguments.json {
        return line(serde_json::to_string(&losses)?);
    }
    let settings = trainer.settings();
    line(format_args!(
        "{} after {} steps (epoch {}), {} test images",
        settings.preset,
        trainer.step(),
        trainer.epoch(),
        dataset.test.len()
    ))?;
    for (name, value) in losses {
        let unit = if name.ends_with("accuracy") {
            "of all images judged rightly"
        } else {
            "per image"
        };
        line(format_args!("{name:>12} {value:10.3} {unit}"))?;
    }
    Ok(())
}
