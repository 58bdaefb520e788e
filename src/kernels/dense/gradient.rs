//! The gradient of a layer with its activation.

use super::{Dense, MatrixOps, Turned};
use crate::kernels::Activation;
use burn::backend::Autodiff;
use burn::backend::autodiff::checkpoint::{base::Checkpointer, strategy::CheckpointStrategy};
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, NodeGuard, Ops, OpsKind};
use burn::backend::tensor::FloatTensor;

/// The way back of `activation(x weight + bias)`, which has three parents, or two without a bias.
#[derive(Debug)]
struct DenseBackward<const PARENTS: usize>;

/// What it needs: the input, the weight, and for an activation its values.
#[derive(Debug)]
struct Kept<B: MatrixOps> {
    x: FloatTensor<B>,
    weight: FloatTensor<B>,
    after: Option<(Activation, FloatTensor<B>)>,
}

impl<B: MatrixOps> Clone for Kept<B> {
    fn clone(&self) -> Self {
        Self {
            x: self.x.clone(),
            weight: self.weight.clone(),
            after: self.after.clone(),
        }
    }
}

impl<B: MatrixOps, const PARENTS: usize> Backward<B, PARENTS> for DenseBackward<PARENTS> {
    type State = Kept<B>;

    fn backward(
        self,
        ops: Ops<Kept<B>, PARENTS>,
        grads: &mut Gradients,
        _checkpointer: &mut Checkpointer,
    ) {
        let Kept { x, weight, after } = ops.state;
        let mut grad = grads.consume::<B>(&ops.node);
        if let Some((activation, y)) = after {
            grad = B::before_activation(grad, y, activation);
        }
        let parent = |index: usize| ops.parents.get(index).and_then(Option::as_ref);
        if let Some(bias) = parent(2) {
            grads.register::<B>(bias.id, B::column_sums(grad.clone()));
        }
        if let Some(node) = parent(1) {
            let grad = B::product(x, grad.clone(), Turned::First, None, None);
            grads.register::<B>(node.id, grad);
        }
        if let Some(node) = parent(0) {
            let grad = B::product(grad, weight, Turned::Second, None, None);
            grads.register::<B>(node.id, grad);
        }
    }
}

/// Remembers how `y` came about.
fn recorded<B: MatrixOps, C: CheckpointStrategy, const PARENTS: usize>(
    parents: [NodeGuard; PARENTS],
    kept: Kept<B>,
    y: FloatTensor<B>,
) -> FloatTensor<Autodiff<B, C>> {
    let operation = DenseBackward::<PARENTS>.prepare::<C>(parents);
    match operation.compute_bound().stateful() {
        OpsKind::Tracked(operation) => operation.finish(kept, y),
        OpsKind::UnTracked(operation) => operation.finish(y),
    }
}

impl<B: MatrixOps, C: CheckpointStrategy> Dense for Autodiff<B, C> {
    fn dense(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        activation: Option<Activation>,
    ) -> FloatTensor<Self> {
        let ((x, x_node), (weight, weight_node)) = (x.into_parts(), weight.into_parts());
        let (bias, bias_node) = bias.into_parts();
        let (y, kept) = forward::<B>(x, weight, Some(bias), activation);
        recorded::<B, C, 3>([x_node, weight_node, bias_node], kept, y)
    }

    fn dense_without_bias(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        activation: Option<Activation>,
    ) -> FloatTensor<Self> {
        let ((x, x_node), (weight, weight_node)) = (x.into_parts(), weight.into_parts());
        let (y, kept) = forward::<B>(x, weight, None, activation);
        recorded::<B, C, 2>([x_node, weight_node], kept, y)
    }
}

/// The layer's values, and what the way back needs.
fn forward<B: MatrixOps>(
    x: FloatTensor<B>,
    weight: FloatTensor<B>,
    bias: Option<FloatTensor<B>>,
    activation: Option<Activation>,
) -> (FloatTensor<B>, Kept<B>) {
    let (left, right) = (x.clone(), weight.clone());
    let y = B::product(left, right, Turned::Neither, bias, activation);
    let after = activation.map(|activation| (activation, y.clone()));
    (y, Kept { x, weight, after })
}
