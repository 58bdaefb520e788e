//! Batch normalisation while training, with the activation after it (Ioffe and Szegedy, "Batch Normalization", 2015).

mod cpu;
#[cfg(feature = "gpu")]
mod gpu;
mod gradient;
#[cfg(test)]
mod tests;

use super::Activation;
use super::dense::MatrixOps;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, backend_extension};
use burn::tensor::Tensor;

/// A batch's signal, normalised, with the statistics that it was normalised by.
#[derive(Debug)]
pub struct Normalised {
    /// `[batch, channels, height, width]`
    pub signal: Tensor<4>,
    /// Mean of each channel, `[channels]`; a constant to automatic differentiation, as is the variance.
    pub mean: Tensor<1>,
    /// Variance of each channel, `[channels]`, divided by the number of values.
    pub variance: Tensor<1>,
}

/// `activation((x - mean) / sqrt(variance + epsilon) * weight + bias)`, with mean and variance of each channel of the batch:
/// `x` is `[batch, channels, height, width]`, `weight` and `bias` are `[channels]`.
pub fn batch_norm(
    x: Tensor<4>,
    weight: Tensor<1>,
    bias: Tensor<1>,
    epsilon: f64,
    activation: Option<Activation>,
) -> Normalised {
    let (x, weight, bias) = (
        x.into_dispatch(),
        weight.into_dispatch(),
        bias.into_dispatch(),
    );
    let (signal, mean, variance) = Dispatch::batch_normalised(x, weight, bias, epsilon, activation);
    Normalised {
        signal: Tensor::from_dispatch(signal),
        mean: Tensor::from_dispatch(mean),
        variance: Tensor::from_dispatch(variance),
    }
}

/// What burn calls, for tensors with automatic differentiation and without.
#[backend_extension(Autodiff, Flex, Cube: cfg(feature = "gpu"))]
pub trait BatchNormalisation: Backend {
    /// [`batch_norm()`] on a backend's own tensors: signal, mean, variance.
    fn batch_normalised(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        epsilon: f64,
        activation: Option<Activation>,
    ) -> (FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>);
}

/// What normalisation and its gradient are made of. Signals are matrices with a column a channel.
pub trait NormOps: MatrixOps {
    /// Mean and variance of each column.
    fn moments(x: FloatTensor<Self>) -> (FloatTensor<Self>, FloatTensor<Self>);

    /// The columns, normalised by these moments.
    fn normalise(
        x: FloatTensor<Self>,
        moments: [FloatTensor<Self>; 2],
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        epsilon: f64,
        activation: Option<Activation>,
    ) -> FloatTensor<Self>;

    /// The gradients of signal, weight and bias from that of the normalised signal before its activation.
    fn normalise_gradient(
        grad: FloatTensor<Self>,
        x: FloatTensor<Self>,
        moments: [FloatTensor<Self>; 2],
        weight: FloatTensor<Self>,
        epsilon: f64,
    ) -> [FloatTensor<Self>; 3];
}
