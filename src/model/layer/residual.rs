//! A path around layers, added.

use super::{Call, Layer, LayerSpec, SignalShape};
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// He et al., "Deep Residual Learning" (2016): the layers' output plus their input, or plus what the shortcut makes of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Residual {
    /// The layers; without a shortcut they keep the shape.
    pub layers: Vec<LayerSpec>,
    /// Layers on the way around, to the same shape; none is the signal as it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shortcut: Vec<LayerSpec>,
}

impl Layer for Residual {
    fn output(&self, input: SignalShape) -> SignalShape {
        let [output, around] =
            [&self.layers, &self.shortcut].map(|layers| LayerSpec::output_of(input, layers));
        assert_eq!(output, around, "both paths of a residual end in one shape");
        output
    }

    fn branches(&self) -> Vec<(&'static str, &[LayerSpec])> {
        let shortcut = (!self.shortcut.is_empty()).then_some(("shortcut", &self.shortcut[..]));
        let layers = [("layers", &self.layers[..])];
        layers.into_iter().chain(shortcut).collect()
    }

    fn describe(&self) -> String {
        format!("Residual, {} layers", self.layers.len())
    }

    fn forward(&self, weights: &Weights, x: Tensor<4>, call: &mut Call) -> Tensor<4> {
        let y = weights
            .branch("layers")
            .signal(x.clone(), call.condition, call.pass);
        y + if self.shortcut.is_empty() {
            x
        } else {
            weights
                .branch("shortcut")
                .signal(x, call.condition, call.pass)
        }
    }
}
