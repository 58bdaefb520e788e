//! Batch normalisation on the CPU: rows of a matrix lie together, so every pass runs along them, SIMD across the channels.

use super::gradient::forward;
use super::{BatchNormalisation, NormOps};
use crate::kernels::Activation;
use crate::kernels::cpu::{Values, tensor, whole};
use burn::backend::Flex;
use burn::backend::flex::FlexTensor;

impl BatchNormalisation for Flex {
    fn batch_normalised(
        x: FlexTensor,
        weight: FlexTensor,
        bias: FlexTensor,
        epsilon: f64,
        activation: Option<Activation>,
    ) -> (FlexTensor, FlexTensor, FlexTensor) {
        let (y, kept) = forward::<Self>(x, weight, bias, epsilon, activation);
        let [mean, variance] = kept.moments;
        (y, mean, variance)
    }
}

impl NormOps for Flex {
    fn moments(x: FlexTensor) -> (FlexTensor, FlexTensor) {
        let &[rows, columns] = x.layout().shape().as_slice() else {
            panic!("a signal is a matrix here");
        };
        let x = Values::new(x);
        let share = 1.0 / rows as f32;
        let mut mean = vec![0.0; columns];
        for row in x.chunks_exact(columns) {
            mean.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
        }
        mean.iter_mut().for_each(|sum| *sum *= share);
        let mut variance = vec![0.0; columns];
        for row in x.chunks_exact(columns) {
            for (sum, (x, mean)) in variance.iter_mut().zip(row.iter().zip(&mean)) {
                *sum += (x - mean) * (x - mean);
            }
        }
        variance.iter_mut().for_each(|sum| *sum *= share);
        (tensor(mean, [columns]), tensor(variance, [columns]))
    }

    fn normalise(
        x: FlexTensor,
        moments: [FlexTensor; 2],
        weight: FlexTensor,
        bias: FlexTensor,
        epsilon: f64,
        activation: Option<Activation>,
    ) -> FlexTensor {
        let [mean, variance] = moments.map(Values::new);
        let (weight, bias) = (Values::new(weight), Values::new(bias));
        let scale = deviations(&variance, epsilon)
            .zip(&weight[..])
            .map(|(deviation, weight)| weight / deviation);
        let scale: Vec<f32> = scale.collect();
        let mut y = whole(x);
        for row in y.storage_mut::<f32>().chunks_exact_mut(scale.len()) {
            let columns = mean.iter().zip(&scale).zip(&bias[..]);
            for (x, ((mean, scale), bias)) in row.iter_mut().zip(columns) {
                *x = (*x - mean) * scale + bias;
            }
        }
        if let Some(activation) = activation {
            activation.apply(y.storage_mut());
        }
        y
    }

    fn normalise_gradient(
        grad: FlexTensor,
        x: FlexTensor,
        moments: [FlexTensor; 2],
        weight: FlexTensor,
        epsilon: f64,
    ) -> [FlexTensor; 3] {
        let [mean, variance] = moments.map(Values::new);
        let (x, weight) = (Values::new(x), Values::new(weight));
        let n = mean.len();
        let inverse: Vec<f32> = deviations(&variance, epsilon).map(f32::recip).collect();
        let mut grad = whole(grad);
        let (mut by_weight, mut by_bias) = (vec![0.0; n], vec![0.0; n]);
        for (x, g) in x.chunks_exact(n).zip(grad.storage::<f32>().chunks_exact(n)) {
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
        for (x, g) in (x.chunks_exact(n)).zip(grad.storage_mut::<f32>().chunks_exact_mut(n)) {
            for i in 0..n {
                let normalised = (x[i] - mean[i]) * inverse[i];
                let through = (by_bias[i] + normalised * by_weight[i]) * share;
                g[i] = (g[i] - through) * inverse[i] * weight[i];
            }
        }
        [grad, tensor(by_weight, [n]), tensor(by_bias, [n])]
    }
}

fn deviations(variance: &[f32], epsilon: f64) -> impl Iterator<Item = f32> {
    variance
        .iter()
        .map(move |variance| (variance + epsilon as f32).sqrt())
}
