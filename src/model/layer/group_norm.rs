//! Normalisation of groups of channels.

use super::{Call, Layer, ParameterSpec, SignalShape, standardised};
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// Wu and He, "Group Normalization" (2018): over the channels of a group and all places, an image at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupNorm {
    /// Equal runs of channels; a divisor of their number.
    pub groups: usize,
    /// Whether a trained factor and summand a channel follow.
    pub affine: bool,
}

impl Layer for GroupNorm {
    fn output(&self, input: SignalShape) -> SignalShape {
        assert!(
            input[0].is_multiple_of(self.groups),
            "{} channels are {} equal groups",
            input[0],
            self.groups
        );
        input
    }

    fn parameters(&self, [channels, ..]: SignalShape) -> Vec<ParameterSpec> {
        if self.affine {
            ParameterSpec::affine(channels).into()
        } else {
            Vec::new()
        }
    }

    fn describe(&self) -> String {
        format!("Group norm, {} groups", self.groups)
    }

    fn forward(&self, weights: &Weights, x: Tensor<4>, _: &mut Call) -> Tensor<4> {
        let shape = x.dims();
        let [batch, channels, height, width] = shape;
        let group = channels / self.groups * height * width;
        let y = standardised(x.reshape([batch * self.groups, group])).reshape(shape);
        if !self.affine {
            return y;
        }
        let [weight, bias] =
            ["weight", "bias"].map(|name| weights.vector(name).reshape([1, channels, 1, 1]));
        y * weight + bias
    }
}
