//! Places that look at one another.

use super::{Call, Layer, ParameterSpec, SignalShape, places, signal};
use crate::kernels::attention::{Heads, attention};
use crate::kernels::dense::dense;
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// Vaswani et al., "Attention Is All You Need" (2017): each place sums what the others are, weighted by how well their keys fit
/// its query, in several heads. Queries, keys and values come from one linear layer, `in_proj`, in this order; `out_proj` mixes
/// the heads, as in PyTorch's `nn.MultiheadAttention`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SelfAttention {
    /// A divisor of the number of channels.
    pub heads: usize,
    /// Whether a place sees only itself and those before it.
    pub causal: bool,
    /// Whether both linear layers add a constant.
    pub bias: bool,
}

impl SelfAttention {
    /// How the heads divide so many channels at so many places.
    pub fn over(&self, channels: usize, length: usize) -> Heads {
        Heads {
            length,
            heads: self.heads,
            depth: channels / self.heads,
            causal: self.causal,
        }
    }
}

impl Layer for SelfAttention {
    fn output(&self, input: SignalShape) -> SignalShape {
        assert!(
            input[0].is_multiple_of(self.heads),
            "{} channels are {} equal heads",
            input[0],
            self.heads
        );
        input
    }

    fn parameters(&self, [channels, ..]: SignalShape) -> Vec<ParameterSpec> {
        let layer = |weight, bias, outputs| {
            let weight = ParameterSpec::linear(weight, channels, outputs);
            let bias = || ParameterSpec::bias(bias, outputs, channels);
            [weight].into_iter().chain(self.bias.then(bias))
        };
        let into = layer("in_proj.weight", "in_proj.bias", 3 * channels);
        let out = layer("out_proj.weight", "out_proj.bias", channels);
        into.chain(out).collect()
    }

    fn describe(&self) -> String {
        let kind = if self.causal { "Causal" } else { "Self" };
        format!("{kind} attention, {} heads", self.heads)
    }

    fn forward(&self, weights: &Weights, x: Tensor<4>, _: &mut Call) -> Tensor<4> {
        let [_, channels, height, width] = x.dims();
        let project = |x: Tensor<2>, weight, bias| {
            let bias = self.bias.then(|| weights.vector(bias));
            dense(x, weights.matrix(weight), bias, None)
        };
        let rows = project(places(x), "in_proj.weight", "in_proj.bias");
        let seen = attention(rows, self.over(channels, height * width));
        let y = project(seen, "out_proj.weight", "out_proj.bias");
        signal(y, [height, width])
    }
}
