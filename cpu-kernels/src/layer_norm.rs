//! Layer normalisation: every row by its own mean and variance, SIMD along it.

use crate::parallel::for_each_part;
use crate::sums::{add, of_row};

/// Rows that are worked on together: their sums are added up before those of others, whoever computes them.
const ROWS: usize = 256;

/// `(x - mean) / sqrt(variance + epsilon) * weight + bias` of rows as long as the weight, in their place.
pub fn normalise(x: &mut [f32], weight: &[f32], bias: &[f32], epsilon: f32) {
    let n = weight.len();
    let mut nothing = vec![0.0; x.len().div_ceil(ROWS * n)];
    for_each_part([x, &mut nothing], [ROWS * n, 1], |_, rows, _| {
        for row in rows.chunks_exact_mut(n) {
            let [mean, inverse] = moments(row, epsilon);
            let columns = weight.iter().zip(bias);
            for (x, (weight, bias)) in row.iter_mut().zip(columns) {
                *x = (*x - mean) * inverse * weight + bias;
            }
        }
    });
}

/// The gradients by weight and bias; `grad` becomes that by `x`.
pub fn gradient(grad: &mut [f32], x: &[f32], weight: &[f32], epsilon: f32) -> [Vec<f32>; 2] {
    let n = weight.len();
    let mut sums = vec![0.0; x.len().div_ceil(ROWS * n) * 2 * n];
    for_each_part([grad, &mut sums], [ROWS * n, 2 * n], |at, grads, sums| {
        let (by_weight, by_bias) = sums.split_at_mut(n);
        let mut normalised = vec![0.0; n];
        let mut by_normalised = vec![0.0; n];
        let rows = x[at * ROWS * n..].chunks_exact(n);
        for (x, grad) in rows.zip(grads.chunks_exact_mut(n)) {
            let [mean, inverse] = moments(x, epsilon);
            for i in 0..n {
                normalised[i] = (x[i] - mean) * inverse;
                by_weight[i] += grad[i] * normalised[i];
                by_bias[i] += grad[i];
                by_normalised[i] = grad[i] * weight[i];
            }
            let share = 1.0 / n as f32;
            let even = of_row(&by_normalised, |by| by) * share;
            for (grad, (by, x)) in grad.iter_mut().zip(by_normalised.iter().zip(&normalised)) {
                *grad = by * x;
            }
            let along = of_row(grad, |x| x) * share;
            for (grad, (by, x)) in grad.iter_mut().zip(by_normalised.iter().zip(&normalised)) {
                *grad = (by - even - x * along) * inverse;
            }
        }
    });
    let (mut by_weight, mut by_bias) = (vec![0.0; n], vec![0.0; n]);
    for part in sums.chunks_exact(2 * n) {
        add(&part[..n], &mut by_weight);
        add(&part[n..], &mut by_bias);
    }
    [by_weight, by_bias]
}

/// Mean, and one over the standard deviation.
fn moments(row: &[f32], epsilon: f32) -> [f32; 2] {
    let share = 1.0 / row.len() as f32;
    let mean = of_row(row, |x| x) * share;
    let variance = of_row(row, |x| (x - mean) * (x - mean)) * share;
    [mean, 1.0 / (variance + epsilon).sqrt()]
}
