//! Convolution.

use super::{Call, Layer, LayerSpec, ParameterSpec, SignalShape, spectral};
use crate::kernels::conv::{Window, conv as convolved, conv_transposed};
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// Convolution. It pads so that the output is the input divided by the stride, as TensorFlow's "same" and PyTorch's
/// `padding=(k - s + 1) // 2` do; the articles use nothing else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conv {
    /// Output channels.
    pub channels: usize,
    /// Side of the square kernel.
    pub kernel: usize,
    /// Step between two positions.
    pub stride: usize,
    /// Whether a constant is added to each channel.
    pub bias: bool,
}

impl Layer for Conv {
    fn output(&self, [_, height, width]: SignalShape) -> SignalShape {
        let side = |side: usize| side.div_ceil(self.stride);
        [self.channels, side(height), side(width)]
    }

    fn parameters(&self, [channels, ..]: SignalShape) -> Vec<ParameterSpec> {
        let weight = ParameterSpec::kernels([self.channels, channels, self.kernel, self.kernel]);
        let fan_in = channels * self.kernel * self.kernel;
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
        format!(
            "Conv {kernel}x{kernel}, {channels} channels{}",
            step(*stride)
        )
    }

    fn forward(&self, weights: &Weights, x: Tensor<4>, call: &mut Call) -> Tensor<4> {
        let weight = spectral::normalised_kernel(weights, call.pass);
        let bias = self.bias.then(|| weights.vector("bias"));
        let [_, _, height, width] = x.dims();
        let window = Window::over([height, width], self.kernel, self.stride);
        convolved(x, weight, bias, window, call.activation.take())
    }

    fn is_piecewise_linear(&self) -> bool {
        true
    }

    fn transposed(&self, weights: &Weights, gradient: Tensor<4>, before: SignalShape) -> Tensor<4> {
        let [_, height, width] = before;
        let window = Window::over([height, width], self.kernel, self.stride);
        conv_transposed(gradient, weights.kernel("weight"), None, window, None)
    }

    fn takes_spectral_norm(&self) -> bool {
        true
    }

    fn filters(&self, weights: &Weights) -> Option<Tensor<3>> {
        let kernels = weights.kernel("weight").inner();
        let [units, _, height, width] = kernels.dims();
        Some(kernels.narrow(1, 0, 1).reshape([units, height, width]))
    }
}

/// ", stride 2", where that is worth telling.
pub(super) fn step(stride: usize) -> String {
    if stride == 1 {
        String::new()
    } else {
        format!(", stride {stride}")
    }
}

/// A convolution with bias.
pub fn conv(channels: usize, kernel: usize, stride: usize) -> LayerSpec {
    Conv {
        channels,
        kernel,
        stride,
        bias: true,
    }
    .into()
}
