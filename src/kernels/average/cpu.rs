//! Running means on the CPU, in their place.

use super::AverageOps;
use crate::kernels::cpu::{Values, whole};
use burn::backend::Flex;
use burn::backend::flex::FlexTensor;

impl AverageOps for Flex {
    fn average(mean: FlexTensor, value: FlexTensor, shares: FlexTensor) -> FlexTensor {
        let (value, shares) = (Values::new(value), Values::new(shares));
        let &[kept, new] = &shares[..] else {
            unreachable!("a decay is two shares");
        };
        let mut mean = whole(mean);
        cpu_kernels::average::average(mean.storage_mut(), &value, [kept, new]);
        mean
    }
}
