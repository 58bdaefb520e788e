//! A chain of layers with weights: PyTorch's `nn.Sequential`, described by [`LayerSpec`]s.

mod input_gradient;
pub(crate) mod portable;
mod running;
mod zero;

use super::layer::{Call, LayerSpec, SignalShape, flat};
use super::weights::{Parameter, Weights};
use super::{Init, Pass};
use crate::kernels::activation::activate;
use burn::module::{Module, Param};
use burn::tensor::Tensor;

/// Layers, one after the other. Some hold chains of their own: residual paths, skips.
#[derive(Module, Debug)]
pub struct Network {
    layers: Vec<Weights>,
    #[module(skip)]
    specs: Vec<LayerSpec>,
    #[module(skip)]
    input: SignalShape,
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

    /// The weights `[in, out]` and biases of the linear layers, in order.
    pub fn linear_layers(&self) -> impl Iterator<Item = LinearWeights<'_>> {
        self.layers
            .iter()
            .zip(&self.specs)
            .filter_map(|(layer, spec)| {
                let (LayerSpec::Linear(_), Some(Parameter::Matrix(weight))) =
                    (spec, layer.get("weight"))
                else {
                    return None;
                };
                let bias = match layer.get("bias") {
                    Some(Parameter::Vector(bias)) => Some(bias),
                    _ => None,
                };
                Some((weight, bias))
            })
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

    /// A signal `[batch, n]` with the digit, one-hot `[batch, 10]`, appended for a conditional model: once where the network
    /// takes flat signals, as ten planes where it takes images. `[batch, inputs]`.
    pub fn concat_label(&self, signal: Tensor<2>, digits: Option<Tensor<2>>) -> Tensor<2> {
        let Some(digits) = digits else {
            return signal;
        };
        let [_, height, width] = self.input;
        let digits = match height * width {
            1 => digits,
            area => {
                let [batch, classes] = digits.dims();
                digits
                    .unsqueeze_dim::<3>(2)
                    .expand([batch, classes, area])
                    .reshape([batch, classes * area])
            }
        };
        Tensor::cat(vec![signal, digits], 1)
    }

    /// Inputs `[batch, inputs]` to outputs `[batch, outputs]`.
    pub fn forward(&self, x: Tensor<2>, pass: &mut Pass) -> Tensor<2> {
        flat(self.signal(self.unfolded(x), None, pass))
    }

    /// The same, told a condition beside the input, `[batch, n]`, which layers take that [ask for
    /// it](super::layer::Layer::condition): the time of a flow, a label.
    pub fn forward_given(&self, x: Tensor<2>, condition: &Tensor<2>, pass: &mut Pass) -> Tensor<2> {
        flat(self.signal(self.unfolded(x), Some(condition), pass))
    }

    /// The signal after all layers, `[batch, channels, height, width]` as the one before.
    pub(super) fn signal(
        &self,
        mut x: Tensor<4>,
        condition: Option<&Tensor<2>>,
        pass: &mut Pass,
    ) -> Tensor<4> {
        let mut layers = self.layers.iter().zip(&self.specs).peekable();
        while let Some((weights, spec)) = layers.next() {
            // An activation is computed by the kernel of the layer before it.
            let next = layers.next_if(|(_, next)| next.as_activation().is_some());
            let mut call = Call {
                activation: next.and_then(|(_, spec)| spec.as_activation()),
                condition,
                pass,
            };
            x = spec.layer().forward(weights, x, &mut call);
            if let Some(activation) = call.activation {
                x = activate(x, activation);
            }
        }
        x
    }

    /// `[batch, inputs]` as `[batch, channels, height, width]`.
    fn unfolded(&self, x: Tensor<2>) -> Tensor<4> {
        let [batch, _] = x.dims();
        let [channels, height, width] = self.input;
        x.reshape([batch, channels, height, width])
    }

    /// [`forward`](Self::forward), showing the signal after each layer, `[batch, channels, height, width]`.
    pub fn forward_past(
        &self,
        x: Tensor<2>,
        pass: &mut Pass,
        look: impl FnMut(&Tensor<4>),
    ) -> Tensor<2> {
        self.past(x, None, pass, look)
    }

    /// [`forward_given`](Self::forward_given), showing the signal after each layer.
    pub fn forward_past_given(
        &self,
        x: Tensor<2>,
        condition: &Tensor<2>,
        pass: &mut Pass,
        look: impl FnMut(&Tensor<4>),
    ) -> Tensor<2> {
        self.past(x, Some(condition), pass, look)
    }

    fn past(
        &self,
        x: Tensor<2>,
        condition: Option<&Tensor<2>>,
        pass: &mut Pass,
        mut look: impl FnMut(&Tensor<4>),
    ) -> Tensor<2> {
        let mut x = self.unfolded(x);
        for (weights, spec) in self.layers.iter().zip(&self.specs) {
            x = alone(spec, weights, x, condition, pass);
            look(&x);
        }
        flat(x)
    }

    /// Values of the condition that it takes, if it takes one.
    pub fn condition(&self) -> Option<usize> {
        fn of(layers: &[LayerSpec]) -> Option<usize> {
            layers.iter().find_map(|spec| {
                let layer = spec.layer();
                let within = || {
                    layer
                        .branches()
                        .into_iter()
                        .find_map(|(_, layers)| of(layers))
                };
                layer.condition().or_else(within)
            })
        }
        of(&self.specs)
    }

    /// The first layer's weights.
    pub(super) fn first(&self) -> &Weights {
        &self.layers[0]
    }

    /// The same, to be changed.
    pub(super) fn first_mut(&mut self) -> &mut Weights {
        &mut self.layers[0]
    }

    /// What each unit of the first layer looks for in a picture: its weights over it, `[units, height, width]`. Those over
    /// the digit that a conditional model is told are left out.
    pub fn filters(&self) -> Option<Tensor<3>> {
        self.specs.first()?.layer().filters(self.layers.first()?)
    }
}

/// The weight `[in, out]` and the bias of a linear layer.
pub type LinearWeights<'a> = (&'a Param<Tensor<2>>, Option<&'a Param<Tensor<1>>>);

/// The signal after one layer, without an activation of its own.
fn alone(
    spec: &LayerSpec,
    weights: &Weights,
    x: Tensor<4>,
    condition: Option<&Tensor<2>>,
    pass: &mut Pass,
) -> Tensor<4> {
    let mut call = Call {
        activation: None,
        condition,
        pass,
    };
    spec.layer().forward(weights, x, &mut call)
}
