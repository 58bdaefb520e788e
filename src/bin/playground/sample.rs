//! `playground sample`: a picture of samples from saved weights.

use crate::arguments::{seed, whole};
use crate::destination::{Destination, Inputs};
use crate::output::Result;
use crate::share_bar::Spinner;
use crate::{open, picture};
use std::path::PathBuf;

/// Arguments of `sample`.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    weights: open::Weights,
    /// How many digits to draw.
    #[arg(long, default_value_t = 64, value_parser = whole::<u32>(1..=10_000), allow_negative_numbers = true)]
    count: u32,
    /// Decides the latents.
    #[arg(long, default_value_t = 0, value_parser = seed, allow_negative_numbers = true)]
    seed: u64,
    /// The digit to draw, with a conditional model; all ten in turn by default.
    #[arg(long, value_parser = whole::<u8>(0..=9), allow_negative_numbers = true)]
    label: Option<u8>,
    /// The PNG to write.
    #[arg(long)]
    out: PathBuf,
    /// Where to compute.
    #[arg(long, value_enum, default_value = "cpu")]
    device: open::Device,
}

/// Runs the command.
pub fn run(arguments: Arguments) -> Result<()> {
    let out = Destination::check("--out", &arguments.out)?;
    let inputs = Inputs {
        files: &[arguments.weights.file()],
        data: None,
    };
    inputs.are_apart_from("--out", &out)?;
    let device = arguments.device.open()?;
    let trainer = open::trainer(&arguments.weights, &device)?;
    let spinner = Spinner::new(format!("drawing {} digits", arguments.count));
    let images = pollster::block_on(trainer.sample(
        arguments.count as usize,
        arguments.seed,
        arguments.label.as_slice(),
    ))?;
    drop(spinner);
    out.write(&picture::grid(&images)?)
}
