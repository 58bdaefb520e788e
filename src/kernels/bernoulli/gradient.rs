//! The gradient of the likelihood, which was computed with it.

use super::{Bernoulli, BernoulliOps};
use crate::kernels::tape::recorded;
use burn::backend::Autodiff;
use burn::backend::autodiff::checkpoint::{base::Checkpointer, strategy::CheckpointStrategy};
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, unary};
use burn::backend::tensor::FloatTensor;

#[derive(Debug)]
struct NllBackward;

impl<B: BernoulliOps> Backward<B, 1> for NllBackward {
    /// The derivative by each logit.
    type State = FloatTensor<B>;

    fn backward(
        self,
        ops: Ops<FloatTensor<B>, 1>,
        grads: &mut Gradients,
        _checkpointer: &mut Checkpointer,
    ) {
        unary::<B, _>(ops.parents, ops.node, grads, |grad| {
            B::scaled_rows(ops.state, grad)
        });
    }
}

impl<B: BernoulliOps, C: CheckpointStrategy> Bernoulli for Autodiff<B, C> {
    fn bernoulli_nll(logits: FloatTensor<Self>, targets: FloatTensor<Self>) -> FloatTensor<Self> {
        let (logits, node) = logits.into_parts();
        let (nll, slope) = B::nll_and_slope(logits, targets.into_primitive());
        recorded::<B, C, _, 1>(NllBackward, [node], slope, nll)
    }
}
