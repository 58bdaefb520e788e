//! Our own kernels, each beside the plain tensor operations that it must equal.
//!
//! Those here are for the CPU: one pass over memory where tensor operations take a dozen, and elementary functions that the
//! compiler turns into SIMD, which those of libm prevent. burn differentiates them through [`with_slope`].

mod activation;
pub mod adam;
pub mod bernoulli;
pub mod conv;
mod cpu;
pub mod dense;
#[cfg(feature = "gpu")]
mod gpu;
pub mod leaky_relu;
mod math;
pub mod tanh;
#[cfg(test)]
mod testing;

pub use activation::Activation;

use burn::tensor::{Device, Tensor, TensorData};

/// Whether tensors of this device can be read without waiting.
pub(crate) fn is_cpu(device: &Device) -> bool {
    *device == Device::flex()
}

/// `values`, with `slope` as their derivative by `input`, all of one shape: what a function of each value by itself is to
/// automatic differentiation, which never sees how the values came about.
fn with_slope<const D: usize>(input: Tensor<D>, values: Tensor<D>, slope: Tensor<D>) -> Tensor<D> {
    with_line(values, input * slope.autodiff())
}

/// `values`, with the derivatives of `line`.
fn with_line<const D: usize>(values: Tensor<D>, line: Tensor<D>) -> Tensor<D> {
    let constant = line.clone().inner().autodiff();
    values.autodiff() + (line - constant)
}

/// The numbers themselves.
pub(crate) fn floats(data: &mut TensorData) -> &mut [f32] {
    data.as_mut_slice().expect("all models compute in f32")
}
