//! Two updates against the formula in double precision.

use super::{Adam, AdamOnDevice};
use crate::kernels::testing::{Mixed, assert_near};
use burn::tensor::{Device, Tensor};

#[test]
fn updates_are_those_of_the_formula() {
    let device = Device::flex();
    let (lr, beta1, beta2, epsilon) = (1e-3, 0.9, 0.999, 1e-8);
    for n in [1, 3, 4, 33] {
        let mut mixed = Mixed::new(n as u64);
        let mut value = mixed.tensor([n], &device);
        let mut expected: Vec<f64> = list(&value).into_iter().map(f64::from).collect();
        let (mut m, mut v) = (vec![0.0; n], vec![0.0; n]);
        let mut moments = None;
        for t in 1..=2 {
            let (correction1, correction2): (f64, f64) =
                (1.0 - f64::powi(beta1, t), 1.0 - f64::powi(beta2, t));
            let adam = Adam {
                rate: (lr * correction2.sqrt() / correction1) as f32,
                beta1: beta1 as f32,
                rest1: (1.0 - beta1) as f32,
                beta2: beta2 as f32,
                rest2: (1.0 - beta2) as f32,
                epsilon: (epsilon * correction2.sqrt()) as f32,
                scale: 0.5,
            };
            let grad = mixed.tensor([n], &device);
            let grads = list(&grad);
            let adam = AdamOnDevice::new(adam, None, &device);
            // Once with the old ones kept, which must not change, and once in their memory.
            let (kept, kept_moments) = (value.clone(), moments.clone());
            let before = all(&kept, &kept_moments);
            let elsewhere = adam.update(value.clone(), grad.clone(), moments.clone());
            assert_eq!(all(&kept, &kept_moments), before);
            drop((kept, kept_moments));
            let (updated, new) = adam.update(value, grad, moments.take());
            assert_eq!(
                all(&elsewhere.0, &Some(elsewhere.1)),
                all(&updated, &Some(new.clone()))
            );
            (value, moments) = (updated, Some(new));
            for i in 0..n {
                let g = 0.5 * f64::from(grads[i]);
                m[i] = beta1 * m[i] + (1.0 - beta1) * g;
                v[i] = beta2 * v[i] + (1.0 - beta2) * g * g;
                expected[i] -= lr * (m[i] / correction1) / ((v[i] / correction2).sqrt() + epsilon);
            }
        }
        let expected: Vec<f32> = expected.into_iter().map(|x| x as f32).collect();
        assert_near(&list(&value), &expected, 1e-6, &format!("{n} values"));
    }
}

fn all(value: &Tensor<1>, moments: &Option<[Tensor<1>; 2]>) -> Vec<Vec<f32>> {
    let moments = moments.iter().flatten();
    std::iter::once(value).chain(moments).map(list).collect()
}

fn list(tensor: &Tensor<1>) -> Vec<f32> {
    tensor.clone().into_data().try_to_vec().expect("f32")
}
