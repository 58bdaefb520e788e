//! Smooth functions against burn's own, values and gradients.

use super::{Smooth, smooth};
use crate::kernels::testing::assert_near;
use burn::tensor::{Device, Tensor, activation};

/// By the formula, in burn's operations.
fn gelu(x: Tensor<2>) -> Tensor<2> {
    let cube = x.clone() * x.clone() * x.clone();
    let inner =
        (x.clone() + cube.mul_scalar(0.044_715)).mul_scalar((2.0f64 / std::f64::consts::PI).sqrt());
    x * inner.tanh().add_scalar(1.0).mul_scalar(0.5)
}

#[test]
fn values_and_gradients_are_burns() {
    let both = |function: &dyn Fn(Tensor<2>) -> Tensor<2>| -> [Vec<f32>; 2] {
        let values = [
            [-2.0f32, -0.5, 0.0, 0.25, 3.0],
            [1e-30, -30.0, 7.5, -7.5, 30.0],
        ];
        let x = Tensor::<2>::from_data(values, &Device::flex());
        let x = x.autodiff().require_grad();
        let y = function(x.clone());
        let grads = y.clone().square().sum().backward();
        let grad = x.grad(&grads).expect("a gradient");
        [y.inner(), grad].map(|tensor| tensor.into_data().try_to_vec().expect("f32"))
    };
    type Function = fn(Tensor<2>) -> Tensor<2>;
    let pairs: [(Smooth, Function); 2] = [(Smooth::Silu, activation::silu), (Smooth::Gelu, gelu)];
    for (function, theirs) in pairs {
        // Of a view whose values do not lie row by row, too.
        for turned in [false, true] {
            let of = |function: &dyn Fn(Tensor<2>) -> Tensor<2>| {
                both(&|x| function(if turned { x.transpose() } else { x }))
            };
            let (ours, theirs) = (of(&|x| smooth(x, function)), of(&theirs));
            for (ours, theirs) in ours.iter().zip(&theirs) {
                assert_near(ours, theirs, 1e-6, &format!("{function:?}"));
            }
        }
        let x = Tensor::<1>::from_data([f32::NAN], &Device::flex());
        assert!(smooth(x, function).into_scalar::<f32>().is_nan());
    }
}
