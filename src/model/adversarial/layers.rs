//! The layers of each kind of pair.

use super::{AdversarialConfig, AdversarialKind, DiscriminatorNorm};
use crate::dataset::PIXELS;
use crate::model::CLASSES;
use crate::model::layer::{
    BatchNorm, ConvTranspose, Dropout, LayerSpec, Linear, SignalShape, conv, conv_transpose,
    flatten, leaky_relu, linear, relu, reshape, tanh,
};

const IMAGE: SignalShape = [1, 28, 28];

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
        let begin = |channels: usize| {
            Linear {
                outputs: 7 * 7 * channels,
                bias: false,
            }
            .into()
        };
        let enlarge = |channels, kernel, stride| {
            ConvTranspose {
                channels,
                kernel,
                stride,
                bias: false,
            }
            .into()
        };
        match self.kind {
            AdversarialKind::Mlp => hidden(&[128, 256, 512, 1024], leaky_relu),
            AdversarialKind::MlpRelu => hidden(&[256, 512, 1024], relu),
            AdversarialKind::ConvDiscriminator => hidden(&[128, 128], relu),
            AdversarialKind::Fast => {
                let [first, second] = [32, 16].map(|channels| self.scaled(channels));
                vec![
                    begin(first),
                    BatchNorm {}.into(),
                    relu(),
                    reshape([first, 7, 7]),
                    enlarge(second, 4, 2),
                    BatchNorm {}.into(),
                    relu(),
                    conv_transpose(1, 4, 2),
                    tanh(),
                    flatten(PIXELS),
                ]
            }
            AdversarialKind::Dcgan => {
                let [first, second, third] = [256, 128, 64].map(|channels| self.scaled(channels));
                vec![
                    begin(first),
                    BatchNorm {}.into(),
                    leaky_relu(),
                    reshape([first, 7, 7]),
                    enlarge(second, 5, 1),
                    BatchNorm {}.into(),
                    leaky_relu(),
                    enlarge(third, 5, 2),
                    BatchNorm {}.into(),
                    leaky_relu(),
                    enlarge(1, 5, 2),
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
        let halving = |channels: [usize; 2], kernel| {
            channels
                .into_iter()
                .flat_map(|channels| [conv(channels, kernel, 2), leaky_relu(), dropout()])
                .collect()
        };
        let mut layers: Vec<LayerSpec> = match self.kind {
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
            AdversarialKind::Fast => halving([16, 32], 4),
            AdversarialKind::Dcgan => halving([64, 128], 5),
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
    pub(in crate::model) fn generator_input(&self) -> SignalShape {
        let told = if self.conditional { CLASSES } else { 0 };
        [self.latent_dim + told, 1, 1]
    }

    /// What the discriminator takes.
    pub(in crate::model) fn discriminator_input(&self) -> SignalShape {
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
