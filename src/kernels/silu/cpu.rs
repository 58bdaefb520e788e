//! SiLU on the CPU.

use super::{Silu, SiluOps};
use crate::kernels::cpu::{Values, whole};
use burn::backend::Flex;
use burn::backend::flex::FlexTensor;
use cpu_kernels::activation;

impl Silu for Flex {
    fn silu(x: FlexTensor) -> FlexTensor {
        Self::silu_of(x)
    }
}

impl SiluOps for Flex {
    fn silu_of(x: FlexTensor) -> FlexTensor {
        let mut y = whole(x);
        activation::silu(y.storage_mut());
        y
    }

    fn before_silu(grad: FlexTensor, x: FlexTensor) -> FlexTensor {
        let x = Values::new(x);
        let mut grad = whole(grad);
        activation::silu_slope(grad.storage_mut(), &x);
        grad
    }
}
