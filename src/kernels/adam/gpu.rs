//! Adam on a GPU: one launch a parameter.

use super::AdamOps;
use crate::kernels::gpu::elementwise::elementwise_with;
use burn_cubecl::CubeBackend;
use burn_cubecl::tensor::CubeTensor;

impl AdamOps for CubeBackend {
    fn adam(
        value: CubeTensor,
        grad: CubeTensor,
        first: CubeTensor,
        second: CubeTensor,
        constants: CubeTensor,
    ) -> (CubeTensor, CubeTensor, CubeTensor) {
        elementwise_with(
            ["value", "grad", "first", "second"],
            [value, grad, first, second],
            &constants,
            "  let g = grad * constants[6];
  let m = first * constants[1] + g * constants[2];
  let v = second * constants[3] + g * g * constants[4];
",
            [
                "value - m * constants[0] / (sqrt(v) + constants[5])",
                "m",
                "v",
            ],
        )
        .into()
    }
}
