//! Layer normalisation against the same by burn's own operations, values and gradients.

use super::layer_norm;
use crate::kernels::testing::{Mixed, assert_near};
use burn::tensor::{Device, Tensor};

const EPSILON: f64 = 1e-5;

fn plain(x: Tensor<2>, weight: Tensor<1>, bias: Tensor<1>) -> Tensor<2> {
    let centred = x.clone() - x.mean_dim(1);
    let variance = centred.clone().square().mean_dim(1);
    let normalised = centred / variance.add_scalar(EPSILON).sqrt();
    normalised * weight.unsqueeze() + bias.unsqueeze()
}

#[test]
fn values_and_gradients_are_burns() {
    let device = Device::flex();
    // One value a row; no multiple of what is added side by side; more rows than are worked on together.
    for shape in [[3, 1], [5, 11], [600, 24], [257, 64]] {
        let all = |norm: &dyn Fn(Tensor<2>, Tensor<1>, Tensor<1>) -> Tensor<2>| -> Vec<Vec<f32>> {
            let mut mixed = Mixed::new(9);
            let x = mixed.tensor(shape, &device).mul_scalar(3.0).add_scalar(1.0);
            let x = x.autodiff().require_grad();
            let mut vector = || mixed.tensor([shape[1]], &device).autodiff().require_grad();
            let (weight, bias) = (vector(), vector());
            let y = norm(x.clone(), weight.clone(), bias.clone());
            let towards = mixed.tensor(shape, &device).autodiff();
            let grads = (y.clone() * towards).sum().backward();
            let parts = [
                y.inner().into_data(),
                x.grad(&grads).expect("a gradient").into_data(),
                weight.grad(&grads).expect("a gradient").into_data(),
                bias.grad(&grads).expect("a gradient").into_data(),
            ];
            parts.map(|data| data.try_to_vec().expect("f32")).into()
        };
        let ours = all(&|x, weight, bias| layer_norm(x, weight, bias, EPSILON));
        for (part, (ours, burns)) in ours.iter().zip(&all(&plain)).enumerate() {
            assert_near(ours, burns, 1e-5, &format!("{shape:?}, part {part}"));
        }
    }
}
