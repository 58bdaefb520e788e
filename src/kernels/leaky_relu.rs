//! The leaky rectifier as a product with its own slope: burn's masks every value one by one, in both directions, and took a
//! seventh of a GAN's step on the CPU.

use super::{floats, is_cpu};
use burn::tensor::{Tensor, activation};

/// `x` where it is positive, `below * x` elsewhere; any shape.
pub fn leaky_relu<const D: usize>(x: Tensor<D>, below: f64) -> Tensor<D> {
    let device = x.clone().inner().device();
    if !is_cpu(&device) {
        return activation::leaky_relu(x, below);
    }
    let below = below as f32;
    let mut slope = x.clone().inner().into_data();
    floats(&mut slope)
        .iter_mut()
        .for_each(|value| *value = if *value > 0.0 { 1.0 } else { below });
    let slope = Tensor::from_data(slope, &device);
    if x.is_autodiff() {
        x * slope.autodiff()
    } else {
        x * slope
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::Device;

    #[test]
    fn values_and_gradients_are_those_of_the_tensor_operation() {
        let values = [
            [-2.0f32, -0.5, 0.0, 0.25, 3.0],
            [1e-30, -1e-30, 7.5, -7.5, 0.1],
        ];
        let both = |function: fn(Tensor<2>, f64) -> Tensor<2>| {
            let x = Tensor::<2>::from_data(values, &Device::flex())
                .autodiff()
                .require_grad();
            let y = function(x.clone(), 0.2);
            let grads = y.clone().square().sum().backward();
            let grad = x.grad(&grads).expect("a gradient");
            [y.inner(), grad].map(|tensor| tensor.into_data().try_to_vec::<f32>().expect("f32"))
        };
        assert_eq!(both(leaky_relu), both(activation::leaky_relu));
    }
}
