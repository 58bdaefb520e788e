//! Sums of squares against a sum in double precision.

use super::{add_squares, sum_of_squares};
use crate::kernels::testing::{Mixed, assert_near};
use burn::tensor::Device;

#[test]
fn sums_are_those_of_double_precision() {
    let device = Device::flex();
    for shape in [[1, 1], [3, 5], [64, 65], [101, 97]] {
        let values = Mixed::new(7).tensor::<2>(shape, &device);
        let list: Vec<f32> = values.clone().into_data().try_to_vec().expect("f32");
        let expected: f64 = list.iter().map(|&x| f64::from(x).powi(2)).sum();
        let sum = sum_of_squares(values.clone().transpose());
        let both = add_squares(sum.clone(), values);
        for (sum, expected) in [(sum, expected), (both, 2.0 * expected)] {
            let sum: Vec<f32> = sum.into_data().try_to_vec().expect("f32");
            assert_near(&sum, &[expected as f32], 1e-6, &format!("{shape:?}"));
        }
    }
}
