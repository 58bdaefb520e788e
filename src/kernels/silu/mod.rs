//! `x sigmoid(x)` in one pass over memory, and its gradient in another. Its slope does not follow from its value, so it is none of
//! the [activations](super::activation) that a layer's kernel applies.

mod cpu;
#[cfg(feature = "gpu")]
mod gpu;
mod gradient;
#[cfg(test)]
mod tests;

use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, backend_extension};
use burn::tensor::Tensor;

/// `x / (1 + exp(-x))` of every value, any shape.
pub fn silu<const D: usize>(x: Tensor<D>) -> Tensor<D> {
    Tensor::from_dispatch(Dispatch::silu(x.into_dispatch()))
}

/// What burn calls, for tensors with automatic differentiation and without.
#[backend_extension(Autodiff, Flex, Cube: cfg(feature = "gpu"))]
pub trait Silu: Backend {
    /// [`silu()`] on a backend's own tensors.
    fn silu(x: FloatTensor<Self>) -> FloatTensor<Self>;
}

/// What it and its gradient are made of.
pub trait SiluOps: Backend {
    /// The function of every value.
    fn silu_of(x: FloatTensor<Self>) -> FloatTensor<Self>;

    /// The gradient before it, from the one after it and the values `x` before it, of one shape.
    fn before_silu(grad: FloatTensor<Self>, x: FloatTensor<Self>) -> FloatTensor<Self>;
}
