//! The gradient of SiLU, from the values before it.

use super::{Silu, SiluOps};
use crate::kernels::tape::recorded;
use burn::backend::Autodiff;
use burn::backend::autodiff::checkpoint::{base::Checkpointer, strategy::CheckpointStrategy};
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, unary};
use burn::backend::tensor::FloatTensor;

#[derive(Debug)]
struct SiluBackward;

impl<B: SiluOps> Backward<B, 1> for SiluBackward {
    type State = FloatTensor<B>;

    fn backward(
        self,
        ops: Ops<Self::State, 1>,
        grads: &mut Gradients,
        _checkpointer: &mut Checkpointer,
    ) {
        let x = ops.state;
        unary::<B, _>(ops.parents, ops.node, grads, |grad| B::before_silu(grad, x));
    }
}

impl<B: SiluOps, C: CheckpointStrategy> Silu for Autodiff<B, C> {
    fn silu(x: FloatTensor<Self>) -> FloatTensor<Self> {
        let (x, node) = x.into_parts();
        let y = B::silu_of(x.clone());
        recorded::<B, C, _, 1>(SiluBackward, [node], x, y)
    }
}
