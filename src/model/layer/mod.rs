//! Layers: what each is as data, before it has weights, and what it computes with them. One file a layer; the list below is
//! all that knows which there are.

mod activation;
mod attention;
pub(super) mod batch_norm;
mod conv;
mod conv_transpose;
mod dropout;
mod embedding;
mod group_norm;
mod layer_norm;
mod linear;
mod masked_linear;
mod max_pool;
mod modulate;
mod parameter;
mod pixel_shuffle;
mod position;
mod reshape;
mod residual;
mod round;
mod signal;
mod skip;
mod smooth;
pub(super) mod spectral;
pub(super) mod standardise;
mod time_features;
mod upsample;

pub use crate::kernels::Activation;
pub use activation::{leaky_relu, relu, sigmoid, tanh};
pub use attention::SelfAttention;
pub use batch_norm::BatchNorm;
pub use conv::{Conv, conv};
pub use conv_transpose::{ConvTranspose, conv_transpose};
pub use dropout::Dropout;
pub use embedding::Embedding;
pub use group_norm::GroupNorm;
pub use layer_norm::LayerNorm;
pub(crate) use linear::through;
pub use linear::{Linear, linear};
pub use masked_linear::MaskedLinear;
pub use max_pool::MaxPool;
pub use modulate::Modulate;
pub use parameter::{Initial, ParameterSpec};
pub use pixel_shuffle::{PixelShuffle, PixelUnshuffle};
pub use position::Position;
pub use reshape::{Reshape, flatten, reshape};
pub use residual::Residual;
pub use round::Round;
pub(super) use signal::{EPSILON, constant, flat, plain};
use signal::{places, signal, standardised};
pub use skip::Skip;
pub use smooth::{Gelu, Silu};
pub use standardise::Standardise;
pub use time_features::TimeFeatures;
pub use upsample::Upsample;

use super::Pass;
use super::weights::Weights;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// The sizes of one image's signal between two layers: channels, height, width. A flat signal of `n` values is `[n, 1, 1]`,
/// and a sequence of `length` places of `width` values each is `[width, length, 1]`: a convolution of kernel 1 is what
/// transformers call a linear layer there. Layers that know places take an image's row by row.
pub type SignalShape = [usize; 3];

/// What a layer is and does. Signals are `[batch, channels, height, width]`.
pub trait Layer {
    /// The shape after this layer.
    fn output(&self, input: SignalShape) -> SignalShape {
        input
    }

    /// Its own parameters, given the shape before it, in the order in which they are drawn and saved.
    fn parameters(&self, _input: SignalShape) -> Vec<ParameterSpec> {
        Vec::new()
    }

    /// The chains of layers within it, each with its name in files of weights, in the order in which it goes through them.
    /// All begin with its input.
    fn branches(&self) -> Vec<(&'static str, &[LayerSpec])> {
        Vec::new()
    }

    /// For people: "Linear 400", "Conv 5x5, 64 channels, stride 2".
    fn describe(&self) -> String;

    /// The signal after it. One that applies activations in its own kernel takes [`Call::activation`] out of the call; what is
    /// left there is applied afterwards.
    fn forward(&self, weights: &Weights, x: Tensor<4>, call: &mut Call) -> Tensor<4>;

    /// Values of the condition that it needs beside its input, if it does.
    fn condition(&self) -> Option<usize> {
        None
    }

    /// Whether [`transposed`](Self::transposed) is exact, almost everywhere.
    fn is_piecewise_linear(&self) -> bool {
        false
    }

    /// The gradient before it from the one after it, as ordinary tensor operations; `before` is the shape of its input.
    fn transposed(&self, _: &Weights, _gradient: Tensor<4>, _before: SignalShape) -> Tensor<4> {
        unreachable!("checked by is_piecewise_linear when the settings were")
    }

    /// Whether spectral normalisation divides its weight.
    fn takes_spectral_norm(&self) -> bool {
        false
    }

    /// Its weights over a picture, or over its only channel, `[units, height, width]`.
    fn filters(&self, _: &Weights) -> Option<Tensor<3>> {
        None
    }
}

/// What a layer is called with beside its input.
#[derive(Debug)]
pub struct Call<'a> {
    /// The activation after the layer.
    pub activation: Option<Activation>,
    /// What the network is told beside its input, `[batch, n]`: a time, a label.
    pub condition: Option<&'a Tensor<2>>,
    /// Training or not.
    pub pass: &'a mut Pass,
}

/// Lists the layers: each is a variant of [`LayerSpec`] that holds the layer, its kind in data is the name in kebab case.
/// Those that no preset uses yet are left out of the page's bundles, which every layer makes larger.
macro_rules! layers {
    (
        used: $($used:ident),+;
        not_yet: $($other:ident),+;
    ) => {
        /// One layer of a [`Network`](super::Network), as data: `{"kind": "linear", "outputs": 400, "bias": true}`.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "kind", rename_all = "kebab-case")]
        pub enum LayerSpec {
            $(#[allow(missing_docs)] $used($used),)+
            $(#[cfg(not(feature = "bundle"))] #[allow(missing_docs)] $other($other),)+
            /// An activation function, under its own kind: `{"kind": "leaky-relu", "slope": 0.2}`.
            #[serde(untagged)]
            Activation(Activation),
        }

        impl LayerSpec {
            pub(super) fn layer(&self) -> &dyn Layer {
                match self {
                    $(Self::$used(layer) => layer,)+
                    $(#[cfg(not(feature = "bundle"))] Self::$other(layer) => layer,)+
                    Self::Activation(activation) => activation,
                }
            }
        }

        $(impl From<$used> for LayerSpec {
            fn from(layer: $used) -> Self {
                Self::$used(layer)
            }
        })+

        $(#[cfg(not(feature = "bundle"))]
        impl From<$other> for LayerSpec {
            fn from(layer: $other) -> Self {
                Self::$other(layer)
            }
        })+
    };
}

layers! {
    used: Linear, Conv, ConvTranspose, BatchNorm, Dropout, MaxPool, Reshape, LayerNorm, Modulate, Silu, Embedding, TimeFeatures,
        Residual, Standardise, Gelu, Position, SelfAttention, GroupNorm, PixelShuffle, PixelUnshuffle, MaskedLinear, Round, Upsample;
    not_yet: Skip;
}

impl From<Activation> for LayerSpec {
    fn from(activation: Activation) -> Self {
        Self::Activation(activation)
    }
}

impl LayerSpec {
    /// The activation, if that is what the layer is.
    pub(super) fn as_activation(&self) -> Option<Activation> {
        match self {
            Self::Activation(activation) => Some(*activation),
            _ => None,
        }
    }

    /// The shape after this layer.
    pub fn output(before: SignalShape, layer: &Self) -> SignalShape {
        layer.layer().output(before)
    }

    /// The shape after these layers.
    pub fn output_of(before: SignalShape, layers: &[Self]) -> SignalShape {
        layers.iter().fold(before, Self::output)
    }

    /// Trainable values, given the shape before the layer; those of the layers within it too.
    pub fn parameters(&self, input: SignalShape) -> u64 {
        let own = self.layer().parameters(input);
        let own = own.iter().filter(|parameter| parameter.trained);
        let branches = self.layer().branches().into_iter();
        own.map(|parameter| parameter.len() as u64).sum::<u64>()
            + branches
                .map(|(_, layers)| Self::parameters_of(input, layers))
                .sum::<u64>()
    }

    fn parameters_of(mut shape: SignalShape, layers: &[Self]) -> u64 {
        let mut all = 0;
        for layer in layers {
            all += layer.parameters(shape);
            shape = Self::output(shape, layer);
        }
        all
    }

    /// For people: "Linear 400", "Conv 5x5, 64 channels, stride 2".
    pub fn describe(&self) -> String {
        self.layer().describe()
    }
}
