//! Activations on the CPU, each a loop that the compiler turns into SIMD.

use super::{Activate, Activation, ActivationOps};
use crate::kernels::cpu::{Values, whole};
use crate::kernels::math;
use burn::backend::Flex;
use burn::backend::flex::FlexTensor;

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
    pub(in crate::kernels) fn apply(self, values: &mut [f32]) {
        match self {
            Self::Relu => each(values, |x| if x > 0.0 || x.is_nan() { x } else { 0.0 }),
            Self::LeakyRelu(slope) => {
                let slope = slope as f32;
                each(values, |x| if x > 0.0 { x } else { slope * x });
            }
            Self::Tanh => each(values, math::tanh),
            Self::Sigmoid => each(values, |x| 1.0 / (1.0 + math::exp(-x))),
        }
    }

    /// Multiplies gradients by the function's derivative, given its values `y`.
    fn apply_slope(self, grads: &mut [f32], y: &[f32]) {
        let grads = grads.iter_mut().zip(y);
        match self {
            Self::Relu => grads.for_each(|(g, &y)| *g = if y > 0.0 { *g } else { 0.0 }),
            Self::LeakyRelu(slope) => {
                let slope = slope as f32;
                grads.for_each(|(g, &y)| *g = if y > 0.0 { *g } else { slope * *g });
            }
            Self::Tanh => grads.for_each(|(g, &y)| *g *= 1.0 - y * y),
            Self::Sigmoid => grads.for_each(|(g, &y)| *g *= y * (1.0 - y)),
        }
    }
}

#[inline(always)]
fn each(values: &mut [f32], function: impl Fn(f32) -> f32) {
    values.iter_mut().for_each(|x| *x = function(*x));
}
