//! A path around layers, beside their output.

use super::{Call, Layer, LayerSpec, SignalShape};
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// Ronneberger et al., "U-Net" (2015): the channels of the input and then those of the layers' output, of one height and width.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Skip {
    /// The layers.
    pub layers: Vec<LayerSpec>,
}

impl Layer for Skip {
    fn output(&self, input: SignalShape) -> SignalShape {
        let inner = LayerSpec::output_of(input, &self.layers);
        assert_eq!(input[1..], inner[1..], "a skip joins signals of one size");
        [input[0] + inner[0], input[1], input[2]]
    }

    fn branches(&self) -> Vec<(&'static str, &[LayerSpec])> {
        vec![("layers", &self.layers)]
    }

    fn describe(&self) -> String {
        format!("Skip over {} layers", self.layers.len())
    }

    fn forward(&self, weights: &Weights, x: Tensor<4>, call: &mut Call) -> Tensor<4> {
        let layers = weights.branch("layers");
        let y = layers.signal(x.clone(), call.condition, call.pass);
        Tensor::cat(vec![x, y], 1)
    }
}
