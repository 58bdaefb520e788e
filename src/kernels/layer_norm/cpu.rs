//! Layer normalisation on the CPU.

use super::{LayerNormOps, LayerNormalisation};
use crate::kernels::cpu::{Values, tensor, whole};
use burn::backend::Flex;
use burn::backend::flex::FlexTensor;
use cpu_kernels::layer_norm;

impl LayerNormalisation for Flex {
    fn layer_norm(x: FlexTensor, weight: FlexTensor, bias: FlexTensor, epsilon: f64) -> FlexTensor {
        Self::normalised_rows(x, weight, bias, epsilon)
    }
}

impl LayerNormOps for Flex {
    fn normalised_rows(
        x: FlexTensor,
        weight: FlexTensor,
        bias: FlexTensor,
        epsilon: f64,
    ) -> FlexTensor {
        let (weight, bias) = (Values::new(weight), Values::new(bias));
        let mut y = whole(x);
        layer_norm::normalise(y.storage_mut(), &weight, &bias, epsilon as f32);
        y
    }

    fn before_layer_norm(
        grad: FlexTensor,
        x: FlexTensor,
        weight: FlexTensor,
        epsilon: f64,
    ) -> [FlexTensor; 3] {
        let (x, weight) = (Values::new(x), Values::new(weight));
        let n = weight.len();
        let mut grad = whole(grad);
        let [by_weight, by_bias] =
            layer_norm::gradient(grad.storage_mut(), &x, &weight, epsilon as f32);
        [grad, tensor(by_weight, [n]), tensor(by_bias, [n])]
    }
}
