//! Dropout.

use super::{Call, Layer, SignalShape};
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// Zeroes a share of the values while training, and enlarges the others to keep the mean (Srivastava et al., 2014).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dropout {
    /// 0 to 1.
    pub share: f64,
}

impl Layer for Dropout {
    fn describe(&self) -> String {
        format!("Dropout {}", self.share)
    }

    fn forward(&self, _: &Weights, x: Tensor<4>, call: &mut Call) -> Tensor<4> {
        call.pass.dropout(x, self.share)
    }

    fn is_piecewise_linear(&self) -> bool {
        true
    }

    /// Only looked at, it drops nothing.
    fn transposed(&self, _: &Weights, gradient: Tensor<4>, _: SignalShape) -> Tensor<4> {
        gradient
    }
}
