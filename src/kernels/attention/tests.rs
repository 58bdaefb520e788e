//! Attention against the same by burn's own operations, values and gradients.

use super::{Heads, attention};
use crate::kernels::testing::{Mixed, assert_near};
use burn::tensor::activation::softmax;
use burn::tensor::{Device, Tensor};

/// By the formula.
fn plain(rows: Tensor<2>, shape: Heads) -> Tensor<2> {
    let Heads {
        length,
        heads,
        depth,
        causal,
    } = shape;
    let [n, _] = rows.dims();
    let batch = n / length;
    let [query, key, value] = [0, 1, 2].map(|part| {
        (rows.clone().narrow(1, part * shape.width(), shape.width()))
            .reshape([batch, length, heads, depth])
            .permute([0, 2, 1, 3])
    });
    let mut fit = query.matmul(key.swap_dims(2, 3)) / (depth as f64).sqrt();
    if causal {
        let hidden = (0..length).flat_map(|from| (0..length).map(move |to| to > from));
        let hidden: Vec<f32> = hidden
            .map(|hidden| if hidden { -1e9 } else { 0.0 })
            .collect();
        let hidden = Tensor::<1>::from_data(hidden.as_slice(), &Device::flex());
        fit = fit + hidden.reshape([1, 1, length, length]).autodiff();
    }
    (softmax(fit, 3).matmul(value).permute([0, 2, 1, 3])).reshape([n, shape.width()])
}

#[test]
fn values_and_gradients_are_burns() {
    let device = Device::flex();
    // One place; less than a block; whole blocks; more than whole ones; as the transformer has it.
    for (batch, length, heads, depth) in [
        (2, 1, 1, 1),
        (3, 5, 2, 3),
        (1, 56, 1, 8),
        (2, 61, 3, 4),
        (1, 196, 4, 16),
    ] {
        for causal in [true, false] {
            let shape = Heads {
                length,
                heads,
                depth,
                causal,
            };
            let both = |attend: fn(Tensor<2>, Heads) -> Tensor<2>| -> [Vec<f32>; 2] {
                let mut mixed = Mixed::new(7);
                let size = [batch * length, 3 * shape.width()];
                let rows = mixed.tensor(size, &device).mul_scalar(2.0);
                let rows = rows.autodiff().require_grad();
                let seen = attend(rows.clone(), shape);
                let towards = mixed.tensor(seen.dims(), &device).autodiff();
                let grads = (seen.clone() * towards).sum().backward();
                let grad = rows.grad(&grads).expect("a gradient");
                [seen.inner(), grad].map(|x| x.into_data().try_to_vec().expect("f32"))
            };
            let [ours, theirs] = [attention, plain].map(both);
            for (ours, theirs) in ours.iter().zip(&theirs) {
                assert_near(ours, theirs, 1e-5, &format!("{shape:?}"));
            }
        }
    }
}

#[test]
fn a_place_sees_nothing_that_comes_after_it() {
    let shape = Heads {
        length: 40,
        heads: 2,
        depth: 4,
        causal: true,
    };
    let rows = Mixed::new(2).tensor::<2>([40, 24], &Device::flex());
    let seen = |rows: Tensor<2>| -> Vec<f32> {
        attention(rows, shape)
            .into_data()
            .try_to_vec()
            .expect("f32")
    };
    let before = seen(rows.clone());
    let changed = seen(rows.slice_assign([33..40, 0..24], Tensor::ones([7, 24], &Device::flex())));
    assert_eq!(before[..33 * 8], changed[..33 * 8]);
    assert_ne!(before[33 * 8..34 * 8], changed[33 * 8..34 * 8]);
}
