//! Named models with their settings: those of the articles, and those the field compares with.

use super::ScheduleKind;
use super::settings::{Architecture, Objective, Settings};
use crate::error::{Error, ErrorCode, Result};
use crate::model::{DiscriminatorNorm, Scheme};
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
        "A VAE that pays more for information in its latent, so that each number comes to mean one thing.",
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
    preset(
        "gan",
        "GAN",
        "A generator learns to draw digits by fooling a discriminator, which learns to tell them from real ones (article 002).",
    ),
    preset(
        "gan-relu",
        "GAN with ReLU",
        "A smaller discriminator without dropout, and ReLU everywhere (article 004).",
    ),
    preset(
        "gan-conv-critic",
        "GAN with a convolutional discriminator",
        "The discriminator sees neighbouring pixels together; the generator does not (article 000).",
    ),
    preset(
        "dcgan",
        "DCGAN",
        "Convolutions on both sides: strokes instead of pixels (article 003).",
    ),
    preset(
        "lsgan",
        "Least-squares GAN",
        "The discriminator gives marks, and how far a mark is off counts squared.",
    ),
    preset(
        "wgan",
        "Wasserstein GAN",
        "The discriminator measures a distance between real and generated digits; its weights are kept small.",
    ),
    preset(
        "wgan-gp",
        "WGAN with gradient penalty",
        "The same distance, with a critic that is kept from being steep.",
    ),
    preset(
        "hinge-gan",
        "Hinge GAN",
        "Digits judged clearly right teach the discriminator nothing more.",
    ),
    preset(
        "cgan",
        "Conditional GAN",
        "Generator and discriminator are told the digit, so you can ask for one.",
    ),
    preset(
        "vae-gan",
        "VAE-GAN",
        "A VAE whose drawings must also convince a discriminator, which makes them sharper.",
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
            architecture: Architecture::Mlp,
            hidden_dim: 400,
            likelihood: Likelihood::Bernoulli,
            beta: 1.0,
            beta_warmup: 0,
            importance_samples: 1,
            binarise: false,
            dropout: 0.0,
            width: 1.0,
            lr_d: 0.0,
            num_critic: 1,
            label_smoothing: 0.0,
            critic_norm: DiscriminatorNorm::None,
            weight_clip: 0.0,
            gp_lambda: 10.0,
            ema: 0.0,
            gan_weight: 0.0,
        };
        // Article 002 gives layers, lr and batch size. With the rest as PyTorch has it, half of all samples are ones after
        // twenty epochs; Adam's beta1 of DCGAN, He's initialisation for leaky ReLU and the generator's running mean prevent it.
        let gan = || Self {
            architecture: Architecture::GanMlp,
            objective: Objective::NonSaturating,
            lr: 2e-4,
            latent_dim: 100,
            dropout: 0.3,
            beta1: 0.5,
            init: Scheme::He,
            ema: 0.999,
            ..vae.clone()
        };
        Ok(match id {
            "vae" => vae,
            "gan" => gan(),
            "gan-relu" => Self {
                architecture: Architecture::GanRelu,
                batch_size: 64,
                dropout: 0.0,
                ..gan()
            },
            "gan-conv-critic" => Self {
                architecture: Architecture::GanConvCritic,
                lr_d: 4e-4,
                batch_size: 100,
                dropout: 0.0,
                init: Scheme::Xavier,
                ..gan()
            },
            "dcgan" => Self {
                architecture: Architecture::Dcgan,
                lr: 1e-4,
                batch_size: 256,
                init: Scheme::Xavier,
                ema: 0.99,
                ..gan()
            },
            "lsgan" => Self {
                objective: Objective::LeastSquares,
                ..gan()
            },
            "hinge-gan" => Self {
                objective: Objective::Hinge,
                ..gan()
            },
            // Arjovsky et al. (2017), algorithm 1.
            "wgan" => Self {
                objective: Objective::Wasserstein,
                optimizer: OptimizerKind::RmsProp,
                lr: 5e-5,
                batch_size: 64,
                num_critic: 5,
                weight_clip: 0.01,
                dropout: 0.0,
                init: Scheme::Pytorch,
                ema: 0.99,
                ..gan()
            },
            // Gulrajani et al. (2017), algorithm 1, with beta1 as in their MNIST code.
            "wgan-gp" => Self {
                objective: Objective::WassersteinGp,
                lr: 1e-4,
                beta2: 0.9,
                batch_size: 64,
                num_critic: 5,
                dropout: 0.0,
                ema: 0.99,
                ..gan()
            },
            "cgan" => Self {
                conditional: true,
                ..gan()
            },
            // After Larsen et al. (2016); their learned similarity is left out: pixels are compared by their likelihood.
            "vae-gan" => Self {
                objective: Objective::VaeGan,
                lr_d: 2e-4,
                dropout: 0.3,
                gan_weight: 20.0,
                ..vae
            },
            "conv-vae" => Self {
                architecture: Architecture::Conv,
                hidden_dim: 128,
                ..vae
            },
            "beta-vae" => Self {
                beta: 4.0,
                beta_warmup: 2_340,
                ..vae
            },
            // A small latent leaves it to the label to say which digit it is.
            "cvae" => Self {
                conditional: true,
                latent_dim: 5,
                ..vae
            },
            // Burda et al. (2015), section 5.
            "iwae" => Self {
                architecture: Architecture::Deep,
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
