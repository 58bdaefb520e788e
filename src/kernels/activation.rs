//! Functions of single values that a layer's kernel applies to what it has just computed.

use super::math;
use serde::Serialize;

/// A function of single values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub enum Activation {
    /// `max(x, 0)`
    Relu,
    /// `x` above zero, `slope * x` below.
    LeakyRelu(f64),
    /// Between -1 and 1.
    Tanh,
    /// Between 0 and 1.
    Sigmoid,
}

impl Activation {
    /// Every value's function value, in its place.
    pub(super) fn apply(self, values: &mut [f32]) {
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

    /// Multiplies gradients by the function's derivative, given its values `y`: each of the four knows its derivative from
    /// its value.
    pub(super) fn apply_slope(self, grads: &mut [f32], y: &[f32]) {
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
