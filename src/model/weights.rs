//! The weights of one layer of a network, and what the layer does with them.

use super::layer::{Activation, LayerSpec, SignalShape};
use super::norm::{BatchNorm, Spectral};
use super::{Init, Pass};
use crate::dataset::PIXELS;
use crate::kernels::activation::activate;
use crate::kernels::conv::{Window, conv, conv_transposed};
use crate::kernels::dense::{dense, product};
use burn::module::{Module, Param};
use burn::nn::Linear;
use burn::tensor::Tensor;
use burn::tensor::module::max_pool2d;
use burn::tensor::ops::MaxPoolOptions;

/// The weights of one layer: at most one of the first three.
#[derive(Module, Debug)]
pub struct Weights {
    linear: Option<Linear>,
    conv: Option<Conv>,
    norm: Option<BatchNorm>,
    spectral: Option<Spectral>,
}

/// Weights of a convolution or a transposed one.
#[derive(Module, Debug)]
pub struct Conv {
    /// `[out, in, k, k]`; transposed `[in, out, k, k]`.
    pub weight: Param<Tensor<4>>,
    /// `[out]`
    pub bias: Option<Param<Tensor<1>>>,
}

impl Weights {
    /// Draws the weights of a layer, given the shape before it.
    pub(super) fn new(
        spec: &LayerSpec,
        [channels, height, width]: SignalShape,
        init: &mut Init,
    ) -> Self {
        let mut weights = Self {
            linear: None,
            conv: None,
            norm: None,
            spectral: None,
        };
        match *spec {
            LayerSpec::Linear { outputs, bias } => {
                weights.linear = Some(init.linear(channels * height * width, outputs, bias));
            }
            LayerSpec::Conv {
                channels: out,
                kernel,
                bias,
                ..
            } => {
                weights.conv = Some(init.conv(channels, out, kernel, bias));
            }
            LayerSpec::ConvTranspose {
                channels: out,
                kernel,
                bias,
                ..
            } => {
                weights.conv = Some(init.conv_transpose(channels, out, kernel, bias));
            }
            LayerSpec::BatchNorm => weights.norm = Some(init.batch_norm(channels)),
            _ => {}
        }
        weights
    }

    /// The signal after the layer, and after an activation where one follows.
    pub(super) fn forward(
        &self,
        spec: &LayerSpec,
        x: Tensor<4>,
        activation: Option<Activation>,
        pass: &mut Pass,
    ) -> Tensor<4> {
        let y = match *spec {
            LayerSpec::Linear { outputs, .. } => {
                let [batch, ..] = x.dims();
                let layer = self.linear();
                let mut weight = layer.weight.val();
                if let Some(spectral) = &self.spectral {
                    weight = spectral.linear(weight, pass);
                }
                let bias = layer.bias.as_ref().map(Param::val);
                return dense(flat(x), weight, bias, activation).reshape([batch, outputs, 1, 1]);
            }
            LayerSpec::Conv { kernel, stride, .. } => {
                let (mut weight, bias) = self.conv().values();
                if let Some(spectral) = &self.spectral {
                    weight = spectral.conv(weight, pass);
                }
                let [_, _, height, width] = x.dims();
                let window = Window::over([height, width], kernel, stride);
                return conv(x, weight, bias, window, activation);
            }
            LayerSpec::ConvTranspose { kernel, stride, .. } => {
                let (weight, bias) = self.conv().values();
                let [_, _, rows, columns] = x.dims();
                let window = Window::enlarging([rows, columns], kernel, stride);
                return conv_transposed(x, weight, bias, window, activation);
            }
            LayerSpec::BatchNorm => {
                let norm = self.norm.as_ref().expect("made with the network");
                return norm.forward(x, activation, pass);
            }
            LayerSpec::Activation(activation) => activate(x, activation),
            LayerSpec::Dropout(share) => pass.dropout(x, share),
            LayerSpec::MaxPool => max_pool2d(x, MaxPoolOptions::new([2, 2])),
            LayerSpec::Reshape([channels, height, width]) => {
                let [batch, ..] = x.dims();
                x.reshape([batch, channels, height, width])
            }
        };
        match activation {
            Some(activation) => activate(y, activation),
            None => y,
        }
    }

    /// The gradient before a linear layer from the one after it; `before` is the signal's shape before the layer.
    pub(super) fn transposed(
        &self,
        spec: &LayerSpec,
        gradient: Tensor<4>,
        before: SignalShape,
    ) -> Tensor<4> {
        let [batch, ..] = gradient.dims();
        let [channels, height, width] = before;
        match *spec {
            LayerSpec::Linear { .. } => {
                product(flat(gradient), self.linear().weight.val().transpose())
                    .reshape([batch, channels, height, width])
            }
            LayerSpec::Conv { kernel, stride, .. } => {
                let window = Window::over([height, width], kernel, stride);
                conv_transposed(gradient, self.conv().weight.val(), None, window, None)
            }
            LayerSpec::Reshape(_) => gradient.reshape([batch, channels, height, width]),
            LayerSpec::Dropout(_) => gradient,
            _ => unreachable!("checked by is_piecewise_linear when the settings were"),
        }
    }

    /// With spectral normalisation of a linear layer or a convolution; any other layer stays as it is.
    pub(super) fn with_spectral_norm(mut self, init: &mut Init) -> Self {
        let matrix = match (&self.linear, &self.conv) {
            (Some(layer), _) => Some(layer.weight.val().inner().transpose()),
            (_, Some(conv)) => Some(Spectral::matrix(conv.weight.val().inner())),
            _ => None,
        };
        self.spectral = matrix.map(|matrix| Spectral::new(matrix, init));
        self
    }

    /// With the normalised weight in the raw one's place.
    pub(super) fn without_spectral_norm(mut self) -> Self {
        if let Some(spectral) = self.spectral.take() {
            let mut pass = Pass::eval();
            if let Some(layer) = &mut self.linear {
                layer.weight = layer
                    .weight
                    .clone()
                    .map(|weight| spectral.linear(weight, &mut pass).detach());
            }
            if let Some(conv) = &mut self.conv {
                conv.weight = conv
                    .weight
                    .clone()
                    .map(|weight| spectral.conv(weight, &mut pass).detach());
            }
        }
        self
    }

    /// The weights over a picture `[784]`, or over its only channel, `[units, height, width]`.
    pub(super) fn filters(&self) -> Option<Tensor<3>> {
        if let Some(layer) = &self.linear {
            let [_, units] = layer.weight.dims();
            let over_pixels = layer.weight.val().inner().narrow(0, 0, PIXELS);
            return Some(over_pixels.transpose().reshape([units, 28, 28]));
        }
        let kernels = self.conv.as_ref()?.weight.val().inner();
        let [units, _, height, width] = kernels.dims();
        Some(kernels.narrow(1, 0, 1).reshape([units, height, width]))
    }

    /// The layer's batch normalisation, if it is one.
    pub(super) fn batch_norm(&mut self) -> Option<&mut BatchNorm> {
        self.norm.as_mut()
    }

    /// The layer's spectral normalisation, if it has one.
    pub(super) fn spectral(&mut self) -> Option<&mut Spectral> {
        self.spectral.as_mut()
    }

    /// The linear layer, if it is one.
    pub(super) fn as_linear(&self) -> Option<&Linear> {
        self.linear.as_ref()
    }

    fn linear(&self) -> &Linear {
        self.linear.as_ref().expect("made with the network")
    }

    fn conv(&self) -> &Conv {
        self.conv.as_ref().expect("made with the network")
    }
}

impl Conv {
    fn values(&self) -> (Tensor<4>, Option<Tensor<1>>) {
        (self.weight.val(), self.bias.as_ref().map(Param::val))
    }
}

impl Activation {
    /// The derivative of a piecewise-linear activation, before which the signal was `x`.
    pub(super) fn slope(self, x: Tensor<4>) -> Tensor<4> {
        let below = if let Self::LeakyRelu(slope) = self {
            slope
        } else {
            0.0
        };
        let positive = x.greater_elem(0.0).float();
        positive.mul_scalar(1.0 - below).add_scalar(below)
    }
}

/// What a linear layer makes of `[batch, inputs]`.
pub fn through(layer: &Linear, x: Tensor<2>) -> Tensor<2> {
    let bias = layer.bias.as_ref().map(Param::val);
    dense(x, layer.weight.val(), bias, None)
}

/// `[batch, channels, height, width]` to `[batch, values]`.
pub(super) fn flat(x: Tensor<4>) -> Tensor<2> {
    let [batch, channels, height, width] = x.dims();
    x.reshape([batch, channels * height * width])
}
