//! Convolutions and transposed ones with the activation after them, as matrix products.
//!
//! An image becomes a matrix (im2col) with a row for each position of the window and a column for each value in it; the
//! convolution is the product of that with the weights, and what a transposed convolution computes is added back into images (col2im). Signals
//! lie channels last in memory, because then what is copied lies together; to the rest of the program they are
//! `[batch, channels, height, width]` like any other, and only who needs them so in memory pays for it.

mod cpu;
#[cfg(feature = "gpu")]
mod gpu;
mod gradient;
#[cfg(test)]
mod tests;
mod transposed;

use super::Activation;
use super::dense::MatrixOps;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, TensorMetadata, backend_extension};
use burn::tensor::Tensor;
pub use cpu_kernels::im2col::Window;

/// `activation(x * weight + bias)`: `x` is `[batch, in, height, width]`, `weight` `[out, in, k, k]`, `bias` `[out]`; the
/// result is `[batch, out, rows, columns]`. The window's image is the input.
pub fn conv(
    x: Tensor<4>,
    weight: Tensor<4>,
    bias: Option<Tensor<1>>,
    window: Window,
    activation: Option<Activation>,
) -> Tensor<4> {
    let bias = bias.unwrap_or_else(|| zeros(&weight, 0));
    let (x, weight, bias) = (
        x.into_dispatch(),
        weight.into_dispatch(),
        bias.into_dispatch(),
    );
    Tensor::from_dispatch(Dispatch::conv(x, weight, bias, window, activation))
}

/// The transposed convolution: `x` is `[batch, in, rows, columns]`, `weight` `[in, out, k, k]`, `bias` `[out]`; the result is
/// `[batch, out, height, width]`. The window's image is the result.
pub fn conv_transposed(
    x: Tensor<4>,
    weight: Tensor<4>,
    bias: Option<Tensor<1>>,
    window: Window,
    activation: Option<Activation>,
) -> Tensor<4> {
    let bias = bias.unwrap_or_else(|| zeros(&weight, 1));
    let (x, weight, bias) = (
        x.into_dispatch(),
        weight.into_dispatch(),
        bias.into_dispatch(),
    );
    Tensor::from_dispatch(Dispatch::conv_transposed(
        x, weight, bias, window, activation,
    ))
}

/// The bias of a layer without one; no gradient is computed for it.
fn zeros(weight: &Tensor<4>, channels: usize) -> Tensor<1> {
    Tensor::zeros([weight.dims()[channels]], &weight.device().inner())
}

/// What burn calls, for tensors with automatic differentiation and without.
#[backend_extension(Autodiff, Flex, Cube: cfg(feature = "gpu"))]
pub trait Convolution: Backend {
    /// [`conv()`] on a backend's own tensors.
    fn conv(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        window: Window,
        activation: Option<Activation>,
    ) -> FloatTensor<Self>;

    /// [`conv_transposed()`] on a backend's own tensors.
    fn conv_transposed(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        window: Window,
        activation: Option<Activation>,
    ) -> FloatTensor<Self>;
}

/// What convolutions need besides matrix products. Images are `[batch * height * width, channels]`.
pub trait WindowOps: MatrixOps {
    /// What the window shows at each stop: `[batch * stops, k * k * channels]`.
    fn im2col(images: FloatTensor<Self>, window: Window) -> FloatTensor<Self>;

    /// The transpose: adds up in each pixel what lies over it, `[batch * stops, k * k * channels]` to images, and applies
    /// bias and activation, if any.
    fn col2im(
        columns: FloatTensor<Self>,
        window: Window,
        bias: Option<FloatTensor<Self>>,
        activation: Option<Activation>,
    ) -> FloatTensor<Self>;
}

/// `[batch, channels, height, width]` as `[batch * height * width, channels]`: a copy only where it does not lie so already.
pub(super) fn channels_last<B: Backend>(signal: FloatTensor<B>) -> FloatTensor<B> {
    let [batch, channels, height, width] = sizes::<B, 4>(&signal);
    let signal = B::float_permute(signal, &[0, 2, 3, 1]);
    B::float_reshape(signal, [batch * height * width, channels].into())
}

/// The way back, without a copy.
pub(super) fn channels_first<B: Backend>(
    matrix: FloatTensor<B>,
    [height, width]: [usize; 2],
) -> FloatTensor<B> {
    let [rows, channels] = sizes::<B, 2>(&matrix);
    let shape = [rows / (height * width), height, width, channels];
    B::float_permute(B::float_reshape(matrix, shape.into()), &[0, 3, 1, 2])
}

/// A convolution's weight `[out, in, k, k]` as `[k * k * in, out]`.
fn weight_matrix<B: Backend>(weight: FloatTensor<B>) -> FloatTensor<B> {
    let [out, inputs, k, _] = sizes::<B, 4>(&weight);
    let weight = B::float_permute(weight, &[2, 3, 1, 0]);
    B::float_reshape(weight, [k * k * inputs, out].into())
}

/// A transposed convolution's weight `[in, out, k, k]` as `[in, k * k * out]`.
fn transposed_weight_matrix<B: Backend>(weight: FloatTensor<B>) -> FloatTensor<B> {
    let [inputs, out, k, _] = sizes::<B, 4>(&weight);
    let weight = B::float_permute(weight, &[0, 2, 3, 1]);
    B::float_reshape(weight, [inputs, k * k * out].into())
}

pub(super) fn sizes<B: Backend, const D: usize>(tensor: &FloatTensor<B>) -> [usize; D] {
    let shape = tensor.shape();
    let sizes: Result<[usize; D], _> = shape.as_slice().try_into();
    sizes.expect("the caller knows the number of dimensions")
}
