//! The gradient of attention.

use super::{Attention, AttentionOps, Heads};
use crate::kernels::tape::recorded;
use burn::backend::Autodiff;
use burn::backend::autodiff::checkpoint::{base::Checkpointer, strategy::CheckpointStrategy};
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, unary};
use burn::backend::tensor::FloatTensor;

#[derive(Debug)]
struct AttentionBackward;

impl<B: AttentionOps> Backward<B, 1> for AttentionBackward {
    /// The rows, what the places see, the logarithms of the sums, and how they are read.
    type State = ([FloatTensor<B>; 3], Heads);

    fn backward(
        self,
        ops: Ops<Self::State, 1>,
        grads: &mut Gradients,
        _checkpointer: &mut Checkpointer,
    ) {
        let ([rows, seen, logs], shape) = ops.state;
        unary::<B, _>(ops.parents, ops.node, grads, |grad| {
            B::before_attention(grad, seen, logs, rows, shape)
        });
    }
}

impl<B: AttentionOps, C: CheckpointStrategy> Attention for Autodiff<B, C> {
    fn attention(rows: FloatTensor<Self>, shape: Heads) -> FloatTensor<Self> {
        let (rows, node) = rows.into_parts();
        let (seen, logs) = B::seen_and_logs(rows.clone(), shape);
        let kept = ([rows, seen.clone(), logs], shape);
        recorded::<B, C, _, 1>(AttentionBackward, [node], kept, seen)
    }
}
