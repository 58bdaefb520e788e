//! Functions of single values: alone, and as what a layer's kernel applies to what it has just computed.

mod cpu;
#[cfg(feature = "gpu")]
mod gpu;
mod gradient;
#[cfg(test)]
mod tests;

use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, backend_extension};
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// A function of single values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Activation {
    /// `max(x, 0)`
    Relu,
    /// `x` above zero, `slope * x` below.
    LeakyRelu {
        /// Below 1.
        slope: f64,
    },
    /// Between -1 and 1.
    Tanh,
    /// Between 0 and 1.
    Sigmoid,
}

/// The activation of every value, any shape.
pub fn activate<const D: usize>(x: Tensor<D>, activation: Activation) -> Tensor<D> {
    Tensor::from_dispatch(Dispatch::activate(x.into_dispatch(), activation))
}

/// The logistic function of every value, any shape.
pub fn sigmoid<const D: usize>(x: Tensor<D>) -> Tensor<D> {
    activate(x, Activation::Sigmoid)
}

/// What burn calls, for tensors with automatic differentiation and without.
#[backend_extension(Autodiff, Flex, Cube: cfg(feature = "gpu"))]
pub trait Activate: Backend {
    /// [`activate()`] on a backend's own tensors.
    fn activate(x: FloatTensor<Self>, activation: Activation) -> FloatTensor<Self>;
}

/// What activations and their gradients are made of.
pub trait ActivationOps: Backend {
    /// The activation of every value.
    fn activated(x: FloatTensor<Self>, activation: Activation) -> FloatTensor<Self>;

    /// The gradient before an activation, from the one after it and the values `y` after it, of one shape: each activation
    /// knows its derivative from its value.
    fn before_activation(
        grad: FloatTensor<Self>,
        y: FloatTensor<Self>,
        activation: Activation,
    ) -> FloatTensor<Self>;
}
