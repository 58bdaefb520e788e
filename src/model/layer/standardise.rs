//! Standardisation by running statistics.

use super::{Call, EPSILON, Layer, ParameterSpec, SignalShape, plain};
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

const MEAN: &str = "running_mean";
const VARIANCE: &str = "running_var";

/// Each channel less its running mean and divided by its running deviation, while training too: PyTorch's `nn.BatchNorm1d`
/// without factor and summand, in evaluation. No gradient moves the statistics, nor does a pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standardise {}

impl Layer for Standardise {
    fn parameters(&self, [channels, ..]: SignalShape) -> Vec<ParameterSpec> {
        [(MEAN, 0.0), (VARIANCE, 1.0)]
            .map(|(name, value)| ParameterSpec::running(name, channels, value))
            .into()
    }

    fn describe(&self) -> String {
        "Standardise".into()
    }

    fn forward(&self, weights: &Weights, x: Tensor<4>, _: &mut Call) -> Tensor<4> {
        let [_, channels, ..] = x.dims();
        let broad = |values: Tensor<1>| values.reshape([1, channels, 1, 1]);
        let deviation = deviation(weights);
        (x - broad(weights.vector(MEAN))) / broad(deviation)
    }
}

fn deviation(weights: &Weights) -> Tensor<1> {
    weights.vector(VARIANCE).add_scalar(EPSILON).sqrt()
}

/// What a standardisation made these values of, `[n, channels]` both.
pub(in crate::model) fn restored(weights: &Weights, x: Tensor<2>) -> Tensor<2> {
    x * deviation(weights).unsqueeze() + weights.vector(MEAN).unsqueeze()
}

/// A batch's mean, and its mean squared distance from the running mean, `[channels]` both, of values `[n, channels]`: each the
/// mean over shards of what it is for a shard.
pub(in crate::model) fn moments(weights: &Weights, x: Tensor<2>) -> [Tensor<1>; 2] {
    let from_mean = x.clone() - plain(weights.vector(MEAN)).unsqueeze();
    [x, from_mean.square()].map(|values| values.mean_dim(0).squeeze_dim(0))
}

/// Moves the statistics towards a batch's [`moments`] by a share of the way.
pub(in crate::model) fn update(weights: &mut Weights, moments: [Tensor<1>; 2], share: f64) {
    for (name, new) in [MEAN, VARIANCE].into_iter().zip(moments) {
        let old = plain(weights.vector(name));
        weights.replace(name, old.clone() + (new - old).mul_scalar(share));
    }
}
