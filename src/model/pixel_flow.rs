//! A flow from noise to an image's pixels, by a small U-Net (Ronneberger et al., "U-Net", 2015): diffusion models' network, as in
//! Ho et al., "Denoising Diffusion Probabilistic Models" (2020). It predicts where a path ends from where it is ([`crate::flow`]).

use super::condition::{CONDITION, ONE, condition, label_layers, time_layers};
use super::layer::{
    GroupNorm, LayerSpec, Modulate, PixelShuffle, PixelUnshuffle, Residual, SignalShape, Silu,
    conv, conv_transpose, flatten, linear, reshape,
};
use super::{Init, Network, PartSummary, Pass};
use burn::module::Module;
use burn::tensor::Tensor;

const IMAGE: SignalShape = [1, 28, 28];
/// Groups of every group normalisation, and a divisor of all channels.
const GROUPS: usize = 4;

/// What a [`PixelFlow`] is built from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PixelFlowConfig {
    /// Factor on channels and units.
    pub width: f64,
    /// Whether it is told the digit.
    pub conditional: bool,
}

/// Noise -> image.
#[derive(Module, Debug)]
pub struct PixelFlow {
    /// Times `[batch, 1]` to what the flow's layers are told.
    pub time: Network,
    /// Digits `[batch, 1]`, [`NO_DIGIT`](super::NO_DIGIT) among them, to what is added to that.
    pub label: Option<Network>,
    /// States of paths `[batch, 784]` to their ends.
    pub flow: Network,
}

impl PixelFlowConfig {
    /// Every network, in order: its name, its input and its layers.
    fn networks(&self) -> Vec<(&'static str, SignalShape, Vec<LayerSpec>)> {
        let mut all = vec![("time", ONE, time_layers())];
        all.extend(self.conditional.then(|| ("label", ONE, label_layers())));
        all.push(("flow", IMAGE, self.layers()));
        all
    }

    /// The U-Net: at 14 x 14 places and, between its first and its last block, at 7 x 7.
    fn layers(&self) -> Vec<LayerSpec> {
        let many = |n: f64| (n / GROUPS as f64 * self.width).round().max(1.0) as usize * GROUPS;
        let [channels, inner, narrow] = [32.0, 64.0, 128.0].map(many);
        let norm = || GroupNorm {
            groups: GROUPS,
            affine: true,
        };
        let block = |channels| {
            let told = Modulate {
                condition: CONDITION,
            };
            around(vec![
                norm().into(),
                told.into(),
                Silu {}.into(),
                conv(channels, 3, 1),
            ])
        };
        let bottleneck = around(vec![
            flatten(inner * 7 * 7),
            linear(narrow),
            Silu {}.into(),
            linear(inner * 7 * 7),
            reshape([inner, 7, 7]),
        ]);
        let below = around(vec![
            conv(inner, 2, 2),
            block(inner),
            bottleneck,
            block(inner),
            conv_transpose(channels, 2, 2),
        ]);
        vec![
            PixelUnshuffle { factor: 2 }.into(),
            conv(channels, 3, 1),
            block(channels),
            below,
            block(channels),
            norm().into(),
            Silu {}.into(),
            conv(4, 3, 1),
            PixelShuffle { factor: 2 }.into(),
        ]
    }

    /// All networks, as [`PixelFlow::new`] would make them.
    pub fn summary(&self) -> Vec<PartSummary> {
        let networks = self.networks().into_iter();
        networks
            .map(|(name, input, layers)| PartSummary::new(name, input, layers.iter()))
            .collect()
    }
}

/// These layers and a path around them.
fn around(layers: Vec<LayerSpec>) -> LayerSpec {
    Residual {
        layers,
        shortcut: Vec::new(),
    }
    .into()
}

impl PixelFlow {
    /// Draws initial weights. The flow's last layer, and the last of each path within it, start at zero: it begins as the
    /// constant 0.
    pub fn new(config: &PixelFlowConfig, init: &mut Init) -> Self {
        let networks = config.networks().into_iter();
        let mut networks = networks.map(|(_, input, layers)| Network::new(input, layers, init));
        let mut next = || networks.next().expect("the list has all of them");
        Self {
            time: next(),
            label: config.conditional.then(&mut next),
            flow: next().starting_at_zero(),
        }
    }

    /// The ends of paths that are at `x` `[batch, 784]` at these times `[batch, 1]`: images, -1 to 1.
    pub fn predict(&self, x: Tensor<2>, times: Tensor<2>, digits: Option<Tensor<2>>) -> Tensor<2> {
        let condition = condition(&self.time, self.label.as_ref(), times, digits);
        (self.flow).forward_given(x, &condition, &mut Pass::eval())
    }

    /// All networks.
    pub fn summary(&self) -> Vec<PartSummary> {
        let networks = [
            ("time", Some(&self.time)),
            ("label", self.label.as_ref()),
            ("flow", Some(&self.flow)),
        ];
        let there = networks.into_iter();
        there
            .filter_map(|(name, network)| Some(network?.summary(name)))
            .collect()
    }
}
