//! Products of pairs of matrices against burn's own, values and gradients.

use super::batched_product;
use crate::kernels::dense::Transposed;
use crate::kernels::testing::{Mixed, assert_near};
use burn::tensor::{Device, Tensor};

#[test]
fn values_and_gradients_are_burns() {
    let device = Device::flex();
    for [batch, m, n, k] in [[1, 1, 1, 1], [3, 5, 7, 2], [4, 8, 4, 16], [2, 13, 3, 9]] {
        for transposed in [Transposed::Neither, Transposed::First, Transposed::Second] {
            let both = |product: &dyn Fn(Tensor<3>, Tensor<3>) -> Tensor<3>| -> Vec<Vec<f32>> {
                let mut mixed = Mixed::new(3);
                let mut input = |rows, columns, swapped| {
                    let shape = if swapped {
                        [batch, columns, rows]
                    } else {
                        [batch, rows, columns]
                    };
                    mixed.tensor(shape, &device).autodiff().require_grad()
                };
                let a = input(m, k, transposed == Transposed::First);
                let b = input(k, n, transposed == Transposed::Second);
                let y = product(a.clone(), b.clone());
                assert_eq!(y.dims(), [batch, m, n]);
                let grads = y.clone().square().sum().backward();
                let grads = [&a, &b].map(|x| x.grad(&grads).expect("a gradient"));
                let [by_a, by_b] = grads;
                let read = |x: Tensor<3>| x.into_data().try_to_vec().expect("f32");
                vec![read(y.inner()), read(by_a), read(by_b)]
            };
            let ours = both(&|a, b| batched_product(a, b, transposed));
            let burns = both(&|a, b| match transposed {
                Transposed::Neither => a.matmul(b),
                Transposed::First => a.swap_dims(1, 2).matmul(b),
                Transposed::Second => a.matmul(b.swap_dims(1, 2)),
            });
            for (ours, burns) in ours.iter().zip(&burns) {
                let what = format!("[{batch}, {m}, {k}] by [{k}, {n}], {transposed:?}");
                assert_near(ours, burns, 1e-5, &what);
            }
        }
    }
}
