//! The likelihood on the CPU.

use super::{Bernoulli, BernoulliOps};
use crate::kernels::cpu::{Values, tensor, whole};
use burn::backend::Flex;
use burn::backend::flex::FlexTensor;
use cpu_kernels::bernoulli;

impl Bernoulli for Flex {
    fn bernoulli_nll(logits: FlexTensor, targets: FlexTensor) -> FlexTensor {
        Self::nll_and_slope(logits, targets).0
    }
}

impl BernoulliOps for Flex {
    fn nll_and_slope(logits: FlexTensor, targets: FlexTensor) -> (FlexTensor, FlexTensor) {
        let &[rows, n] = logits.layout().shape().as_slice() else {
            panic!("logits are a matrix");
        };
        let mut slopes = whole(logits);
        let targets = Values::new(targets);
        let nll = bernoulli::nll_and_slope(slopes.storage_mut(), &targets, n);
        (tensor(nll, [rows]), slopes)
    }

    fn scaled_rows(matrix: FlexTensor, factors: FlexTensor) -> FlexTensor {
        let mut scaled = whole(matrix);
        bernoulli::scale_rows(scaled.storage_mut(), &Values::new(factors));
        scaled
    }
}
