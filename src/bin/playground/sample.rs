//! `playground sample`: a picture of samples from saved weights.

use crate::{open, picture};
use std::path::PathBuf;

/// Arguments of `sample`.
#[derive(clap::Args)]
pub struct Arguments {
    /// A file written by `train --save` or by the page.
    #[arg(long)]
    weights: PathBuf,
    /// How many digits to draw.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    count: u32,
    /// Decides the latents.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// The digit to draw, with a conditional model; all ten in turn by default.
    #[arg(long, value_parser = clap::value_parser!(u8).range(0..10))]
    label: Option<u8>,
    /// The PNG to write.
    #[arg(long)]
    out: PathBuf,
    /// Where to compute.
    #[arg(long, value_enum, default_value = "cpu")]
    device: open::Device,
}

/// Runs the command.
pub fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let device = arguments.device.open()?;
    let trainer = open::trainer(&arguments.weights, &device)?;
    let images = pollster::block_on(trainer.sample(
        arguments.count as usize,
        arguments.seed,
        arguments.label.as_slice(),
    ))?;
    open::write_whole(&arguments.out, &picture::grid(&images)?)
}
