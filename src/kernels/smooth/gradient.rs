//! The gradients of smooth functions, from the values before them.

use super::{Smooth, SmoothOps, Smoothing};
use crate::kernels::tape::recorded;
use burn::backend::Autodiff;
use burn::backend::autodiff::checkpoint::{base::Checkpointer, strategy::CheckpointStrategy};
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, unary};
use burn::backend::tensor::FloatTensor;

#[derive(Debug)]
struct SmoothBackward;

impl<B: SmoothOps> Backward<B, 1> for SmoothBackward {
    /// The values before it, and the function.
    type State = (FloatTensor<B>, Smooth);

    fn backward(
        self,
        ops: Ops<Self::State, 1>,
        grads: &mut Gradients,
        _checkpointer: &mut Checkpointer,
    ) {
        let (x, function) = ops.state;
        unary::<B, _>(ops.parents, ops.node, grads, |grad| {
            B::before_smooth(grad, x, function)
        });
    }
}

impl<B: SmoothOps, C: CheckpointStrategy> Smoothing for Autodiff<B, C> {
    fn smooth(x: FloatTensor<Self>, function: Smooth) -> FloatTensor<Self> {
        let (x, node) = x.into_parts();
        let y = B::smoothed(x.clone(), function);
        recorded::<B, C, _, 1>(SmoothBackward, [node], (x, function), y)
    }
}
