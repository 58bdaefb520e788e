//! The sum of squares without the squares in memory: what the length of a gradient takes.

mod cpu;
#[cfg(feature = "gpu")]
mod gpu;
#[cfg(test)]
mod tests;

use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, backend_extension};
use burn::tensor::Tensor;

/// The sum of the squares of a tensor's values, `[1]`, without automatic differentiation.
pub fn sum_of_squares<const D: usize>(tensor: Tensor<D>) -> Tensor<1> {
    let n = tensor.shape().num_elements();
    Tensor::from_dispatch(Dispatch::sum_of_squares(
        tensor.reshape([n]).into_dispatch(),
    ))
}

/// A sum `[1]`, and the squares of a tensor's values beside it, `[1]`, without automatic differentiation.
pub fn add_squares<const D: usize>(sum: Tensor<1>, tensor: Tensor<D>) -> Tensor<1> {
    let n = tensor.shape().num_elements();
    Tensor::from_dispatch(Dispatch::add_squares(
        sum.into_dispatch(),
        tensor.reshape([n]).into_dispatch(),
    ))
}

/// What burn calls.
#[backend_extension(Flex, Cube: cfg(feature = "gpu"))]
pub trait SquaresOps: Backend {
    /// `[n]` to `[1]`
    fn sum_of_squares(values: FloatTensor<Self>) -> FloatTensor<Self>;

    /// `[1]` and `[n]` to `[1]`
    fn add_squares(sum: FloatTensor<Self>, values: FloatTensor<Self>) -> FloatTensor<Self>;
}
