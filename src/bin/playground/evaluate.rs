//! `playground evaluate`: every metric of saved weights, on the whole test set.

use crate::output::{Result, line};
use crate::share_bar::Spinner;
use crate::{data, open};
use generative_playground::training::Losses;
use serde_json::json;
use std::path::PathBuf;

/// Arguments of `evaluate`.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    weights: open::Weights,
    /// A folder of MNIST's four IDX files, plain or gzipped, or of one such file of your own images; the project's own copy by
    /// default.
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
    let images = dataset.test.len();
    let spinner = Spinner::new(format!("losses of {images} test images"));
    let losses = pollster::block_on(trainer.evaluate(&dataset, images))?;
    spinner.then("active units");
    let active = pollster::block_on(trainer.active_units(&dataset))?;
    spinner.then("losses by digit");
    let digits = pollster::block_on(trainer.evaluate_digits(&dataset))?;
    drop(spinner);
    if arguments.json {
        let mut all = json!(losses);
        if let Some(active) = active {
            all["active_units"] = active.into();
        }
        all["by_digit"] = json!(digits);
        return line(all);
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
    if let Some(active) = active {
        line(format_args!(
            "{:>12} {active:10} latents whose mean varies with the image",
            "active_units"
        ))?;
    }
    print_digits(&digits)
}

/// A row a loss, a column a digit.
fn print_digits(digits: &[Option<Losses>]) -> Result<()> {
    let Some(first) = digits.iter().flatten().next() else {
        return Ok(());
    };
    let columns: String = (0..digits.len())
        .map(|digit| format!("{digit:>10}"))
        .collect();
    line(format_args!("{:>12} {columns}", "digit"))?;
    for name in first.keys() {
        let cells: String = (digits.iter())
            .map(|losses| match losses {
                Some(losses) => format!("{:10.3}", losses[name]),
                None => " ".repeat(10),
            })
            .collect();
        line(format_args!("{name:>12} {cells}"))?;
    }
    Ok(())
}
