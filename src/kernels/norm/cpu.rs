//! Batch normalisation on the CPU.

use super::gradient::forward;
use super::{BatchNormalisation, NormOps};
use crate::kernels::Activation;
use crate::kernels::cpu::{Values, tensor, whole};
use burn::backend::Flex;
use burn::backend::flex::FlexTensor;
use cpu_kernels::norm;

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
        let &[_, columns] = x.layout().shape().as_slice() else {
            panic!("a signal is a matrix here");
        };
        let [mean, variance] = norm::moments(&Values::new(x), columns);
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
        let mut y = whole(x);
        let moments = [&mean[..], &variance];
        norm::normalise(y.storage_mut(), moments, &weight, &bias, epsilon as f32);
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
        let mut grad = whole(grad);
        let moments = [&mean[..], &variance];
        let [by_weight, by_bias] =
            norm::gradient(grad.storage_mut(), &x, moments, &weight, epsilon as f32);
        [grad, tensor(by_weight, [n]), tensor(by_bias, [n])]
    }
}
