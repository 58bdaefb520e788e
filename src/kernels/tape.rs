//! What our operations' gradients share.

use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::autodiff::ops::{Backward, NodeGuard, OpsKind};
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, Backend};

/// The values `y` of an operation, with what its way back needs where one of its inputs has a gradient.
pub fn recorded<B: Backend, C: CheckpointStrategy, O: Backward<B, N>, const N: usize>(
    operation: O,
    inputs: [NodeGuard; N],
    kept: O::State,
    y: FloatTensor<B>,
) -> FloatTensor<Autodiff<B, C>> {
    match operation.prepare::<C>(inputs).compute_bound().stateful() {
        OpsKind::Tracked(operation) => operation.finish(kept, y),
        OpsKind::UnTracked(operation) => operation.finish(y),
    }
}
