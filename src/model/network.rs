//! A chain of layers with weights: PyTorch's `nn.Sequential`, described by [`LayerSpec`]s.

use super::layer::{Activation, LayerSpec, SignalShape, same_padding};
use super::{Init, Pass};
use burn::module::{Module, Param};
use burn::nn::Linear;
use burn::tensor::activation::{leaky_relu, relu, sigmoid};
use burn::tensor::module::{batch_norm, batch_norm_train, conv_transpose2d, conv2d, max_pool2d};
use burn::tensor::ops::{ConvOptions, ConvTransposeOptions, MaxPoolOptions};
use burn::tensor::{Device, Tensor};

/// PyTorch's default.
const BATCH_NORM_EPSILON: f64 = 1e-5;
/// PyTorch's default: the share of a new batch in the running statistics.
const BATCH_NORM_MOMENTUM: f64 = 0.1;

/// Layers, one after the other.
#[derive(Module, Debug)]
pub struct Network {
    layers: Vec<Weights>,
    #[module(skip)]
    specs: Vec<LayerSpec>,
    #[module(skip)]
    input: SignalShape,
}

/// The weights of one layer: at most one of these.
#[derive(Module, Debug)]
pub struct Weights {
    linear: Option<Linear>,
    conv: Option<Conv>,
    norm: Option<BatchNorm>,
}

/// Weights of a convolution or a transposed one.
#[derive(Module, Debug)]
pub struct Conv {
    /// `[out, in, k, k]`; transposed `[in, out, k, k]`.
    pub weight: Param<Tensor<4>>,
    /// `[out]`
    pub bias: Option<Param<Tensor<1>>>,
}

/// Weights and running statistics of a batch normalisation, `[channels]` each.
#[derive(Module, Debug)]
pub struct BatchNorm {
    /// Factor.
    pub weight: Param<Tensor<1>>,
    /// Summand.
    pub bias: Param<Tensor<1>>,
    /// Mean of past batches, used when not training.
    pub running_mean: Param<Tensor<1>>,
    /// Variance of past batches (unbiased, as PyTorch has it).
    pub running_var: Param<Tensor<1>>,
}

impl Network {
    /// Draws the weights of these layers, for inputs of this shape.
    pub fn new(input: SignalShape, specs: Vec<LayerSpec>, init: &mut Init) -> Self {
        let mut shape = input;
        let mut layers = Vec::new();
        for spec in &specs {
            layers.push(Weights::new(spec, shape, init));
            shape = LayerSpec::output(shape, spec);
        }
        Self {
            layers,
            specs,
            input,
        }
    }

    /// The layers, each with the shape after it.
    pub fn layers(&self) -> impl Iterator<Item = (&LayerSpec, SignalShape)> {
        let mut shape = self.input;
        self.specs.iter().map(move |spec| {
            shape = LayerSpec::output(shape, spec);
            (spec, shape)
        })
    }

    /// The linear layers, in order.
    pub fn linear_layers(&self) -> impl Iterator<Item = &Linear> {
        self.layers
            .iter()
            .filter_map(|weights| weights.linear.as_ref())
    }

    /// The shape of one input.
    pub fn input(&self) -> SignalShape {
        self.input
    }

    /// Values of one output.
    pub fn outputs(&self) -> usize {
        self.layers()
            .last()
            .map_or(self.input, |(_, shape)| shape)
            .iter()
            .product()
    }

    /// Inputs `[batch, inputs]` to outputs `[batch, outputs]`.
    pub fn forward(&self, x: Tensor<2>, pass: &mut Pass) -> Tensor<2> {
        let [batch, _] = x.dims();
        let [channels, height, width] = self.input;
        let mut x = x.reshape([batch, channels, height, width]);
        for (weights, spec) in self.layers.iter().zip(&self.specs) {
            x = weights.forward(spec, x, pass);
        }
        flat(x)
    }

    /// The gradient of the summed outputs with respect to the inputs, `[batch, inputs]`, written as ordinary tensor
    /// operations so that it can itself be differentiated with respect to the weights: burn differentiates only once.
    ///
    /// Linear layers and convolutions are applied transposed, in reverse order; an activation multiplies by its slope.
    /// The slopes are held constant, which is exact almost everywhere for piecewise-linear layers, and only those are
    /// accepted ([`is_piecewise_linear`](Self::is_piecewise_linear)).
    pub fn input_gradient(&self, x: Tensor<2>) -> Tensor<2> {
        let [batch, _] = x.dims();
        let [channels, height, width] = self.input;
        let mut signal = x.inner().reshape([batch, channels, height, width]);
        let mut slopes = Vec::new();
        let valid = self.valid();
        let mut pass = Pass::eval();
        for (weights, spec) in valid.layers.iter().zip(&self.specs) {
            slopes.push(match spec {
                LayerSpec::Activation(activation) => Some(activation.slope(signal.clone())),
                _ => None,
            });
            signal = weights.forward(spec, signal, &mut pass);
        }
        let mut gradient = signal.ones_like().autodiff();
        let mut shapes: Vec<_> = std::iter::once(self.input)
            .chain(self.layers().map(|(_, shape)| shape))
            .collect();
        shapes.pop();
        for (((weights, spec), slope), shape) in self
            .layers
            .iter()
            .zip(&self.specs)
            .zip(slopes)
            .zip(shapes)
            .rev()
        {
            gradient = match slope {
                Some(slope) => gradient * slope.autodiff(),
                None => weights.transposed(spec, gradient, shape),
            };
        }
        flat(gradient)
    }

    /// Whether [`input_gradient`](Self::input_gradient) is exact for these layers.
    pub fn is_piecewise_linear(specs: &[LayerSpec]) -> bool {
        specs.iter().all(|spec| {
            matches!(
                spec,
                LayerSpec::Linear { .. }
                    | LayerSpec::Conv { .. }
                    | LayerSpec::Reshape(_)
                    | LayerSpec::Dropout(_)
                    | LayerSpec::Activation(Activation::Relu | Activation::LeakyRelu(_))
            )
        })
    }

    /// Moves the running statistics of the batch normalisations towards those of a training pass, in its order.
    pub fn update_running(&mut self, pass: Pass) {
        let norms = self
            .layers
            .iter_mut()
            .filter_map(|weights| weights.norm.as_mut());
        for (norm, (mean, variance)) in norms.zip(pass.into_batch_statistics()) {
            let towards = |old: &Param<Tensor<1>>, new: Tensor<1>| {
                let old = old.val().inner();
                old.mul_scalar(1.0 - BATCH_NORM_MOMENTUM) + new.mul_scalar(BATCH_NORM_MOMENTUM)
            };
            let (mean, variance) = (
                towards(&norm.running_mean, mean),
                towards(&norm.running_var, variance),
            );
            norm.running_mean = norm.running_mean.clone().map(|_| Tensor::from_inner(mean));
            norm.running_var = norm
                .running_var
                .clone()
                .map(|_| Tensor::from_inner(variance));
        }
    }
}

impl Weights {
    fn new(spec: &LayerSpec, [channels, height, width]: SignalShape, init: &mut Init) -> Self {
        let mut weights = Self {
            linear: None,
            conv: None,
            norm: None,
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

    fn forward(&self, spec: &LayerSpec, x: Tensor<4>, pass: &mut Pass) -> Tensor<4> {
        match *spec {
            LayerSpec::Linear { outputs, .. } => {
                let [batch, ..] = x.dims();
                self.linear()
                    .forward(flat(x))
                    .reshape([batch, outputs, 1, 1])
            }
            LayerSpec::Conv { kernel, stride, .. } => {
                let (weight, bias) = self.conv().values();
                let (padding, _) = same_padding(kernel, stride);
                conv2d(
                    x,
                    weight,
                    bias,
                    ConvOptions::new([stride; 2], [padding; 2], [1, 1], 1),
                )
            }
            LayerSpec::ConvTranspose { kernel, stride, .. } => {
                let (weight, bias) = self.conv().values();
                let (padding, extra) = same_padding(kernel, stride);
                let options =
                    ConvTransposeOptions::new([stride; 2], [padding; 2], [extra; 2], [1, 1], 1);
                conv_transpose2d(x, weight, bias, options)
            }
            LayerSpec::BatchNorm => self
                .norm
                .as_ref()
                .expect("made with the network")
                .forward(x, pass),
            LayerSpec::Activation(activation) => activation.forward(x),
            LayerSpec::Dropout(share) => pass.dropout(x, share),
            LayerSpec::MaxPool => max_pool2d(x, MaxPoolOptions::new([2, 2])),
            LayerSpec::Reshape([channels, height, width]) => {
                let [batch, ..] = x.dims();
                x.reshape([batch, channels, height, width])
            }
        }
    }

    /// The gradient before a linear layer from the one after it; `before` is the signal's shape before the layer.
    fn transposed(&self, spec: &LayerSpec, gradient: Tensor<4>, before: SignalShape) -> Tensor<4> {
        let [batch, ..] = gradient.dims();
        let [channels, height, width] = before;
        match *spec {
            LayerSpec::Linear { .. } => flat(gradient)
                .matmul(self.linear().weight.val().transpose())
                .reshape([batch, channels, height, width]),
            LayerSpec::Conv { kernel, stride, .. } => {
                let [_, _, rows, _] = gradient.dims();
                let (padding, _) = same_padding(kernel, stride);
                // The rows that the convolution's last step did not reach.
                let extra = height + 2 * padding - kernel - (rows - 1) * stride;
                let options =
                    ConvTransposeOptions::new([stride; 2], [padding; 2], [extra; 2], [1, 1], 1);
                conv_transpose2d(gradient, self.conv().weight.val(), None, options)
            }
            LayerSpec::Reshape(_) => gradient.reshape([batch, channels, height, width]),
            LayerSpec::Dropout(_) => gradient,
            _ => unreachable!("checked by is_piecewise_linear when the settings were"),
        }
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

impl BatchNorm {
    /// Ones and zeros.
    pub(super) fn new(channels: usize, device: &Device) -> Self {
        let plain = |tensor: Tensor<1>| Param::from_tensor(tensor).set_require_grad(false);
        Self {
            weight: Param::from_tensor(Tensor::ones([channels], device)),
            bias: Param::from_tensor(Tensor::zeros([channels], device)),
            running_mean: plain(Tensor::zeros([channels], device)),
            running_var: plain(Tensor::ones([channels], device)),
        }
    }

    fn forward(&self, x: Tensor<4>, pass: &mut Pass) -> Tensor<4> {
        let (weight, bias) = (self.weight.val(), self.bias.val());
        if !pass.is_training() {
            let (mean, variance) = (self.running_mean.val(), self.running_var.val());
            return batch_norm(x, weight, bias, mean, variance, BATCH_NORM_EPSILON);
        }
        let [batch, _, height, width] = x.dims();
        let count = (batch * height * width) as f64;
        let result = batch_norm_train(x, weight, bias, BATCH_NORM_EPSILON);
        let unbiased = result
            .variance
            .inner()
            .mul_scalar(count / (count - 1.0).max(1.0));
        pass.batch_statistics(result.mean.inner(), unbiased);
        result.output
    }
}

impl Activation {
    /// The activation of every value.
    pub fn forward(self, x: Tensor<4>) -> Tensor<4> {
        match self {
            Self::Relu => relu(x),
            Self::LeakyRelu(slope) => leaky_relu(x, slope),
            Self::Tanh => x.tanh(),
            Self::Sigmoid => sigmoid(x),
        }
    }

    /// The derivative of a piecewise-linear activation, before which the signal was `x`.
    fn slope(self, x: Tensor<4>) -> Tensor<4> {
        let below = if let Self::LeakyRelu(slope) = self {
            slope
        } else {
            0.0
        };
        let positive = x.greater_elem(0.0).float();
        positive.mul_scalar(1.0 - below).add_scalar(below)
    }
}

fn flat(x: Tensor<4>) -> Tensor<2> {
    let [batch, channels, height, width] = x.dims();
    x.reshape([batch, channels * height * width])
}
