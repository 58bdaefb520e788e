//! The three families of models behind one type.

use super::replica::Sharding;
use super::{
    AdversarialTraining, AutoencoderTraining, DiscriminatorTraining, Family, HybridTraining, Part,
    Probe, Settings, StepTensors,
};
use crate::dataset::MnistBatch;
use crate::error::{Error, ErrorCode, Result};
use crate::model::{PartSummary, count_parameters, parameter_sum};
use burn::tensor::{Device, Tensor};

/// Networks with their optimizers.
#[derive(Clone, Debug)]
pub enum Training {
    /// An encoder and a decoder.
    Autoencoder(AutoencoderTraining),
    /// A generator and a discriminator.
    Adversarial(AdversarialTraining),
    /// An encoder, a decoder and a discriminator.
    Hybrid(Box<HybridTraining>),
}

impl Training {
    /// Fresh networks under these settings.
    ///
    /// # Errors
    /// `bad-setting` when architecture and objective do not fit.
    pub fn new(settings: &Settings, device: &Device) -> Result<Self> {
        Ok(
            match Family::of(settings.architecture, settings.objective)? {
                Family::Autoencoder(kind) => {
                    Self::Autoencoder(AutoencoderTraining::new(settings, kind, device))
                }
                Family::Adversarial(kind, objective) => {
                    Self::Adversarial(AdversarialTraining::new(settings, kind, objective, device))
                }
                Family::Hybrid(kind) => {
                    Self::Hybrid(Box::new(HybridTraining::new(settings, kind, device)))
                }
            },
        )
    }

    /// Names of what a step returns.
    pub fn losses(&self) -> &'static [&'static str] {
        match self {
            Self::Autoencoder(_) => &AutoencoderTraining::LOSSES,
            Self::Adversarial(training) => training.losses(),
            Self::Hybrid(_) => &HybridTraining::LOSSES,
        }
    }

    /// Names of what an evaluation returns.
    pub fn evaluation(&self) -> &'static [&'static str] {
        match self {
            Self::Autoencoder(_) => &AutoencoderTraining::LOSSES,
            Self::Adversarial(training) => training.evaluation(),
            Self::Hybrid(_) => &HybridTraining::EVALUATION,
        }
    }

    /// One update on a share of a batch. The caller has made sure that there is a discriminator where `part` needs one.
    ///
    /// # Errors
    /// `replica-lost`; the step may be half done then.
    pub(super) async fn step(
        &mut self,
        step: u64,
        batch: MnistBatch,
        sharding: Sharding<'_>,
        part: Part,
        probe: &mut Probe,
    ) -> Result<StepTensors> {
        match self {
            Self::Autoencoder(training) => training.step(step, batch, sharding, probe).await,
            Self::Adversarial(training) => training.step(step, batch, sharding, part, probe).await,
            Self::Hybrid(training) => training.step(step, batch, sharding, part, probe).await,
        }
    }

    /// [`evaluation`](Self::evaluation) of each image of a batch `[n, 784]`, `[names, n]`.
    pub fn evaluate(&self, batch: u64, images: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        match self {
            Self::Autoencoder(training) => training.evaluate(batch, images, labels),
            Self::Adversarial(training) => training.evaluate(batch, images, labels),
            Self::Hybrid(training) => training.evaluate(batch, images, labels),
        }
    }

    /// Puts the whole loss together from the means of its parts, more exactly than the device adds them.
    pub fn total(&self, means: &mut [f64]) {
        if let Self::Autoencoder(training) = self {
            training.total(means);
        }
    }

    /// Latents, `[n, latent]` with digits to images `[n, 784]`, 0 to 1.
    pub fn decode(&self, z: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        match self {
            Self::Autoencoder(training) => training.decode(z, labels),
            Self::Adversarial(training) => training.decode(z, labels),
            Self::Hybrid(training) => training.autoencoder.decode(z, labels),
        }
    }

    /// The autoencoder, where there is one.
    ///
    /// # Errors
    /// `bad-input` for a GAN.
    pub fn encoder(&self) -> Result<&AutoencoderTraining> {
        match self {
            Self::Autoencoder(training) => Ok(training),
            Self::Hybrid(training) => Ok(&training.autoencoder),
            Self::Adversarial(_) => Err(Error::new(
                ErrorCode::BadInput,
                "This model has no encoder: a GAN only draws. Load vae, or vae-gan, to encode and rebuild images.",
            )),
        }
    }

    /// The discriminator's logit of each image `[n, 784]`, 0 to 1: `[n, 1]`.
    ///
    /// # Errors
    /// `bad-input` for a model without a discriminator.
    pub fn judge(&self, images: Tensor<2>, labels: &[u8]) -> Result<Tensor<2>> {
        match self {
            Self::Autoencoder(_) => Err(no_critic()),
            Self::Adversarial(training) => Ok(training.judge(images, labels)),
            Self::Hybrid(training) => Ok(training.judge(images, labels)),
        }
    }

    /// The discriminator, where there is one.
    pub(super) fn discriminator(&self) -> Option<&DiscriminatorTraining> {
        match self {
            Self::Autoencoder(_) => None,
            Self::Adversarial(training) => Some(&training.discriminator),
            Self::Hybrid(training) => Some(&training.discriminator),
        }
    }

    /// The logit above which the discriminator takes an image for real.
    pub fn threshold(&self) -> Option<f64> {
        self.discriminator()?.objective().threshold()
    }

    /// Whether this model can make a step that updates these networks.
    ///
    /// # Errors
    /// `bad-input` where it has no discriminator.
    pub fn require(&self, part: Part) -> Result<()> {
        match self {
            Self::Autoencoder(_) if part != Part::Both => Err(no_critic()),
            _ => Ok(()),
        }
    }

    /// A number that is finite as long as every weight is, `[1]`.
    pub fn health(&self) -> Tensor<1> {
        let sums = match self {
            Self::Autoencoder(training) => vec![parameter_sum(&training.model)],
            Self::Adversarial(training) => vec![
                parameter_sum(&training.generator),
                parameter_sum(&training.discriminator.model),
            ],
            Self::Hybrid(training) => vec![
                parameter_sum(&training.autoencoder.model),
                parameter_sum(&training.discriminator.model),
            ],
        };
        Tensor::cat(sums.into_iter().flatten().collect(), 0).sum()
    }

    /// Values in all parameters.
    pub fn parameter_count(&self) -> usize {
        match self {
            Self::Autoencoder(training) => count_parameters(&training.model),
            Self::Adversarial(training) => {
                count_parameters(&training.generator)
                    + count_parameters(&training.discriminator.model)
            }
            Self::Hybrid(training) => {
                count_parameters(&training.autoencoder.model)
                    + count_parameters(&training.discriminator.model)
            }
        }
    }

    /// The layers of each network.
    pub fn summary(&self) -> Vec<PartSummary> {
        match self {
            Self::Autoencoder(training) => training.model.summary(),
            Self::Adversarial(training) => vec![
                training.generator.network.summary("generator"),
                training
                    .discriminator
                    .model
                    .network
                    .summary("discriminator"),
            ],
            Self::Hybrid(training) => {
                let mut parts = training.autoencoder.model.summary();
                parts.push(
                    training
                        .discriminator
                        .model
                        .network
                        .summary("discriminator"),
                );
                parts
            }
        }
    }
}

fn no_critic() -> Error {
    Error::new(
        ErrorCode::BadInput,
        "This model has no discriminator: an autoencoder learns without one. Load gan, or vae-gan.",
    )
}
