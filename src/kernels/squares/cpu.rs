//! Sums of squares on the CPU.

use super::SquaresOps;
use crate::kernels::cpu::{Values, tensor};
use burn::backend::Flex;
use burn::backend::flex::FlexTensor;
use cpu_kernels::sums;

impl SquaresOps for Flex {
    fn sum_of_squares(values: FlexTensor) -> FlexTensor {
        tensor(vec![sums::of_squares(&Values::new(values))], [1])
    }

    fn add_squares(sum: FlexTensor, values: FlexTensor) -> FlexTensor {
        let sum = Values::new(sum)[0] + sums::of_squares(&Values::new(values));
        tensor(vec![sum], [1])
    }
}
