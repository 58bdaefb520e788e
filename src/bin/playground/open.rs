//! What the commands share: the device, and a run read from a file.

use crate::arguments::{key_value, map, settings};
use crate::input;
use crate::output::Result;
use clap::ValueEnum;
use generative_playground::checkpoint;
use generative_playground::device::{self, DeviceKind, OpenDevice};
use generative_playground::training::Trainer;
use std::path::{Path, PathBuf};

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
    pub fn open(self) -> generative_playground::Result<OpenDevice> {
        let kind = match self {
            Self::Cpu => DeviceKind::Cpu,
            Self::Gpu => DeviceKind::Gpu,
        };
        pollster::block_on(device::open(kind))
    }
}

/// Saved weights, and what they are of where they do not say it.
#[derive(clap::Args)]
pub struct Weights {
    /// A safetensors file: one that `train --save` or the page wrote, or with --preset one of another program.
    #[arg(long)]
    weights: PathBuf,
    /// The model of weights that another program saved.
    #[arg(long, value_name = "ID")]
    preset: Option<String>,
    /// A setting of that model, where it differs from the preset: `--set latent_dim=2`. Of a file that says itself what it holds, what
    /// decides only how images are drawn, such as sample_steps, solver or temperature.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = key_value)]
    settings: Vec<(String, String)>,
}

impl Weights {
    /// The option that names the file, and the file: for [`Inputs`](crate::destination::Inputs).
    pub fn file(&self) -> (&'static str, &Path) {
        ("--weights", &self.weights)
    }
}

/// The model of a file that does not say it.
pub struct Named<'a> {
    /// The preset's id.
    pub preset: Option<&'a str>,
    /// Settings that differ from it.
    pub changes: &'a [(String, String)],
    /// The seed to train on with.
    pub seed: Option<u64>,
}

/// The run, or the weights, in a file.
///
/// # Errors
/// One line that names the file.
pub fn trainer(weights: &Weights, device: &OpenDevice) -> Result<Trainer> {
    let preset = weights.preset.as_deref();
    // Of a model that is named, and else of how its images are drawn.
    let (changes, drawing) = match preset {
        Some(_) => (&weights.settings[..], &[][..]),
        None => (&[][..], &weights.settings[..]),
    };
    let named = Named {
        preset,
        changes,
        seed: None,
    };
    let (trainer, _) = restore(&weights.weights, &named, device)?;
    if drawing.is_empty() {
        return Ok(trainer);
    }
    pollster::block_on(checkpoint::drawn_otherwise(&trainer, &map(drawing)))
        .map_err(|error| format!("{}: {error}", weights.weights.display()).into())
}

/// The run in a file, and whether it says itself what it is.
///
/// # Errors
/// One line that names the file.
pub fn restore(path: &Path, named: &Named, device: &OpenDevice) -> Result<(Trainer, bool)> {
    let shown = path.display();
    let bytes = input::read_weights(path)?;
    let inside = |error| format!("{shown}: {error}");
    let says = checkpoint::has_settings(&bytes).map_err(inside)?;
    let is_named = named.preset.is_some() || !named.changes.is_empty() || named.seed.is_some();
    let assumed = match (says, named.preset) {
        (true, _) if is_named => {
            return Err(format!(
                "--preset, --set and --seed cannot be used with {shown}, which has settings of its own: leave them out."
            )
            .into());
        }
        (true, _) => None,
        (false, Some(preset)) => Some(settings(preset, named.changes, named.seed)?),
        (false, None) => {
            return Err(format!(
                "{shown} does not say what it holds: the playground did not save it. Name its model with --preset ID, and \
                 with --set key=value what differs from that."
            )
            .into());
        }
    };
    let trainer = checkpoint::restore_as(&bytes, assumed, &device.device).map_err(inside)?;
    Ok((trainer, says))
}
