//! SiLU on a GPU.

use super::{Silu, SiluOps};
use crate::kernels::gpu::elementwise::elementwise;
use burn_cubecl::CubeBackend;
use burn_cubecl::tensor::CubeTensor;

impl Silu for CubeBackend {
    fn silu(x: CubeTensor) -> CubeTensor {
        Self::silu_of(x)
    }
}

impl SiluOps for CubeBackend {
    fn silu_of(x: CubeTensor) -> CubeTensor {
        elementwise("a / (T(1.0) + exp(-a))".into(), [x])
    }

    fn before_silu(grad: CubeTensor, x: CubeTensor) -> CubeTensor {
        // With s the logistic function: s (1 + x (1 - s)).
        let slope = "(T(1.0) + b / (T(1.0) + exp(b))) / (T(1.0) + exp(-b))";
        elementwise(format!("a * {slope}"), [grad, x])
    }
}
