//! Activations on a GPU.

use super::{Activate, Activation, ActivationOps};
use crate::kernels::gpu::elementwise::{activated, elementwise, slope};
use burn_cubecl::CubeBackend;
use burn_cubecl::tensor::CubeTensor;

impl Activate for CubeBackend {
    fn activate(x: CubeTensor, activation: Activation) -> CubeTensor {
        Self::activated(x, activation)
    }
}

impl ActivationOps for CubeBackend {
    fn activated(x: CubeTensor, activation: Activation) -> CubeTensor {
        elementwise(activated(Some(activation), "a"), [x])
    }

    fn before_activation(grad: CubeTensor, y: CubeTensor, activation: Activation) -> CubeTensor {
        elementwise(format!("a * {}", slope(activation, "b")), [grad, y])
    }
}
