//! The hyperbolic tangent and its derivative in one pass.

use super::{floats, is_cpu, math, with_slope};
use burn::tensor::{Tensor, TensorData};

/// `tanh` of each value, any shape.
pub fn tanh<const D: usize>(x: Tensor<D>) -> Tensor<D> {
    let device = x.clone().inner().device();
    if !is_cpu(&device) {
        return x.tanh();
    }
    let mut values = x.clone().inner().into_data();
    floats(&mut values)
        .iter_mut()
        .for_each(|value| *value = math::tanh(*value));
    if !x.is_autodiff() {
        return Tensor::from_data(values, &device);
    }
    let outputs: &[f32] = values.as_slice().expect("all models compute in f32");
    let slope: Vec<f32> = outputs.iter().map(|y| 1.0 - y * y).collect();
    let slope = TensorData::new(slope, x.dims());
    with_slope(
        x,
        Tensor::from_data(values, &device),
        Tensor::from_data(slope, &device),
    )
}
