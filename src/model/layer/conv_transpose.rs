//! Transposed convolution.

use super::conv::step;
use super::{Call, Layer, LayerSpec, ParameterSpec, SignalShape};
use crate::kernels::conv::{Window, conv_transposed};
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// Transposed convolution, which enlarges by its stride: padded so that the output is the input multiplied by it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConvTranspose {
    /// Output channels.
    pub channels: usize,
    /// Side of the square kernel.
    pub kernel: usize,
    /// Factor of enlargement.
    pub stride: usize,
    /// Whether a constant is added to each channel.
    pub bias: bool,
}

impl Layer for ConvTranspose {
    fn output(&self, [_, height, width]: SignalShape) -> SignalShape {
        [self.channels, height * self.stride, width * self.stride]
    }

    fn parameters(&self, [channels, ..]: SignalShape) -> Vec<ParameterSpec> {
        let weight = ParameterSpec::kernels([channels, self.channels, self.kernel, self.kernel]);
        let fan_in = self.channels * self.kernel * self.kernel;
        let bias = || ParameterSpec::bias("bias", self.channels, fan_in);
        [weight].into_iter().chain(self.bias.then(bias)).collect()
    }

    fn describe(&self) -> String {
        let Self {
            channels,
            kernel,
            stride,
            ..
        } = self;
        let step = step(*stride);
        format!("Transposed conv {kernel}x{kernel}, {channels} channels{step}")
    }

    fn forward(&self, weights: &Weights, x: Tensor<4>, call: &mut Call) -> Tensor<4> {
        let bias = self.bias.then(|| weights.vector("bias"));
        let [_, _, rows, columns] = x.dims();
        let window = Window::enlarging([rows, columns], self.kernel, self.stride);
        let weight = weights.kernel("weight");
        conv_transposed(x, weight, bias, window, call.activation.take())
    }
}

/// A transposed convolution with bias.
pub fn conv_transpose(channels: usize, kernel: usize, stride: usize) -> LayerSpec {
    ConvTranspose {
        channels,
        kernel,
        stride,
        bias: true,
    }
    .into()
}
