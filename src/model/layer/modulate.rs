//! A scale and a shift that the condition decides.

use super::{Call, Layer, ParameterSpec, SignalShape};
use crate::kernels::dense::dense;
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// `x (1 + scale) + shift`, one scale and one shift a channel, from the network's condition by a linear layer whose outputs are
/// the scales and then the shifts: Perez et al., "FiLM" (2018); after a normalisation it is what Peebles and Xie, "Scalable
/// Diffusion Models with Transformers" (2023), call adaptive layer norm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Modulate {
    /// Values of the condition.
    pub condition: usize,
}

impl Layer for Modulate {
    fn parameters(&self, [channels, ..]: SignalShape) -> Vec<ParameterSpec> {
        vec![
            ParameterSpec::linear("weight", self.condition, 2 * channels),
            ParameterSpec::bias("bias", 2 * channels, self.condition),
        ]
    }

    fn describe(&self) -> String {
        format!("Scale and shift by {}", self.condition)
    }

    fn condition(&self) -> Option<usize> {
        Some(self.condition)
    }

    fn forward(&self, weights: &Weights, x: Tensor<4>, call: &mut Call) -> Tensor<4> {
        let condition = call.condition.expect("the network is given its condition");
        let [batch, channels, ..] = x.dims();
        let (weight, bias) = (weights.matrix("weight"), weights.vector("bias"));
        let both = dense(condition.clone(), weight, Some(bias), None);
        let [scale, shift] = [0, channels].map(|start| {
            (both.clone().narrow(1, start, channels)).reshape([batch, channels, 1, 1])
        });
        x * scale.add_scalar(1.0) + shift
    }
}
