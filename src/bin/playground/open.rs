//! What the commands share: the device, and a run read from a file.

use clap::ValueEnum;
use generative_playground::device::{self, DeviceKind};
use generative_playground::training::Trainer;
use generative_playground::{Error, checkpoint};
use std::path::Path;

/// Where to compute.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Device {
    /// All cores of the processor.
    Cpu,
    /// The graphics card (needs a build with `--features gpu`).
    Gpu,
}

impl Device {
    /// Opens the device.
    pub fn open(self) -> Result<device::OpenDevice, Error> {
        let kind = match self {
            Self::Cpu => DeviceKind::Cpu,
            Self::Gpu => DeviceKind::Gpu,
        };
        pollster::block_on(device::open(kind))
    }
}

/// The run in a file that `train --save`, or the page, wrote.
pub fn trainer(
    weights: &Path,
    device: &device::OpenDevice,
) -> Result<Trainer, Box<dyn std::error::Error>> {
    let bytes = std::fs::read(weights)
        .map_err(|error| format!("{} cannot be read: {error}.", weights.display()))?;
    checkpoint::restore(&bytes, &device.device)
        .map_err(|error| format!("{}: {error}", weights.display()).into())
}

/// Writes a file whole or not at all: an interrupted command leaves no half of one behind.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
    let mut partial = path.as_os_str().to_owned();
    partial.push(".part");
    std::fs::write(&partial, bytes)
        .and_then(|()| std::fs::rename(&partial, path))
        .map_err(|error| format!("{} cannot be written: {error}.", path.display()).into())
}
