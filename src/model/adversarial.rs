//! Generators and discriminators: Goodfellow et al., "Generative Adversarial Nets" (2014), with exactly the layers of
//! the articles.

use super::autoencoder::CLASSES;
use super::layer::{
    BatchNorm, ConvTranspose, Dropout, LayerSpec, Linear, SignalShape, conv, conv_transpose,
    flatten, leaky_relu, linear, relu, reshape, tanh,
};
use super::{Init, Network, Pass};
use crate::dataset::PIXELS;
use crate::words::words;
use burn::module::Module;
use burn::tensor::Tensor;

const IMAGE: SignalShape = [1, 28, 28];

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

impl AdversarialConfig {
    /// The generator's layers.
    pub fn generator_layers(&self) -> Vec<LayerSpec> {
        let hidden = |units: &[usize], activation: fn() -> LayerSpec| {
            let mut layers: Vec<_> = units
                .iter()
                .flat_map(|&units| [linear(self.scaled(units)), activation()])
                .collect();
            layers.extend([linear(PIXELS), tanh()]);
            layers
        };
        match self.kind {
            AdversarialKind::Mlp => hidden(&[128, 256, 512, 1024], leaky_relu),
            AdversarialKind::MlpRelu => hidden(&[256, 512, 1024], relu),
            AdversarialKind::ConvDiscriminator => hidden(&[128, 128], relu),
            AdversarialKind::Fast => {
                let [first, second] = [32, 16].map(|channels| self.scaled(channels));
                vec![
                    Linear {
                        outputs: 7 * 7 * first,
                        bias: false,
                    }
                    .into(),
                    BatchNorm {}.into(),
                    relu(),
                    reshape([first, 7, 7]),
                    ConvTranspose {
                        channels: second,
                        kernel: 4,
                        stride: 2,
                        bias: false,
                    }
                    .into(),
                    BatchNorm {}.into(),
                    relu(),
                    conv_transpose(1, 4, 2),
                    tanh(),
                    flatten(PIXELS),
                ]
            }
            AdversarialKind::Dcgan => {
                let [first, second, third] = [256, 128, 64].map(|channels| self.scaled(channels));
                let enlarge = |channels, stride| {
                    ConvTranspose {
                        channels,
                        kernel: 5,
                        stride,
                        bias: false,
                    }
                    .into()
                };
                vec![
                    Linear {
                        outputs: 7 * 7 * first,
                        bias: false,
                    }
                    .into(),
                    BatchNorm {}.into(),
                    leaky_relu(),
                    reshape([first, 7, 7]),
                    enlarge(second, 1),
                    BatchNorm {}.into(),
                    leaky_relu(),
                    enlarge(third, 2),
                    BatchNorm {}.into(),
                    leaky_relu(),
                    enlarge(1, 2),
                    tanh(),
                    flatten(PIXELS),
                ]
            }
        }
    }

    /// The discriminator's layers.
    pub fn discriminator_layers(&self) -> Vec<LayerSpec> {
        let mut layers = self.plain_discriminator_layers();
        if self.critic_norm == DiscriminatorNorm::Batch {
            let mut hidden = 0;
            layers = layers
                .into_iter()
                .flat_map(|layer| {
                    let activation = matches!(layer, LayerSpec::Activation(_));
                    hidden += usize::from(activation);
                    let before = (activation && hidden > 1).then(|| BatchNorm {}.into());
                    [before, Some(layer)]
                })
                .flatten()
                .collect();
        }
        layers
    }

    fn plain_discriminator_layers(&self) -> Vec<LayerSpec> {
        let dropout = || {
            Dropout {
                share: self.dropout,
            }
            .into()
        };
        let conv = |channels, kernel, stride| conv(self.scaled(channels), kernel, stride);
        let mut layers = match self.kind {
            AdversarialKind::Mlp => [1024, 512, 256, 128]
                .into_iter()
                .flat_map(|units| [linear(self.scaled(units)), leaky_relu(), dropout()])
                .collect(),
            AdversarialKind::MlpRelu => [512, 256]
                .into_iter()
                .flat_map(|units| [linear(self.scaled(units)), relu(), dropout()])
                .collect(),
            AdversarialKind::ConvDiscriminator => {
                vec![conv(128, 3, 1), relu(), conv(128, 3, 1), relu(), dropout()]
            }
            AdversarialKind::Fast => {
                vec![
                    conv(16, 4, 2),
                    leaky_relu(),
                    dropout(),
                    conv(32, 4, 2),
                    leaky_relu(),
                    dropout(),
                ]
            }
            AdversarialKind::Dcgan => {
                vec![
                    conv(64, 5, 2),
                    leaky_relu(),
                    dropout(),
                    conv(128, 5, 2),
                    leaky_relu(),
                    dropout(),
                ]
            }
        };
        let shape = LayerSpec::output_of(self.discriminator_input(), &layers);
        if shape[1] > 1 {
            layers.push(flatten(shape.iter().product()));
        }
        if self.kind == AdversarialKind::Fast {
            layers.extend([linear(self.scaled(128)), leaky_relu(), dropout()]);
        }
        layers.push(linear(1));
        layers
    }

    /// Whether the discriminator looks at images as images.
    pub fn has_conv_discriminator(&self) -> bool {
        matches!(
            self.kind,
            AdversarialKind::ConvDiscriminator | AdversarialKind::Dcgan | AdversarialKind::Fast
        )
    }

    /// What the generator takes.
    pub(super) fn generator_input(&self) -> SignalShape {
        let told = if self.conditional { CLASSES } else { 0 };
        [self.latent_dim + told, 1, 1]
    }

    /// What the discriminator takes.
    pub(super) fn discriminator_input(&self) -> SignalShape {
        let told = if self.conditional { CLASSES } else { 0 };
        if self.has_conv_discriminator() {
            [IMAGE[0] + told, IMAGE[1], IMAGE[2]]
        } else {
            [PIXELS + told, 1, 1]
        }
    }

    fn scaled(&self, units: usize) -> usize {
        ((units as f64 * self.width).round() as usize).max(1)
    }
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
