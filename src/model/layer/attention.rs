//! Places that look at one another.

use super::{Call, Layer, ParameterSpec, SignalShape, constant, places, signal};
use crate::kernels::batched::batched_product;
use crate::kernels::dense::{Transposed, dense};
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use burn::tensor::activation::softmax;
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
}

/// Added where a place must not look: its weight becomes 0. An infinity would be no better, and shaders may assume there is none.
const HIDDEN: f32 = -1e9;

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
        vec![
            ParameterSpec::linear("in_proj.weight", channels, 3 * channels),
            ParameterSpec::bias("in_proj.bias", 3 * channels, channels),
            ParameterSpec::linear("out_proj.weight", channels, channels),
            ParameterSpec::bias("out_proj.bias", channels, channels),
        ]
    }

    fn describe(&self) -> String {
        let kind = if self.causal { "Causal" } else { "Self" };
        format!("{kind} attention, {} heads", self.heads)
    }

    fn forward(&self, weights: &Weights, x: Tensor<4>, _: &mut Call) -> Tensor<4> {
        let [batch, channels, height, width] = x.dims();
        let (length, heads) = (height * width, self.heads);
        let depth = channels / heads;
        let project = |x: Tensor<2>, weight, bias| {
            dense(x, weights.matrix(weight), Some(weights.vector(bias)), None)
        };
        let all = project(places(x), "in_proj.weight", "in_proj.bias");
        // `[batch * heads, length, depth]`
        let [query, key, value] = [0, 1, 2].map(|part| {
            (all.clone().narrow(1, part * channels, channels))
                .reshape([batch, length, heads, depth])
                .permute([0, 2, 1, 3])
                .reshape([batch * heads, length, depth])
        });
        let query = query.mul_scalar(1.0 / (depth as f64).sqrt());
        let mut fit = batched_product(query, key, Transposed::Second);
        if self.causal {
            let hidden = (0..length)
                .flat_map(|from| (0..length).map(move |to| if to > from { HIDDEN } else { 0.0 }));
            fit = fit.clone() + constant(hidden.collect(), [1, length, length], &fit);
        }
        let looks = softmax(fit.reshape([batch * heads * length, length]), 1);
        let looks = looks.reshape([batch * heads, length, length]);
        let seen = batched_product(looks, value, Transposed::Neither)
            .reshape([batch, heads, length, depth])
            .permute([0, 2, 1, 3])
            .reshape([batch * length, channels]);
        let y = project(seen, "out_proj.weight", "out_proj.bias");
        signal(y, [height, width])
    }
}
