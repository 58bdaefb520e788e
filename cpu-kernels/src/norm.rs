//! Batch normalisation: rows of a matrix lie together, so every pass runs along them, SIMD across the channels.

/// Mean and variance of each of `columns` channels.
pub fn moments(x: &[f32], columns: usize) -> [Vec<f32>; 2] {
    let share = columns as f32 / x.len() as f32;
    let mut mean = crate::sums::of_columns(x, columns);
    mean.iter_mut().for_each(|sum| *sum *= share);
    let mut variance = vec![0.0; columns];
    for row in x.chunks_exact(columns) {
        for (sum, (x, mean)) in variance.iter_mut().zip(row.iter().zip(&mean)) {
            *sum += (x - mean) * (x - mean);
        }
    }
    variance.iter_mut().for_each(|sum| *sum *= share);
    [mean, variance]
}

/// `(x - mean) / sqrt(variance + epsilon) * weight + bias` for each channel, in its place.
pub fn normalise(
    x: &mut [f32],
    [mean, variance]: [&[f32]; 2],
    weight: &[f32],
    bias: &[f32],
    epsilon: f32,
) {
    let scale: Vec<f32> = deviations(variance, epsilon)
        .zip(weight)
        .map(|(deviation, weight)| weight / deviation)
        .collect();
    for row in x.chunks_exact_mut(scale.len()) {
        let columns = mean.iter().zip(&scale).zip(bias);
        for (x, ((mean, scale), bias)) in row.iter_mut().zip(columns) {
            *x = (*x - mean) * scale + bias;
        }
    }
}

/// The gradients by weight and bias; `grad` becomes that by `x`.
pub fn gradient(
    grad: &mut [f32],
    x: &[f32],
    [mean, variance]: [&[f32]; 2],
    weight: &[f32],
    epsilon: f32,
) -> [Vec<f32>; 2] {
    let n = mean.len();
    let inverse: Vec<f32> = deviations(variance, epsilon).map(f32::recip).collect();
    let (mut by_weight, mut by_bias) = (vec![0.0; n], vec![0.0; n]);
    for (x, g) in x.chunks_exact(n).zip(grad.chunks_exact(n)) {
        let sums = by_weight.iter_mut().zip(&mut by_bias);
        let moments = mean.iter().zip(&inverse);
        for (((by_weight, by_bias), (mean, inverse)), (x, g)) in
            sums.zip(moments).zip(x.iter().zip(g))
        {
            *by_weight += g * (x - mean) * inverse;
            *by_bias += g;
        }
    }
    let share = n as f32 / x.len() as f32;
    for (x, g) in x.chunks_exact(n).zip(grad.chunks_exact_mut(n)) {
        for i in 0..n {
            let normalised = (x[i] - mean[i]) * inverse[i];
            let through = (by_bias[i] + normalised * by_weight[i]) * share;
            g[i] = (g[i] - through) * inverse[i] * weight[i];
        }
    }
    [by_weight, by_bias]
}

fn deviations(variance: &[f32], epsilon: f32) -> impl Iterator<Item = f32> {
    variance
        .iter()
        .map(move |variance| (variance + epsilon).sqrt())
}
