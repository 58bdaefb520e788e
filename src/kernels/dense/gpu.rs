//! The layer on a GPU: one launch forward, at most four back.

use super::{Dense, MatrixOps, Transposed};
use crate::kernels::Activation;
use crate::kernels::gpu::{by_column, product};
use burn_cubecl::CubeBackend;
use burn_cubecl::tensor::CubeTensor;

impl Dense for CubeBackend {
    fn dense(
        x: CubeTensor,
        weight: CubeTensor,
        bias: CubeTensor,
        activation: Option<Activation>,
    ) -> CubeTensor {
        Self::product(x, weight, Transposed::Neither, Some(bias), activation)
    }
}

impl MatrixOps for CubeBackend {
    fn product(
        a: CubeTensor,
        b: CubeTensor,
        transposed: Transposed,
        bias: Option<CubeTensor>,
        activation: Option<Activation>,
    ) -> CubeTensor {
        product::product(a, b, transposed, bias, activation)
    }

    fn column_sums(matrix: CubeTensor) -> CubeTensor {
        by_column::column_sums("a", 1.0, [matrix], [])
    }
}
