//! A linear layer with the activation after it, as one operation with a gradient of its own.
//!
//! As tensor operations it is a product, a sum and an activation, each a pass over memory (on a GPU: a launch), with as many
//! on the way back. It is also how burn is taught a new operation: [`Dense`] is what a backend must be able to do, `cpu.rs`
//! and `gpu.rs` do it, `gradient.rs` tells automatic differentiation how.

mod cpu;
#[cfg(feature = "gpu")]
mod gpu;
mod gradient;
#[cfg(test)]
mod tests;

use super::activation::{Activation, ActivationOps};
use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, backend_extension};
use burn::tensor::Tensor;

/// `activation(x weight + bias)`, without an activation the sum alone. `x` is `[batch, inputs]`, `weight` `[inputs,
/// outputs]` as burn has it, `bias` `[outputs]`; the result is `[batch, outputs]`.
pub fn dense(
    x: Tensor<2>,
    weight: Tensor<2>,
    bias: Option<Tensor<1>>,
    activation: Option<Activation>,
) -> Tensor<2> {
    let bias = bias.unwrap_or_else(|| zeros(&weight));
    Tensor::from_dispatch(Dispatch::dense(
        x.into_dispatch(),
        weight.into_dispatch(),
        bias.into_dispatch(),
        activation,
    ))
}

/// `a b`. burn's own `matmul` would bring its kernels along, a third of the WebGPU bundle, for the few products that are not a
/// layer's.
pub fn product(a: Tensor<2>, b: Tensor<2>) -> Tensor<2> {
    dense(a, b, None, None)
}

/// What burn calls, for tensors with automatic differentiation and without.
#[backend_extension(Autodiff, Flex, Cube: cfg(feature = "gpu"))]
pub trait Dense: Backend {
    /// [`dense()`] on a backend's own tensors.
    fn dense(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        activation: Option<Activation>,
    ) -> FloatTensor<Self>;
}

/// Which factor of a product is transposed, rows for columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Transposed {
    /// `a b`
    Neither,
    /// `a' b`
    First,
    /// `a b'`
    Second,
}

/// What a layer and its gradient are made of. Matrices are `[rows, columns]`.
pub trait MatrixOps: ActivationOps {
    /// `activation(a b + bias)`
    fn product(
        a: FloatTensor<Self>,
        b: FloatTensor<Self>,
        transposed: Transposed,
        bias: Option<FloatTensor<Self>>,
        activation: Option<Activation>,
    ) -> FloatTensor<Self>;

    /// The sum over the rows, `[columns]`.
    fn column_sums(matrix: FloatTensor<Self>) -> FloatTensor<Self>;
}

/// The bias of a layer without one: an operation that burn dispatches takes all its tensors or none. No gradient is computed
/// for it.
fn zeros(weight: &Tensor<2>) -> Tensor<1> {
    Tensor::zeros([weight.dims()[1]], &weight.device().inner())
}
