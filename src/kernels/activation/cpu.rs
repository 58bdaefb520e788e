//! Activations on the CPU.

use super::{Activate, Activation, ActivationOps};
use crate::kernels::cpu::{Values, whole};
use burn::backend::Flex;
use burn::backend::flex::FlexTensor;
use cpu_kernels::activation;

impl Activate for Flex {
    fn activate(x: FlexTensor, activation: Activation) -> FlexTensor {
        Self::activated(x, activation)
    }
}

impl ActivationOps for Flex {
    fn activated(x: FlexTensor, activation: Activation) -> FlexTensor {
        let mut y = whole(x);
        activation.apply(y.storage_mut());
        y
    }

    fn before_activation(grad: FlexTensor, y: FlexTensor, activation: Activation) -> FlexTensor {
        let y = Values::new(y);
        let mut grad = whole(grad);
        activation.apply_slope(grad.storage_mut(), &y);
        grad
    }
}

impl Activation {
    /// Every value's function value, in its place.
    pub(crate) fn apply(self, values: &mut [f32]) {
        match self {
            Self::Relu => activation::relu(values),
            Self::LeakyRelu { slope } => activation::leaky_relu(values, slope as f32),
            Self::Tanh => activation::tanh(values),
            Self::Sigmoid => activation::sigmoid(values),
        }
    }

    /// Multiplies gradients by the function's derivative, given its values `y`.
    fn apply_slope(self, grads: &mut [f32], y: &[f32]) {
        match self {
            Self::Relu => activation::relu_slope(grads, y),
            Self::LeakyRelu { slope } => activation::leaky_relu_slope(grads, y, slope as f32),
            Self::Tanh => activation::tanh_slope(grads, y),
            Self::Sigmoid => activation::sigmoid_slope(grads, y),
        }
    }
}
