//! Smooth relatives of ReLU. Their derivatives do not follow from their values, so no layer's kernel applies them.

use super::{Call, Layer};
use crate::kernels::smooth::{Smooth, smooth};
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// [`Smooth::Silu`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Silu {}

/// [`Smooth::Gelu`]: PyTorch's `nn.GELU(approximate="tanh")`, as GPT-2 has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gelu {}

impl Layer for Silu {
    fn describe(&self) -> String {
        "SiLU".into()
    }

    fn forward(&self, _: &Weights, x: Tensor<4>, _: &mut Call) -> Tensor<4> {
        of_places(x, Smooth::Silu)
    }
}

impl Layer for Gelu {
    fn describe(&self) -> String {
        "GELU".into()
    }

    fn forward(&self, _: &Weights, x: Tensor<4>, _: &mut Call) -> Tensor<4> {
        of_places(x, Smooth::Gelu)
    }
}

/// Channels lie last in memory: in that order nothing has to be copied.
fn of_places(x: Tensor<4>, function: Smooth) -> Tensor<4> {
    smooth(x.permute([0, 2, 3, 1]), function).permute([0, 3, 1, 2])
}
