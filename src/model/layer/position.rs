//! What a place is known by.

use super::{Call, Initial, Layer, ParameterSpec, SignalShape};
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// Adds a trained value to each channel of each place, as GPT's learned positions (Radford et al., 2018).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Position {}

impl Layer for Position {
    fn parameters(&self, [channels, height, width]: SignalShape) -> Vec<ParameterSpec> {
        let shape = [1, channels, height, width];
        vec![ParameterSpec::new("weight", &shape, Initial::Normal(0.02))]
    }

    fn describe(&self) -> String {
        "Learned position".into()
    }

    fn forward(&self, weights: &Weights, x: Tensor<4>, _: &mut Call) -> Tensor<4> {
        // Along memory, where channels lie last.
        let [x, place] = [x, weights.kernel("weight")].map(|x| x.permute([0, 2, 3, 1]));
        (x + place).permute([0, 3, 1, 2])
    }
}
