//! Normalisation of each place by its own channels.

use super::{Call, EPSILON, Layer, ParameterSpec, SignalShape, places, signal, standardised};
use crate::kernels::layer_norm::layer_norm;
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// Ba et al., "Layer Normalization" (2016): over the channels at each place, so over all values of a flat signal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LayerNorm {
    /// Whether a trained factor and summand a channel follow.
    pub affine: bool,
}

impl Layer for LayerNorm {
    fn parameters(&self, [channels, ..]: SignalShape) -> Vec<ParameterSpec> {
        if self.affine {
            ParameterSpec::affine(channels).into()
        } else {
            Vec::new()
        }
    }

    fn describe(&self) -> String {
        "Layer norm".into()
    }

    fn forward(&self, weights: &Weights, x: Tensor<4>, _: &mut Call) -> Tensor<4> {
        let [_, _, height, width] = x.dims();
        let rows = places(x);
        let y = if self.affine {
            let [weight, bias] = ["weight", "bias"].map(|name| weights.vector(name));
            layer_norm(rows, weight, bias, EPSILON)
        } else {
            standardised(rows)
        };
        signal(y, [height, width])
    }
}
