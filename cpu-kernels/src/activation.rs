//! Functions of single values, in their place, and their slopes.

use crate::math;

/// `max(x, 0)`
pub fn relu(values: &mut [f32]) {
    each(values, |x| if x > 0.0 || x.is_nan() { x } else { 0.0 });
}

/// `x` above zero, `slope * x` below.
pub fn leaky_relu(values: &mut [f32], slope: f32) {
    each(values, |x| if x > 0.0 { x } else { slope * x });
}

/// The hyperbolic tangent.
pub fn tanh(values: &mut [f32]) {
    each(values, math::tanh);
}

/// `1 / (1 + exp(-x))`
pub fn sigmoid(values: &mut [f32]) {
    each(values, |x| 1.0 / (1.0 + math::exp(-x)));
}

/// `x / (1 + exp(-x))`
pub fn silu(values: &mut [f32]) {
    each(values, |x| x / (1.0 + math::exp(-x)));
}

/// The Gaussian error linear unit by its formula with tanh, `x (1 + tanh(u)) / 2` with `u = sqrt(2 / pi) (x + 0.044715 x^3)`,
/// which is `x / (1 + exp(-2 u))`.
pub fn gelu(values: &mut [f32]) {
    each(values, |x| x / (1.0 + math::exp(-twice_u(x))));
}

/// Multiplies gradients by [`relu`]'s derivative, given its values `y`; the others likewise.
pub fn relu_slope(grads: &mut [f32], y: &[f32]) {
    with(grads, y, |g, y| if y > 0.0 { g } else { 0.0 });
}

/// See [`relu_slope`].
pub fn leaky_relu_slope(grads: &mut [f32], y: &[f32], slope: f32) {
    with(grads, y, |g, y| if y > 0.0 { g } else { slope * g });
}

/// See [`relu_slope`].
pub fn tanh_slope(grads: &mut [f32], y: &[f32]) {
    with(grads, y, |g, y| g * (1.0 - y * y));
}

/// See [`relu_slope`].
pub fn sigmoid_slope(grads: &mut [f32], y: &[f32]) {
    with(grads, y, |g, y| g * (y * (1.0 - y)));
}

/// Multiplies gradients by [`silu`]'s derivative, given the values `x` before it.
pub fn silu_slope(grads: &mut [f32], x: &[f32]) {
    with(grads, x, |g, x| {
        let share = 1.0 / (1.0 + math::exp(-x));
        g * (share * (1.0 + x * (1.0 - share)))
    });
}

/// Multiplies gradients by [`gelu`]'s derivative, given the values `x` before it.
pub fn gelu_slope(grads: &mut [f32], x: &[f32]) {
    with(grads, x, |g, x| {
        let share = 1.0 / (1.0 + math::exp(-twice_u(x)));
        let slope = LINEAR + 3.0 * CUBIC * x * x;
        g * (share * (1.0 + x * (1.0 - share) * slope))
    });
}

/// Factors of [`gelu`]'s `2 u`: twice the root of 2 / pi, and that times 0.044715.
const LINEAR: f32 = 1.595_769;
const CUBIC: f32 = 0.071_354_816;

#[inline(always)]
fn twice_u(x: f32) -> f32 {
    x * (LINEAR + CUBIC * x * x)
}

#[inline(always)]
fn each(values: &mut [f32], function: impl Fn(f32) -> f32) {
    values.iter_mut().for_each(|x| *x = function(*x));
}

#[inline(always)]
fn with(grads: &mut [f32], y: &[f32], function: impl Fn(f32, f32) -> f32) {
    let both = grads.iter_mut().zip(y);
    both.for_each(|(g, &y)| *g = function(*g, y));
}
