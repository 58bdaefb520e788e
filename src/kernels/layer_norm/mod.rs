//! Layer normalisation with its trained factors and summands: Ba et al., "Layer Normalization" (2016).

mod cpu;
#[cfg(feature = "gpu")]
mod gpu;
mod gradient;
#[cfg(test)]
mod tests;

use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, backend_extension};
use burn::tensor::Tensor;

/// `(x - mean) / sqrt(variance + epsilon) * weight + bias`, with mean and variance of each row: `x` is `[rows, n]`, `weight` and
/// `bias` are `[n]`.
pub fn layer_norm(x: Tensor<2>, weight: Tensor<1>, bias: Tensor<1>, epsilon: f64) -> Tensor<2> {
    let (weight, bias) = (weight.into_dispatch(), bias.into_dispatch());
    let y = Dispatch::layer_norm(x.into_dispatch(), weight, bias, epsilon);
    Tensor::from_dispatch(y)
}

/// What burn calls, for tensors with automatic differentiation and without.
#[backend_extension(Autodiff, Flex, Cube: cfg(feature = "gpu"))]
pub trait LayerNormalisation: Backend {
    /// [`layer_norm()`] on a backend's own tensors.
    fn layer_norm(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        epsilon: f64,
    ) -> FloatTensor<Self>;
}

/// What normalisation and its gradient are made of.
pub trait LayerNormOps: Backend {
    /// The rows, normalised.
    fn normalised_rows(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        epsilon: f64,
    ) -> FloatTensor<Self>;

    /// The gradients of `x`, weight and bias.
    fn before_layer_norm(
        grad: FloatTensor<Self>,
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        epsilon: f64,
    ) -> [FloatTensor<Self>; 3];
}
