//! The gradient by a network's inputs, as ordinary operations.

use super::{Network, alone};
use crate::model::Pass;
use crate::model::layer::{LayerSpec, flat};
use burn::module::Module;
use burn::tensor::Tensor;

impl Network {
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
            let activation = spec.as_activation();
            slopes.push(activation.map(|activation| activation.slope(signal.clone())));
            signal = alone(spec, weights, signal, None, &mut pass);
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
                None => spec.layer().transposed(weights, gradient, shape),
            };
        }
        flat(gradient)
    }

    /// Whether [`input_gradient`](Self::input_gradient) is exact for these layers.
    pub fn is_piecewise_linear(specs: &[LayerSpec]) -> bool {
        specs.iter().all(|spec| spec.layer().is_piecewise_linear())
    }
}
