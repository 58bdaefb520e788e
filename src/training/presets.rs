//! Named models with their settings: those of the articles, and those the field compares with.

use super::ScheduleKind;
use super::settings::{Objective, Settings};
use crate::error::{Error, ErrorCode, Result};
use crate::model::{AutoencoderKind, Scheme};
use crate::objective::Likelihood;
use crate::optimizer::OptimizerKind;
use serde::Serialize;

/// A named model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Preset {
    /// As in `--preset` and the page's address.
    pub id: &'static str,
    /// For people.
    pub title: &'static str,
    /// One sentence.
    pub description: &'static str,
}

const fn preset(id: &'static str, title: &'static str, description: &'static str) -> Preset {
    Preset {
        id,
        title,
        description,
    }
}

/// Every preset.
pub const PRESETS: &[Preset] = &[
    preset(
        "vae",
        "Variational autoencoder",
        "Fully connected layers squeeze a digit into a few numbers and rebuild it from them.",
    ),
    preset(
        "conv-vae",
        "Convolutional VAE",
        "The same with convolutions, which see neighbouring pixels together (article 001).",
    ),
    preset(
        "beta-vae",
        "beta-VAE",
        "A VAE that pays more for information in its code, so that each number comes to mean one thing.",
    ),
    preset(
        "cvae",
        "Conditional VAE",
        "A VAE that is told the digit, and draws the digit you ask for.",
    ),
    preset(
        "iwae",
        "Importance-weighted autoencoder",
        "Several samples a digit give a tighter bound on its likelihood.",
    ),
];

impl Settings {
    /// The defaults of a preset.
    ///
    /// # Errors
    /// `unknown-preset`, listing the known ones.
    pub fn preset(id: &str) -> Result<Self> {
        // PyTorch's examples/vae.
        let vae = Self {
            preset: id.into(),
            seed: 0,
            batch_size: 128,
            lr: 1e-3,
            lr_schedule: ScheduleKind::Constant,
            lr_warmup: 0,
            lr_period: 4_680,
            lr_factor: 0.5,
            optimizer: OptimizerKind::Adam,
            momentum: 0.0,
            beta1: 0.9,
            beta2: 0.999,
            epsilon: 1e-8,
            weight_decay: 0.0,
            grad_clip: 0.0,
            grad_clip_value: 0.0,
            init: Scheme::Pytorch,
            latent_dim: 20,
            conditional: false,
            objective: Objective::Elbo,
            architecture: AutoencoderKind::Mlp,
            hidden_dim: 400,
            likelihood: Likelihood::Bernoulli,
            beta: 1.0,
            beta_warmup: 0,
            importance_samples: 1,
            binarise: false,
        };
        Ok(match id {
            "vae" => vae,
            "conv-vae" => Self {
                architecture: AutoencoderKind::Conv,
                hidden_dim: 128,
                ..vae
            },
            "beta-vae" => Self {
                beta: 4.0,
                beta_warmup: 2_340,
                ..vae
            },
            "cvae" => Self {
                conditional: true,
                ..vae
            },
            // Burda et al. (2015), section 5.
            "iwae" => Self {
                architecture: AutoencoderKind::Deep,
                hidden_dim: 200,
                latent_dim: 50,
                batch_size: 20,
                epsilon: 1e-4,
                objective: Objective::Iwae,
                importance_samples: 5,
                binarise: true,
                init: Scheme::Xavier,
                ..vae
            },
            _ => {
                let known: Vec<_> = PRESETS.iter().map(|preset| preset.id).collect();
                return Err(Error::new(
                    ErrorCode::UnknownPreset,
                    format!(
                        "There is no preset \"{id}\". The presets are: {}.",
                        known.join(", ")
                    ),
                ));
            }
        })
    }
}
