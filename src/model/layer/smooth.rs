//! Smooth relatives of ReLU. Their derivatives do not follow from their values, so no layer's kernel applies them.

use super::{Call, Layer};
use crate::kernels::activation::sigmoid;
use crate::kernels::silu::silu;
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// `x / (1 + exp(-x))`: Elfwing et al., "Sigmoid-Weighted Linear Units" (2017); also called swish.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Silu {}

/// Hendrycks and Gimpel, "Gaussian Error Linear Units" (2016), by their formula with tanh, as GPT-2 has it: PyTorch's
/// `nn.GELU(approximate="tanh")`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gelu {}

impl Layer for Silu {
    fn describe(&self) -> String {
        "SiLU".into()
    }

    fn forward(&self, _: &Weights, x: Tensor<4>, _: &mut Call) -> Tensor<4> {
        // Channels lie last in memory: in that order nothing has to be copied.
        silu(x.permute([0, 2, 3, 1])).permute([0, 3, 1, 2])
    }
}

impl Layer for Gelu {
    fn describe(&self) -> String {
        "GELU".into()
    }

    /// `x (1 + tanh(u)) / 2` is `x sigmoid(2 u)`.
    fn forward(&self, _: &Weights, x: Tensor<4>, _: &mut Call) -> Tensor<4> {
        let factor = x.clone().square().mul_scalar(0.044_715).add_scalar(1.0);
        let twice = (x.clone() * factor).mul_scalar(2.0 * (2.0 / std::f64::consts::PI).sqrt());
        x * sigmoid(twice)
    }
}
