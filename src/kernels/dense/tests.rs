//! The layer against burn's own operations, values and gradients.

use super::dense;
use crate::kernels::Activation;
use crate::kernels::testing::{Mixed, assert_near};
use burn::tensor::activation::{leaky_relu, relu, sigmoid};
use burn::tensor::{Device, Tensor};

fn plain(
    x: Tensor<2>,
    weight: Tensor<2>,
    bias: Option<Tensor<1>>,
    activation: Option<Activation>,
) -> Tensor<2> {
    let mut y = x.matmul(weight);
    if let Some(bias) = bias {
        y = y + bias.unsqueeze();
    }
    match activation {
        None => y,
        Some(Activation::Relu) => relu(y),
        Some(Activation::LeakyRelu { slope }) => leaky_relu(y, slope),
        Some(Activation::Tanh) => y.tanh(),
        Some(Activation::Sigmoid) => sigmoid(y),
    }
}

/// The layer's values, and the gradients of a weighted sum of them by its three inputs.
type Layer = fn(Tensor<2>, Tensor<2>, Option<Tensor<1>>, Option<Activation>) -> Tensor<2>;

fn all(
    layer: Layer,
    [m, k, n]: [usize; 3],
    bias: bool,
    activation: Option<Activation>,
) -> Vec<Vec<f32>> {
    let device = Device::flex();
    let mut mixed = Mixed::new((m * 10_000 + k * 100 + n) as u64);
    let x = mixed.tensor([m, k], &device).autodiff().require_grad();
    let weight = mixed.tensor([k, n], &device).autodiff().require_grad();
    let shift = mixed.tensor([n], &device).autodiff().require_grad();
    let towards = mixed.tensor([m, n], &device).autodiff();
    let y = layer(
        x.clone(),
        weight.clone(),
        bias.then(|| shift.clone()),
        activation,
    );
    let grads = (y.clone() * towards).sum().backward();
    let mut all = vec![
        y.inner().into_data(),
        x.grad(&grads).unwrap().into_data(),
        weight.grad(&grads).unwrap().into_data(),
    ];
    all.extend(shift.grad(&grads).map(Tensor::into_data));
    all.into_iter()
        .map(|data| data.try_to_vec().unwrap())
        .collect()
}

#[test]
fn values_and_gradients_are_those_of_the_tensor_operations() {
    let activations = [
        None,
        Some(Activation::Relu),
        Some(Activation::LeakyRelu { slope: 0.2 }),
        Some(Activation::Tanh),
        Some(Activation::Sigmoid),
    ];
    for shape in [[1, 1, 1], [3, 5, 7], [8, 16, 4], [13, 1, 9], [33, 70, 12]] {
        for activation in activations {
            for bias in [true, false] {
                let [ours, plain] =
                    [dense as Layer, plain].map(|layer| all(layer, shape, bias, activation));
                assert_eq!(ours.len(), if bias { 4 } else { 3 });
                for (ours, plain) in ours.iter().zip(&plain) {
                    assert_near(
                        ours,
                        plain,
                        1e-5,
                        &format!("{shape:?} {activation:?} bias {bias}"),
                    );
                }
            }
        }
    }
}

#[test]
fn a_turned_input_needs_no_copy_and_changes_nothing() {
    let device = Device::flex();
    let mut mixed = Mixed::new(3);
    let (x, weight) = (
        mixed.tensor::<2>([6, 4], &device),
        mixed.tensor::<2>([6, 5], &device),
    );
    let ours = dense(x.clone().transpose(), weight.clone(), None, None);
    let plain = x.transpose().matmul(weight);
    assert_near(
        &ours.into_data().try_to_vec::<f32>().unwrap(),
        &plain.into_data().try_to_vec::<f32>().unwrap(),
        1e-5,
        "transposed",
    );
}
