//! The gradient of an activation, from its values.

use super::{Activate, Activation, ActivationOps};
use crate::kernels::tape::recorded;
use burn::backend::Autodiff;
use burn::backend::autodiff::checkpoint::{base::Checkpointer, strategy::CheckpointStrategy};
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, unary};
use burn::backend::tensor::FloatTensor;

#[derive(Debug)]
struct ActivateBackward;

impl<B: ActivationOps> Backward<B, 1> for ActivateBackward {
    /// The activation and its values.
    type State = (Activation, FloatTensor<B>);

    fn backward(
        self,
        ops: Ops<Self::State, 1>,
        grads: &mut Gradients,
        _checkpointer: &mut Checkpointer,
    ) {
        let (activation, y) = ops.state;
        unary::<B, _>(ops.parents, ops.node, grads, |grad| {
            B::before_activation(grad, y, activation)
        });
    }
}

impl<B: ActivationOps, C: CheckpointStrategy> Activate for Autodiff<B, C> {
    fn activate(x: FloatTensor<Self>, activation: Activation) -> FloatTensor<Self> {
        let (x, node) = x.into_parts();
        let y = B::activated(x, activation);
        recorded::<B, C, _, 1>(ActivateBackward, [node], (activation, y.clone()), y)
    }
}
