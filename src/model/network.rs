//! A chain of layers with weights: PyTorch's `nn.Sequential`, described by [`LayerSpec`]s.

use super::layer::{Activation, LayerSpec, SignalShape};
use super::weights::{Weights, flat};
use super::{Init, Pass};
use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::Tensor;

/// Layers, one after the other.
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

    /// The linear layers, in order.
    pub fn linear_layers(&self) -> impl Iterator<Item = &Linear> {
        self.layers.iter().filter_map(Weights::as_linear)
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
        let mut x = self.unfolded(x);
        let mut layers = self.layers.iter().zip(&self.specs).peekable();
        while let Some((weights, spec)) = layers.next() {
            // An activation is computed by the kernel of the layer before it.
            let activation = layers.next_if(|(_, next)| next.as_activation().is_some());
            let activation = activation.and_then(|(_, spec)| spec.as_activation());
            x = weights.forward(spec, x, activation, pass);
        }
        flat(x)
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
        mut look: impl FnMut(&Tensor<4>),
    ) -> Tensor<2> {
        let mut x = self.unfolded(x);
        for (weights, spec) in self.layers.iter().zip(&self.specs) {
            x = weights.forward(spec, x, None, pass);
            look(&x);
        }
        flat(x)
    }

    /// What each unit of the first layer looks for in a picture: its weights over it, `[units, height, width]`. Those over
    /// the digit that a conditional model is told are left out.
    pub fn filters(&self) -> Option<Tensor<3>> {
        self.layers.first()?.filters()
    }

    /// The gradient of the summed outputs with respect to the inputs, `[batch, inputs]`, written as ordinary tensor
    /// operations so that it can itself be differentiated with respect to the weights: burn differentiates only once.
    ///
    /// Linear layers and convolutions are applied transposed, in reverse order; an activation multiplies by its slope.
    /// The slopes are held constant, which is exact almost everywhere for piecewise-linear layers, and only those are
    /// accepted ([`is_piecewise_linear`](Self::is_piecewise_linear)).
    pub fn input_gradient(&self, x: Tensor<2>) -> Tensor<2> {
        let mut signal = self.unfolded(x.inner());
        let mut slopes = Vec::new();
        let valid = self.valid();
        let mut pass = Pass::eval();
        for (weights, spec) in valid.layers.iter().zip(&self.specs) {
            slopes.push(match spec {
                LayerSpec::Activation(activation) => Some(activation.slope(signal.clone())),
                _ => None,
            });
            signal = weights.forward(spec, signal, None, &mut pass);
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

    /// The same network with every weight divided by its largest singular value (spectral normalisation).
    pub fn with_spectral_norm(mut self, init: &mut Init) -> Self {
        self.layers = self
            .layers
            .into_iter()
            .map(|weights| weights.with_spectral_norm(init))
            .collect();
        self
    }

    /// The same function, with spectral normalisation worked into the weights: what other programs can load.
    pub fn without_spectral_norm(mut self) -> Self {
        self.layers = self
            .layers
            .into_iter()
            .map(Weights::without_spectral_norm)
            .collect();
        self
    }

    /// Takes over what a training pass has left, in its order: batch normalisations' running statistics, spectral
    /// normalisations' singular vectors.
    pub fn update_running(&mut self, pass: Pass) {
        let (statistics, vectors) = pass.into_left();
        let norms = self.layers.iter_mut().filter_map(Weights::batch_norm);
        for (norm, (mean, variance)) in norms.zip(statistics) {
            norm.update(mean, variance);
        }
        let spectral = self.layers.iter_mut().filter_map(Weights::spectral);
        for (spectral, (u, v)) in spectral.zip(vectors) {
            spectral.update(u, v);
        }
    }
}
