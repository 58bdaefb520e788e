//! The likelihood against burn's own operations, values and gradients.

use super::bernoulli_nll;
use burn::tensor::{Device, Tensor, TensorData};

/// `max(l, 0) - l t + log(1 + exp(-|l|))` is `-t log s(l) - (1 - t) log(1 - s(l))` without overflow.
fn plain(logits: Tensor<2>, targets: Tensor<2>) -> Tensor<1> {
    let log_term = logits.clone().abs().neg().exp().log1p();
    let linear_term = logits.clone().clamp_min(0.0) - logits * targets;
    (linear_term + log_term).sum_dim(1).squeeze_dim(1)
}

/// Value and gradient, with a weight on each image so that gradients differ.
fn both(nll: fn(Tensor<2>, Tensor<2>) -> Tensor<1>, rows: usize, n: usize) -> [Vec<f32>; 2] {
    let device = Device::flex();
    let wave = |scale: f32, at: usize| scale * (at as f32 * 1.618 + 0.3).sin();
    let logits: Vec<f32> = (0..rows * n).map(|at| wave(9.0, at)).collect();
    let targets: Vec<f32> = (0..rows * n).map(|at| wave(0.5, at * 7) + 0.5).collect();
    let weights: Vec<f32> = (0..rows).map(|at| at as f32 - 0.7).collect();
    let tensor = |values: Vec<f32>| {
        Tensor::<2>::from_data(TensorData::new(values, [rows, n]), &device).autodiff()
    };
    let logits = tensor(logits).require_grad();
    let values = nll(logits.clone(), tensor(targets));
    let weights: Tensor<1> = Tensor::from_data(TensorData::new(weights, [rows]), &device);
    let grads = (values.clone() * weights.autodiff()).sum().backward();
    let slope = logits.grad(&grads).expect("a gradient");
    [values.inner().into_data(), slope.into_data()].map(|data| data.try_to_vec().expect("f32"))
}

#[test]
fn one_pass_equals_the_tensor_operations() {
    for (rows, n) in [(1, 1), (3, 5), (2, 16), (4, 33), (7, 784)] {
        let [ours, plain] = [bernoulli_nll, plain].map(|nll| both(nll, rows, n));
        for (ours, plain) in ours.iter().zip(&plain) {
            for (a, b) in ours.iter().zip(plain) {
                assert!(
                    (a - b).abs() <= 3e-6 * (1.0 + b.abs()),
                    "{rows}x{n}: {a}, {b}"
                );
            }
        }
    }
}

#[test]
fn what_is_no_number_stays_so() {
    let device = Device::flex();
    let tensor = |values: [f32; 2]| Tensor::<2>::from_data([values], &device);
    let nll = bernoulli_nll(tensor([f32::NAN, 1.0]), tensor([0.5, 0.5])).into_scalar::<f32>();
    assert!(nll.is_nan());
}
