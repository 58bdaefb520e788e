//! Sums of squares on the CPU.

use super::SquaresOps;
use crate::kernels::cpu::{Values, tensor};
use burn::backend::Flex;
use burn::backend::flex::FlexTensor;

/// Sums side by side: what a processor's vectors hold.
const LANES: usize = 16;
/// Values that are added in single precision; their sums are added in double precision.
const BLOCK: usize = 4096;

impl SquaresOps for Flex {
    fn sum_of_squares(values: FlexTensor) -> FlexTensor {
        let values = Values::new(values);
        let sum: f64 = values.chunks(BLOCK).map(of_block).sum();
        tensor(vec![sum as f32], [1])
    }
}

fn of_block(values: &[f32]) -> f64 {
    let mut lanes = [0.0f32; LANES];
    let whole = values.chunks_exact(LANES);
    let rest: f32 = whole.remainder().iter().map(|x| x * x).sum();
    for chunk in whole {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane += x * x;
        }
    }
    lanes.into_iter().chain([rest]).map(f64::from).sum()
}
