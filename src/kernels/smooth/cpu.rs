//! Smooth functions on the CPU.

use super::{Smooth, SmoothOps, Smoothing};
use crate::kernels::cpu::{Values, whole};
use burn::backend::Flex;
use burn::backend::flex::FlexTensor;
use cpu_kernels::activation;

impl Smoothing for Flex {
    fn smooth(x: FlexTensor, function: Smooth) -> FlexTensor {
        Self::smoothed(x, function)
    }
}

impl SmoothOps for Flex {
    fn smoothed(x: FlexTensor, function: Smooth) -> FlexTensor {
        let mut y = whole(x);
        match function {
            Smooth::Silu => activation::silu(y.storage_mut()),
            Smooth::Gelu => activation::gelu(y.storage_mut()),
        }
        y
    }

    fn before_smooth(grad: FlexTensor, x: FlexTensor, function: Smooth) -> FlexTensor {
        let x = Values::new(x);
        let mut grad = whole(grad);
        match function {
            Smooth::Silu => activation::silu_slope(grad.storage_mut(), &x),
            Smooth::Gelu => activation::gelu_slope(grad.storage_mut(), &x),
        }
        grad
    }
}
