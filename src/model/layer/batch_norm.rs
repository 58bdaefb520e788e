//! Normalisation by the statistics of a batch.

use super::{Call, EPSILON, Layer, ParameterSpec, SignalShape, plain};
use crate::kernels::norm;
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use burn::tensor::module::batch_norm;
use serde::{Deserialize, Serialize};

/// PyTorch's default: the share of a new batch in the running statistics.
const MOMENTUM: f64 = 0.1;

/// Ioffe and Szegedy, "Batch Normalization" (2015), over batch and positions, a channel. While training by the batch's own
/// mean and variance, otherwise by those of past batches (the variance unbiased, as PyTorch has it).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BatchNorm {}

impl Layer for BatchNorm {
    fn parameters(&self, [channels, ..]: SignalShape) -> Vec<ParameterSpec> {
        let [weight, bias] = ParameterSpec::affine(channels);
        let mean = ParameterSpec::running("running_mean", channels, 0.0);
        let variance = ParameterSpec::running("running_var", channels, 1.0);
        vec![weight, bias, mean, variance]
    }

    fn describe(&self) -> String {
        "Batch norm".into()
    }

    fn forward(&self, weights: &Weights, x: Tensor<4>, call: &mut Call) -> Tensor<4> {
        let (weight, bias) = (weights.vector("weight"), weights.vector("bias"));
        if !call.pass.is_training() {
            let [mean, variance] = ["running_mean", "running_var"].map(|name| weights.vector(name));
            return batch_norm(x, weight, bias, mean, variance, EPSILON);
        }
        let [batch, _, height, width] = x.dims();
        let count = (batch * height * width) as f64;
        let result = norm::batch_norm(x, weight, bias, EPSILON, call.activation.take());
        let unbiased = plain(result.variance).mul_scalar(count / (count - 1.0).max(1.0));
        call.pass.batch_statistics(plain(result.mean), unbiased);
        result.signal
    }
}

/// Moves the running statistics towards those of a batch.
pub(in crate::model) fn update(weights: &mut Weights, mean: Tensor<1>, variance: Tensor<1>) {
    for (name, new) in [("running_mean", mean), ("running_var", variance)] {
        let old = plain(weights.vector(name));
        weights.replace(
            name,
            old.mul_scalar(1.0 - MOMENTUM) + new.mul_scalar(MOMENTUM),
        );
    }
}
