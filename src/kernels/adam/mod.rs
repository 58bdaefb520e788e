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
pub use cpu_kernels::adam::Adam;

/// [`Adam`] on a device, so that it is sent there once and not once a parameter.
#[derive(Clone, Debug)]
pub struct AdamOnDevice(Tensor<1>);

impl AdamOnDevice {
    /// Sends the constants. `scale`, `[1]`, takes the place of theirs where only the device knows it.
    pub fn new(constants: Adam, scale: Option<Tensor<1>>, device: &Device) -> Self {
        let all = constants.to_array();
        Self(match scale {
            None => Tensor::from_data(all, device),
            Some(scale) => {
                let known = Tensor::from_data(&all[..all.len() - 1], device);
                Tensor::cat(vec![known, scale], 0)
            }
        })
    }

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
