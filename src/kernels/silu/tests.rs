//! SiLU against burn's own, values and gradients.

use super::silu;
use crate::kernels::testing::assert_near;
use burn::tensor::{Device, Tensor, activation};

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
    // Of a view whose values do not lie row by row, too.
    for turned in [false, true] {
        let of = |function: fn(Tensor<2>) -> Tensor<2>| {
            both(&|x| function(if turned { x.transpose() } else { x }))
        };
        let (ours, theirs) = (of(silu), of(activation::silu));
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert_near(ours, theirs, 1e-6, "SiLU");
        }
    }
    let x = Tensor::<1>::from_data([f32::NAN], &Device::flex());
    assert!(silu(x).into_scalar::<f32>().is_nan());
}
