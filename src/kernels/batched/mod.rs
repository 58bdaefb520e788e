//! Products of many pairs of matrices, as attention takes them. burn's own `matmul` would bring its kernels along
//! ([`product`](super::dense::product) says more).

mod cpu;
#[cfg(feature = "gpu")]
mod gpu;
mod gradient;
#[cfg(test)]
mod tests;

use super::dense::Transposed;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, backend_extension};
use burn::tensor::Tensor;

/// The product of each pair of matrices: `[batch, m, k]` by `[batch, k, n]`, of which one may be transposed, is `[batch, m, n]`.
pub fn batched_product(a: Tensor<3>, b: Tensor<3>, transposed: Transposed) -> Tensor<3> {
    let (a, b) = (a.into_dispatch(), b.into_dispatch());
    Tensor::from_dispatch(Dispatch::batched_product(a, b, transposed))
}

/// What burn calls, for tensors with automatic differentiation and without.
#[backend_extension(Autodiff, Flex, Cube: cfg(feature = "gpu"))]
pub trait BatchedProduct: Backend {
    /// [`batched_product()`] on a backend's own tensors.
    fn batched_product(
        a: FloatTensor<Self>,
        b: FloatTensor<Self>,
        transposed: Transposed,
    ) -> FloatTensor<Self>;
}

/// Batch, rows and columns of the result, and what each value sums over.
fn sizes(a: [usize; 3], b: [usize; 3], transposed: Transposed) -> [usize; 4] {
    let ([batch, a0, a1], [batches, b0, b1]) = (a, b);
    let ([m, k], [terms, n]) = match transposed {
        Transposed::Neither => ([a0, a1], [b0, b1]),
        Transposed::First => ([a1, a0], [b0, b1]),
        Transposed::Second => ([a0, a1], [b1, b0]),
    };
    assert!(batch == batches && k == terms, "{a:?} by {b:?}");
    [batch, m, n, k]
}
