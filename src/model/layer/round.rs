//! Rounding to a few levels.

use super::{Call, Layer, constant, plain};
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// Each value becomes the nearest of so many levels, evenly spread from -1 to 1: finite scalar quantisation (Mentzer et al., "Finite
/// Scalar Quantization: VQ-VAE Made Simple", 2023). The gradient before it is the one after it, as if nothing had been rounded
/// (straight through: Bengio et al., "Estimating or Propagating Gradients Through Stochastic Neurons", 2013).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Round {
    /// How many levels; two or more.
    pub levels: usize,
}

impl Round {
    /// The numbers of the nearest levels, from 0, of values of any shape.
    pub fn numbers<const D: usize>(&self, x: Tensor<D>) -> Tensor<D> {
        let x = x.clamp(-1.0, 1.0).add_scalar(1.0);
        x.mul_scalar(self.last() / 2.0).round()
    }

    /// The levels of these numbers.
    pub fn values<const D: usize>(&self, numbers: Tensor<D>) -> Tensor<D> {
        numbers.mul_scalar(2.0 / self.last()).sub_scalar(1.0)
    }

    /// One-hot, `[n, m]` to `[n, m * levels]`: which level each value is nearest to.
    pub fn one_hot(&self, x: Tensor<2>) -> Tensor<2> {
        let [n, m] = x.dims();
        let shape = [n, m, self.levels];
        let numbers = self.numbers(plain(x)).unsqueeze_dim::<3>(2).expand(shape);
        let all = (0..self.levels).map(|level| level as f32).collect();
        let all = constant(all, [1, 1, self.levels], &numbers).expand(shape);
        numbers.equal(all).float().reshape([n, m * self.levels])
    }

    fn last(&self) -> f64 {
        (self.levels - 1) as f64
    }
}

impl Layer for Round {
    fn describe(&self) -> String {
        format!("Round to {} levels", self.levels)
    }

    fn forward(&self, _: &Weights, x: Tensor<4>, _: &mut Call) -> Tensor<4> {
        let from = plain(x.clone());
        let change = self.values(self.numbers(from.clone())) - from;
        let change = if x.is_autodiff() {
            change.autodiff()
        } else {
            change
        };
        x + change
    }
}
