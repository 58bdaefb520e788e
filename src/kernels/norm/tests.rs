//! Normalisation against burn's own, values, statistics and gradients.

use super::batch_norm;
use crate::kernels::Activation;
use crate::kernels::testing::{Mixed, assert_near};
use burn::tensor::activation::leaky_relu;
use burn::tensor::module::batch_norm_train;
use burn::tensor::{Device, Tensor};

const EPSILON: f64 = 1e-5;

/// Signal, mean and variance.
type Norm = fn(Tensor<4>, Tensor<1>, Tensor<1>) -> (Tensor<4>, Tensor<1>, Tensor<1>);

fn ours(x: Tensor<4>, weight: Tensor<1>, bias: Tensor<1>) -> (Tensor<4>, Tensor<1>, Tensor<1>) {
    let result = batch_norm(
        x,
        weight,
        bias,
        EPSILON,
        Some(Activation::LeakyRelu { slope: 0.2 }),
    );
    (result.signal, result.mean, result.variance)
}

fn burns(x: Tensor<4>, weight: Tensor<1>, bias: Tensor<1>) -> (Tensor<4>, Tensor<1>, Tensor<1>) {
    let result = batch_norm_train(x, weight, bias, EPSILON);
    (leaky_relu(result.output, 0.2), result.mean, result.variance)
}

#[test]
fn everything_is_burns() {
    let device = Device::flex();
    for shape in [[2, 1, 1, 1], [5, 3, 1, 1], [3, 4, 2, 5], [2, 8, 7, 7]] {
        let all = |norm: Norm| -> Vec<Vec<f32>> {
            let mut mixed = Mixed::new(5);
            let [_, channels, ..] = shape;
            let x = mixed.tensor(shape, &device).autodiff().require_grad();
            let mut vector = || mixed.tensor([channels], &device).autodiff().require_grad();
            let (weight, bias) = (vector(), vector());
            let (y, mean, variance) = norm(x.clone(), weight.clone(), bias.clone());
            let towards = mixed.tensor(shape, &device).autodiff();
            let grads = (y.clone() * towards).sum().backward();
            let parts = [
                y.inner().into_data(),
                mean.inner().into_data(),
                variance.inner().into_data(),
                x.grad(&grads).expect("a gradient").into_data(),
                weight.grad(&grads).expect("a gradient").into_data(),
                bias.grad(&grads).expect("a gradient").into_data(),
            ];
            parts.map(|data| data.try_to_vec().expect("f32")).into()
        };
        for (part, (ours, burns)) in all(ours).iter().zip(&all(burns)).enumerate() {
            assert_near(ours, burns, 3e-5, &format!("{shape:?}, part {part}"));
        }
    }
}
