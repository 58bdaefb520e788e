//! Activations against burn's own, values and gradients.

use super::{Activation, activate};
use crate::kernels::testing::assert_near;
use burn::tensor::activation::{leaky_relu, relu, sigmoid};
use burn::tensor::{Device, Tensor};

type Function = fn(Tensor<2>) -> Tensor<2>;

#[test]
fn values_and_gradients_are_burns() {
    let cases: [(Activation, Function); 4] = [
        (Activation::Relu, relu),
        (Activation::LeakyRelu { slope: 0.2 }, |x| leaky_relu(x, 0.2)),
        (Activation::Tanh, Tensor::tanh),
        (Activation::Sigmoid, sigmoid),
    ];
    for (activation, theirs) in cases {
        let both = |function: &dyn Fn(Tensor<2>) -> Tensor<2>| -> [Vec<f32>; 2] {
            let values = [
                [-2.0f32, -0.5, 0.0, 0.25, 3.0],
                [1e-30, -1e-30, 7.5, -7.5, 0.1],
            ];
            let x = Tensor::<2>::from_data(values, &Device::flex());
            let x = x.autodiff().require_grad();
            let y = function(x.clone());
            let grads = y.clone().square().sum().backward();
            let grad = x.grad(&grads).expect("a gradient");
            [y.inner(), grad].map(|tensor| tensor.into_data().try_to_vec().expect("f32"))
        };
        let ours = both(&|x| activate(x, activation));
        for (ours, theirs) in ours.iter().zip(&both(&theirs)) {
            assert_near(ours, theirs, 1e-6, &format!("{activation:?}"));
        }
    }
}

#[test]
fn what_is_no_number_stays_so() {
    for activation in [
        Activation::Relu,
        Activation::LeakyRelu { slope: 0.2 },
        Activation::Tanh,
        Activation::Sigmoid,
    ] {
        let x = Tensor::<1>::from_data([f32::NAN], &Device::flex());
        let y = activate(x, activation).into_scalar::<f32>();
        assert!(y.is_nan(), "{activation:?}");
    }
}
