//! Generators and discriminators: Goodfellow et al., "Generative Adversarial Nets" (2014), with exactly the layers of
//! the articles.

mod layers;

use super::{Init, Network, Pass};
use crate::words::words;
use burn::module::Module;
use burn::tensor::Tensor;

words! {
    /// Which layers.
    pub enum AdversarialKind {
        /// Article 002: 100-128-256-512-1024-784 against 784-1024-512-256-128-1, leaky ReLU, dropout in the discriminator.
        Mlp = "gan-mlp",
        /// Article 004: 100-256-512-1024-784 against 784-512-256-1, ReLU.
        MlpRelu = "gan-relu",
        /// Article 000: fully connected generator against a discriminator of two 3x3 convolutions of 128 channels.
        ConvDiscriminator = "gan-conv-critic",
        /// Article 003 (Radford et al., 2015): convolutions on both sides.
        Dcgan = "dcgan",
        /// Small convolutions on both sides, 4x4 of stride 2: a sixtieth of DCGAN's multiplications.
        Fast = "fast-gan",
    }
}

words! {
    /// How a discriminator is normalised.
    pub enum DiscriminatorNorm {
        /// Not at all, as in the articles.
        None = "none",
        /// Batch normalisation after each hidden layer but the first (Radford et al., DCGAN, 2015).
        Batch = "batch",
        /// Each weight divided by its largest singular value (Miyato et al., "Spectral Normalization", 2018).
        Spectral = "spectral",
    }
}

/// What a generator and its discriminator are built from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdversarialConfig {
    /// Which layers.
    pub kind: AdversarialKind,
    /// Size of the noise `z`.
    pub latent_dim: usize,
    /// Factor on the number of channels or units; 1 is the article's.
    pub width: f64,
    /// Share that the discriminator's dropout zeroes.
    pub dropout: f64,
    /// Whether both are told the digit.
    pub conditional: bool,
    /// The discriminator's normalisation.
    pub critic_norm: DiscriminatorNorm,
}

/// Noise -> image in -1 to 1.
#[derive(Module, Debug)]
pub struct Generator {
    /// `[batch, latent (+ 10)]` to `[batch, 784]`.
    pub network: Network,
}

/// Image in -1 to 1 -> one logit, large for real.
#[derive(Module, Debug)]
pub struct Discriminator {
    /// `[batch, 784 (+ 10 or + 10 planes)]` to `[batch, 1]`.
    pub network: Network,
}

impl Generator {
    /// Draws initial weights.
    pub fn new(config: &AdversarialConfig, init: &mut Init) -> Self {
        Self {
            network: Network::new(config.generator_input(), config.generator_layers(), init),
        }
    }

    /// Noise `[batch, latent]`, with digits `[batch, 10]` for a conditional model, to images `[batch, 784]`, -1 to 1.
    pub fn forward(&self, z: Tensor<2>, digits: Option<Tensor<2>>, pass: &mut Pass) -> Tensor<2> {
        self.network
            .forward(self.network.concat_label(z, digits), pass)
    }
}

impl Discriminator {
    /// Draws initial weights.
    pub fn new(config: &AdversarialConfig, init: &mut Init) -> Self {
        let network = Network::new(
            config.discriminator_input(),
            config.discriminator_layers(),
            init,
        );
        Self {
            network: match config.critic_norm {
                DiscriminatorNorm::Spectral => network.with_spectral_norm(init),
                _ => network,
            },
        }
    }

    /// What the network sees: images `[batch, 784]`, -1 to 1, with the digits for a conditional model.
    pub fn input(&self, images: Tensor<2>, digits: Option<Tensor<2>>) -> Tensor<2> {
        self.network.concat_label(images, digits)
    }

    /// Images to logits, `[batch, 1]`.
    pub fn forward(
        &self,
        images: Tensor<2>,
        digits: Option<Tensor<2>>,
        pass: &mut Pass,
    ) -> Tensor<2> {
        self.network.forward(self.input(images, digits), pass)
    }
}
