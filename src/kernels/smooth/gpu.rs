//! Smooth functions on a GPU.

use super::{Smooth, SmoothOps, Smoothing};
use crate::kernels::gpu::elementwise::elementwise;
use burn_cubecl::CubeBackend;
use burn_cubecl::tensor::CubeTensor;

/// GELU's `2 u` of an expression. (WGSL's tanh overflows on some drivers; this needs none.)
fn twice_u(x: &str) -> String {
    format!("{x} * (T(1.5957691) + T(0.071354816) * {x} * {x})")
}

impl Smoothing for CubeBackend {
    fn smooth(x: CubeTensor, function: Smooth) -> CubeTensor {
        Self::smoothed(x, function)
    }
}

impl SmoothOps for CubeBackend {
    fn smoothed(x: CubeTensor, function: Smooth) -> CubeTensor {
        let value = match function {
            Smooth::Silu => "a / (T(1.0) + exp(-a))".into(),
            Smooth::Gelu => format!("a / (T(1.0) + exp(-({})))", twice_u("a")),
        };
        elementwise(value, [x])
    }

    fn before_smooth(grad: CubeTensor, x: CubeTensor, function: Smooth) -> CubeTensor {
        // With s the logistic function of f: s (1 + x (1 - s) f'), and 1 - s of a large f is 1 / (1 + exp(f)).
        let slope = match function {
            Smooth::Silu => "(T(1.0) + b / (T(1.0) + exp(b))) / (T(1.0) + exp(-b))".into(),
            Smooth::Gelu => {
                // Beyond 10 the slope is 0 or 1 to the last digit, and the exponential of its cube overflows.
                let inner = twice_u("clamp(b, T(-10.0), T(10.0))");
                let of_inner = "(T(1.5957691) + T(0.21406445) * b * b)";
                format!(
                    "(T(1.0) + b * {of_inner} / (T(1.0) + exp({inner}))) / (T(1.0) + exp(-({inner})))"
                )
            }
        };
        elementwise(format!("a * {slope}"), [grad, x])
    }
}
