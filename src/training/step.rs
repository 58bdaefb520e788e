//! What one step is made of, and what it leaves behind.

use super::Losses;
use crate::error::{Error, ErrorCode};
use crate::model::gradient_norms;
use burn::module::Module;
use burn::optim::GradientsParams;
use burn::tensor::Tensor;
use serde::Serialize;
use std::str::FromStr;

/// Which networks a step updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// All of them, the discriminator first.
    Both,
    /// The discriminator alone.
    Discriminator,
    /// The generator alone (in a VAE-GAN, the autoencoder).
    Generator,
}

impl FromStr for Part {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self, Error> {
        match word {
            "both" => Ok(Self::Both),
            "discriminator" => Ok(Self::Discriminator),
            "generator" => Ok(Self::Generator),
            _ => Err(Error::new(
                ErrorCode::BadInput,
                format!(
                    "A step updates \"both\", \"discriminator\" or \"generator\", not \"{word}\"."
                ),
            )),
        }
    }
}

/// What a step computed, still on the device and without automatic differentiation.
#[derive(Debug)]
pub struct StepTensors {
    /// One number a name of the family's losses.
    pub losses: Tensor<1>,
    /// The discriminator's logits before its update: of the batch's real images, then of as many fakes, `[2 * batch]`.
    pub logits: Option<Tensor<1>>,
    /// The fakes that were judged, `[batch, 784]`, -1 to 1.
    pub fakes: Option<Tensor<2>>,
    /// The batch rebuilt, `[batch, 784]`, 0 to 1, where the probe asked.
    pub outputs: Option<Tensor<2>>,
    /// The batch's latents, where the probe asked: mean, logarithm of the variance and the sample, `[3, batch, latent]`.
    pub latents: Option<Tensor<3>>,
}

impl StepTensors {
    /// Of a step that has nothing to show but its losses, `[names]`.
    pub fn of_losses(losses: Tensor<1>) -> Self {
        Self {
            losses,
            logits: None,
            fakes: None,
            outputs: None,
            latents: None,
        }
    }
}

/// Collects, on request, what a step would otherwise throw away.
#[derive(Debug, Default)]
pub struct Probe {
    signals: bool,
    gradients: Option<Vec<(String, Tensor<1>)>>,
}

impl Probe {
    /// Collects nothing.
    pub fn off() -> Self {
        Self::default()
    }

    /// Collects everything.
    pub fn on() -> Self {
        Self {
            signals: true,
            gradients: Some(Vec::new()),
        }
    }

    /// Collects the gradients' norms alone, which costs next to nothing.
    pub fn gradients_only() -> Self {
        Self {
            signals: false,
            gradients: Some(Vec::new()),
        }
    }

    /// Whether what passes through the networks is collected.
    pub fn is_on(&self) -> bool {
        self.signals
    }

    /// Notes the norm of each parameter's gradient under its PyTorch name.
    pub fn gradients<M: Module>(&mut self, prefix: &str, model: &M, grads: &GradientsParams) {
        if let Some(gradients) = &mut self.gradients {
            gradients.extend(
                gradient_norms(model, grads)
                    .into_iter()
                    .map(|(name, norm)| (format!("{prefix}{name}"), norm)),
            );
        }
    }

    /// Names and norms, `[1]` each.
    pub(super) fn into_gradients(self) -> Vec<(String, Tensor<1>)> {
        self.gradients.unwrap_or_default()
    }
}

/// What a step reports.
#[derive(Clone, Debug, PartialEq)]
pub struct StepMetrics {
    /// Steps taken, this one included.
    pub step: u64,
    /// The epoch that the step belongs to, counted from 1.
    pub epoch: usize,
    /// Mean losses over the batch.
    pub losses: Losses,
}

/// Everything about one step, to show how a model learns.
#[derive(Clone, Debug, PartialEq)]
pub struct StepDetail {
    /// Number, epoch and losses.
    pub metrics: StepMetrics,
    /// Which networks it updated.
    pub part: Part,
    /// The batch's pixels, `[batch * 784]`, 0 to 1.
    pub images: Vec<f32>,
    /// The batch's digits.
    pub labels: Vec<u8>,
    /// The batch rebuilt, of an autoencoder; `[batch * 784]`, 0 to 1.
    pub rebuilt: Option<Vec<f32>>,
    /// The batch's latents, of an autoencoder: mean, log-variance and the sample that was decoded, `[batch * latent]` each.
    pub latents: Option<[Vec<f32>; 3]>,
    /// The fakes that the discriminator judged, `[batch * 784]`, 0 to 1.
    pub fakes: Option<Vec<f32>>,
    /// The discriminator's logit of each real image before the update.
    pub real_scores: Option<Vec<f32>>,
    /// The discriminator's logit of each fake before the update.
    pub fake_scores: Option<Vec<f32>>,
    /// Norm of the loss's gradient by each parameter, under its PyTorch name, before clipping.
    pub gradients: Vec<(String, f32)>,
}
