//! The three families of models behind one type.

use super::replica::Share;
use super::{
    AdversarialTraining, AutoencoderTraining, Critic, Family, HybridTraining, Part, Probe,
    Settings, StepTensors,
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
    /// A generator and a critic.
    Adversarial(AdversarialTraining),
    /// An encoder, a decoder and a critic.
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

    /// One update on a share of a batch. The caller has made sure that there is a critic where `part` needs one.
    ///
    /// # Errors
    /// `replica-lost`; the step may be half done then.
    pub(super) async fn step(
        &mut self,
        step: u64,
        batch: MnistBatch,
        share: Share<'_>,
        part: Part,
        probe: &mut Probe,
    ) -> Result<StepTensors> {
        match self {
            Self::Autoencoder(training) => training.step(step, batch, share, probe).await,
            Self::Adversarial(training) => training.step(step, batch, share, part, probe).await,
            Self::Hybrid(training) => training.step(step, batch, share, part, probe).await,
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

    /// Codes, or noise, `[n, latent]` with digits to images `[n, 784]`, 0 to 1.
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

    /// The critic's logit of each image `[n, 784]`, 0 to 1: `[n, 1]`.
    ///
    /// # Errors
    /// `bad-input` for a model without a critic.
    pub fn judge(&self, images: Tensor<2>, labels: &[u8]) -> Result<Tensor<2>> {
        match self {
            Self::Autoencoder(_) => Err(no_critic()),
            Self::Adversarial(training) => Ok(training.judge(images, labels)),
            Self::Hybrid(training) => Ok(training.judge(images, labels)),
        }
    }

    /// The critic, where there is one.
    pub(super) fn critic(&self) -> Option<&Critic> {
        match self {
            Self::Autoencoder(_) => None,
            Self::Adversarial(training) => Some(&training.critic),
            Self::Hybrid(training) => Some(&training.critic),
        }
    }

    /// The logit above which the critic takes an image for real.
    pub fn threshold(&self) -> Option<f64> {
        self.critic()?.objective().threshold()
    }

    /// Whether this model can make a step that updates these networks.
    ///
    /// # Errors
    /// `bad-input` where it has no critic.
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
                parameter_sum(&training.critic.discriminator),
            ],
            Self::Hybrid(training) => vec![
                parameter_sum(&training.autoencoder.model),
                parameter_sum(&training.critic.discriminator),
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
                    + count_parameters(&training.critic.discriminator)
            }
            Self::Hybrid(training) => {
                count_parameters(&training.autoencoder.model)
                    + count_parameters(&training.critic.discriminator)
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
                    .critic
                    .discriminator
                    .network
                    .summary("discriminator"),
            ],
            Self::Hybrid(training) => {
                let mut parts = training.autoencoder.model.summary();
                parts.push(
                    training
                        .critic
                        .discriminator
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
        "This model has no critic: an autoencoder learns without one. Load gan, or vae-gan.",
    )
}
