//! Activation functions that the kernel of the layer before applies.

use super::{Call, Layer, LayerSpec};
use crate::kernels::Activation;
use crate::kernels::activation::activate;
use crate::model::weights::Weights;
use burn::tensor::Tensor;

impl Layer for Activation {
    fn describe(&self) -> String {
        match self {
            Self::Relu => "ReLU".into(),
            Self::LeakyRelu { slope } => format!("Leaky ReLU {slope}"),
            Self::Tanh => "tanh".into(),
            Self::Sigmoid => "Sigmoid".into(),
        }
    }

    fn forward(&self, _: &Weights, x: Tensor<4>, _: &mut Call) -> Tensor<4> {
        activate(x, *self)
    }

    fn is_piecewise_linear(&self) -> bool {
        matches!(self, Self::Relu | Self::LeakyRelu { .. })
    }
}

impl Activation {
    /// The derivative of a piecewise-linear activation, before which the signal was `x`.
    pub(in crate::model) fn slope(self, x: Tensor<4>) -> Tensor<4> {
        let below = if let Self::LeakyRelu { slope } = self {
            slope
        } else {
            0.0
        };
        let positive = x.greater_elem(0.0).float();
        positive.mul_scalar(1.0 - below).add_scalar(below)
    }
}

/// ReLU.
pub fn relu() -> LayerSpec {
    Activation::Relu.into()
}

/// Leaky ReLU of slope 0.2 (articles 002 and 003; Radford et al., DCGAN).
pub fn leaky_relu() -> LayerSpec {
    Activation::LeakyRelu { slope: 0.2 }.into()
}

/// tanh.
pub fn tanh() -> LayerSpec {
    Activation::Tanh.into()
}

/// The logistic function.
pub fn sigmoid() -> LayerSpec {
    Activation::Sigmoid.into()
}
