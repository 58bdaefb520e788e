//! Sums of squares on a GPU: over the columns of the widest matrix that the values make, then over those sums.

use super::SquaresOps;
use crate::kernels::gpu::by_column::column_sums;
use crate::kernels::gpu::{contiguous, reshaped, sizes};
use burn_cubecl::CubeBackend;
use burn_cubecl::tensor::CubeTensor;

impl SquaresOps for CubeBackend {
    fn sum_of_squares(values: CubeTensor) -> CubeTensor {
        let values = contiguous(values);
        let [n] = sizes(&values);
        let columns = [256, 64, 16, 4]
            .into_iter()
            .find(|&c| n % c == 0)
            .unwrap_or(1);
        let sums = column_sums("a * a", 1.0, [reshaped(values, [n / columns, columns])], []);
        column_sums("a", 1.0, [reshaped(sums, [columns, 1])], [])
    }
}
