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

/// Channels last in a tensor's shape too, and the way back.
const LAST: [isize; 4] = [0, 2, 3, 1];
const FIRST: [isize; 4] = [0, 3, 1, 2];

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
        // Both sums, of the paths and of their gradients, run along memory, where channels lie last.
        let x = x.permute(LAST);
        let path = |name, x: Tensor<4>, call: &mut Call| {
            let branch = weights.branch(name);
            branch
                .signal(x.permute(FIRST), call.condition, call.pass)
                .permute(LAST)
        };
        let y = path("layers", x.clone(), call);
        let around = match self.shortcut.is_empty() {
            true => x,
            false => path("shortcut", x, call),
        };
        (y + around).permute(FIRST)
    }
}
