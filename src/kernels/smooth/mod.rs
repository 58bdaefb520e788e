//! Smooth relatives of ReLU in one pass over memory, and their gradients in another. Their slopes do not follow from their values,
//! so they are none of the [activations](super::activation) that a layer's kernel applies.

mod cpu;
#[cfg(feature = "gpu")]
mod gpu;
mod gradient;
#[cfg(test)]
mod tests;

use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, backend_extension};
use burn::tensor::Tensor;

/// A function of single values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Smooth {
    /// `x / (1 + exp(-x))`: Elfwing et al., "Sigmoid-Weighted Linear Units" (2017); also called swish.
    Silu,
    /// `x / (1 + exp(-2 u))` with `u = sqrt(2 / pi) (x + 0.044715 x^3)`: Hendrycks and Gimpel, "Gaussian Error Linear Units"
    /// (2016), by their formula with tanh, `x (1 + tanh(u)) / 2`.
    Gelu,
}

/// The function of every value, any shape.
pub fn smooth<const D: usize>(x: Tensor<D>, function: Smooth) -> Tensor<D> {
    Tensor::from_dispatch(Dispatch::smooth(x.into_dispatch(), function))
}

/// What burn calls, for tensors with automatic differentiation and without.
#[backend_extension(Autodiff, Flex, Cube: cfg(feature = "gpu"))]
pub trait Smoothing: Backend {
    /// [`smooth()`] on a backend's own tensors.
    fn smooth(x: FloatTensor<Self>, function: Smooth) -> FloatTensor<Self>;
}

/// What it and its gradient are made of.
pub trait SmoothOps: Backend {
    /// The function of every value.
    fn smoothed(x: FloatTensor<Self>, function: Smooth) -> FloatTensor<Self>;

    /// The gradient before it, from the one after it and the values `x` before it, of one shape.
    fn before_smooth(
        grad: FloatTensor<Self>,
        x: FloatTensor<Self>,
        function: Smooth,
    ) -> FloatTensor<Self>;
}
