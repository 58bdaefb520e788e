//! Signals `[batch, channels, height, width]` and their rows, as layers take them.

use crate::kernels::layer_norm::layer_norm;
use burn::tensor::{Tensor, TensorData};

/// The values alone, whether they are being differentiated or not.
pub(in crate::model) fn plain<const D: usize>(tensor: Tensor<D>) -> Tensor<D> {
    if tensor.is_autodiff() {
        tensor.inner()
    } else {
        tensor
    }
}

/// Values that no gradient changes, beside a tensor that may have one.
pub(in crate::model) fn constant<const D: usize, const E: usize>(
    values: Vec<f32>,
    shape: [usize; D],
    beside: &Tensor<E>,
) -> Tensor<D> {
    let constant = Tensor::from_data(TensorData::new(values, shape), &beside.device().inner());
    if beside.is_autodiff() {
        constant.autodiff()
    } else {
        constant
    }
}

/// `[batch, channels, height, width]` to `[batch, values]`.
pub(in crate::model) fn flat(x: Tensor<4>) -> Tensor<2> {
    let [batch, channels, height, width] = x.dims();
    x.reshape([batch, channels * height * width])
}

/// `[batch, channels, height, width]` to a row for each place, `[batch * height * width, channels]`.
pub(super) fn places(x: Tensor<4>) -> Tensor<2> {
    let [batch, channels, height, width] = x.dims();
    x.permute([0, 2, 3, 1])
        .reshape([batch * height * width, channels])
}

/// A row for each place to a signal of this height and width: the reverse of [`places`].
pub(super) fn signal(rows: Tensor<2>, [height, width]: [usize; 2]) -> Tensor<4> {
    let [n, channels] = rows.dims();
    rows.reshape([n / (height * width), height, width, channels])
        .permute([0, 3, 1, 2])
}

/// Rows with mean 0 and variance 1, `[n, values]` (the biased variance, with PyTorch's epsilon).
pub(super) fn standardised(rows: Tensor<2>) -> Tensor<2> {
    let (n, device) = (rows.dims()[1], rows.device().inner());
    let [weight, bias] = [Tensor::ones([n], &device), Tensor::zeros([n], &device)];
    layer_norm(rows, weight, bias, EPSILON)
}

/// What normalisations add to a variance: PyTorch's default.
pub(in crate::model) const EPSILON: f64 = 1e-5;
