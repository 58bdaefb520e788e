//! A running mean in one pass over memory instead of three.

mod cpu;
#[cfg(feature = "gpu")]
mod gpu;
#[cfg(test)]
mod tests;

use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, backend_extension};
use burn::tensor::{Device, Tensor};

/// How much of the old mean the new one keeps, on a device, so that it is sent there once and not once a parameter.
#[derive(Clone, Debug)]
pub struct Decay(Tensor<1>);

impl Decay {
    /// Sends a share from 0 to 1.
    pub fn on(decay: f64, device: &Device) -> Self {
        Self(Tensor::from_data(
            [decay as f32, (1.0 - decay) as f32],
            device,
        ))
    }

    /// `decay * mean + (1 - decay) * value`, `[n]` all, without automatic differentiation.
    pub fn average(&self, mean: Tensor<1>, value: Tensor<1>) -> Tensor<1> {
        Tensor::from_dispatch(Dispatch::average(
            mean.into_dispatch(),
            value.into_dispatch(),
            self.0.clone().into_dispatch(),
        ))
    }
}

/// What burn calls.
#[backend_extension(Flex, Cube: cfg(feature = "gpu"))]
pub trait AverageOps: Backend {
    /// `shares[0] * mean + shares[1] * value`
    fn average(
        mean: FloatTensor<Self>,
        value: FloatTensor<Self>,
        shares: FloatTensor<Self>,
    ) -> FloatTensor<Self>;
}
