//! Batch normalisation on a GPU: sums by columns, and values that know their column.

use super::gradient::forward;
use super::{BatchNormalisation, NormOps};
use crate::kernels::Activation;
use crate::kernels::gpu::by_column::{column_sums, columnwise};
use crate::kernels::gpu::elementwise::activated;
use crate::kernels::gpu::sizes;
use burn_cubecl::CubeBackend;
use burn_cubecl::tensor::CubeTensor;

impl BatchNormalisation for CubeBackend {
    fn batch_normalised(
        x: CubeTensor,
        weight: CubeTensor,
        bias: CubeTensor,
        epsilon: f64,
        activation: Option<Activation>,
    ) -> (CubeTensor, CubeTensor, CubeTensor) {
        let (y, kept) = forward::<Self>(x, weight, bias, epsilon, activation);
        let [mean, variance] = kept.moments;
        (y, mean, variance)
    }
}

impl NormOps for CubeBackend {
    fn moments(x: CubeTensor) -> (CubeTensor, CubeTensor) {
        let [rows, _] = sizes(&x);
        let share = 1.0 / rows as f32;
        let mean = column_sums("a", share, [x.clone()], []);
        let variance = column_sums("(a - p) * (a - p)", share, [x], [mean.clone()]);
        (mean, variance)
    }

    fn normalise(
        x: CubeTensor,
        moments: [CubeTensor; 2],
        weight: CubeTensor,
        bias: CubeTensor,
        epsilon: f64,
        activation: Option<Activation>,
    ) -> CubeTensor {
        let [mean, variance] = moments;
        let value = format!("((a - p) / sqrt(q + T({epsilon:?})) * r + s)");
        let value = activated(activation, &value);
        columnwise(value, [x], [mean, variance, weight, bias])
    }

    fn normalise_gradient(
        grad: CubeTensor,
        x: CubeTensor,
        moments: [CubeTensor; 2],
        weight: CubeTensor,
        epsilon: f64,
    ) -> [CubeTensor; 3] {
        let [rows, columns] = sizes(&x);
        let share = 1.0 / rows as f32;
        let by_bias = column_sums("a", 1.0, [grad.clone()], []);
        let normalised = format!("(b - p) / sqrt(q + T({epsilon:?}))");
        let by_weight = column_sums(
            &format!("a * {normalised}"),
            1.0,
            [grad.clone(), x.clone()],
            moments.clone(),
        );
        let [mean, variance] = moments;
        let value =
            format!("(a - (r + {normalised} * s) * {share:?}) / sqrt(q + T({epsilon:?})) * t");
        let by_x = columnwise(
            value,
            [grad, x],
            [mean, variance, by_bias.clone(), by_weight.clone(), weight],
        );
        debug_assert_eq!(sizes(&by_x), [rows, columns]);
        [by_x, by_weight, by_bias]
    }
}
