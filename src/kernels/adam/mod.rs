//! Adam in one pass over memory. As tensor operations it is a dozen passes, each with an allocation (on a GPU: a launch), and
//! took a third of a GAN's step.

mod cpu;
#[cfg(feature = "gpu")]
mod gpu;
#[cfg(test)]
mod tests;

use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, backend_extension};
use burn::tensor::{Device, Tensor};

/// The constants of one update, the same for every parameter.
#[derive(Clone, Copy, Debug)]
pub struct Adam {
    /// `lr / (1 - beta1^t)`
    pub rate: f32,
    /// Decay of the running mean of gradients.
    pub beta1: f32,
    /// `1 - beta1`, subtracted before it was rounded.
    pub rest1: f32,
    /// Decay of the running mean of squared gradients.
    pub beta2: f32,
    /// `1 - beta2`
    pub rest2: f32,
    /// `sqrt(1 - beta2^t)`
    pub root_correction: f32,
    /// Added to the root.
    pub epsilon: f32,
}

/// [`Adam`] on a device, so that it is sent there once and not once a parameter.
#[derive(Clone, Debug)]
pub struct AdamOnDevice(Tensor<1>);

impl Adam {
    /// Sends the constants.
    pub fn on(self, device: &Device) -> AdamOnDevice {
        let Self {
            rate,
            beta1,
            rest1,
            beta2,
            rest2,
            root_correction,
            epsilon,
        } = self;
        let constants = [rate, beta1, rest1, beta2, rest2, root_correction, epsilon];
        AdamOnDevice(Tensor::from_data(constants, device))
    }
}

impl AdamOnDevice {
    /// A parameter `[n]` and its running means of gradient and squared gradient `[n]` after one update with a gradient
    /// `[n]`. Before the first update the means are zeros. All without automatic differentiation.
    pub fn update(
        &self,
        value: Tensor<1>,
        grad: Tensor<1>,
        moments: Option<[Tensor<1>; 2]>,
    ) -> (Tensor<1>, [Tensor<1>; 2]) {
        let [first, second] = moments.unwrap_or_else(|| [value.zeros_like(), value.zeros_like()]);
        let (value, first, second) = Dispatch::adam(
            value.into_dispatch(),
            grad.into_dispatch(),
            first.into_dispatch(),
            second.into_dispatch(),
            self.0.clone().into_dispatch(),
        );
        let moments = [first, second].map(Tensor::from_dispatch);
        (Tensor::from_dispatch(value), moments)
    }
}

/// What burn calls.
#[backend_extension(Flex, Cube: cfg(feature = "gpu"))]
pub trait AdamOps: Backend {
    /// A parameter and its two running means after an update.
    fn adam(
        value: FloatTensor<Self>,
        grad: FloatTensor<Self>,
        first: FloatTensor<Self>,
        second: FloatTensor<Self>,
        constants: FloatTensor<Self>,
    ) -> (FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>);
}
