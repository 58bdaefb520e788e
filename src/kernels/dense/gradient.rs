//! The gradient of a layer with its activation.

use super::{Dense, MatrixOps, Transposed};
use crate::kernels::Activation;
use crate::kernels::tape::recorded;
use burn::backend::Autodiff;
use burn::backend::autodiff::checkpoint::{base::Checkpointer, strategy::CheckpointStrategy};
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops};
use burn::backend::tensor::FloatTensor;

/// The way back of `activation(x weight + bias)`.
#[derive(Debug)]
struct DenseBackward;

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

impl<B: MatrixOps> Backward<B, 3> for DenseBackward {
    type State = Kept<B>;

    fn backward(
        self,
        ops: Ops<Kept<B>, 3>,
        grads: &mut Gradients,
        _checkpointer: &mut Checkpointer,
    ) {
        let Kept { x, weight, after } = ops.state;
        let mut grad = grads.consume::<B>(&ops.node);
        if let Some((activation, y)) = after {
            grad = B::before_activation(grad, y, activation);
        }
        let [x_node, weight_node, bias_node] = ops.parents;
        if let Some(node) = bias_node {
            grads.register::<B>(node.id, B::column_sums(grad.clone()));
        }
        if let Some(node) = weight_node {
            let grad = B::product(x, grad.clone(), Transposed::First, None, None);
            grads.register::<B>(node.id, grad);
        }
        if let Some(node) = x_node {
            let grad = B::product(grad, weight, Transposed::Second, None, None);
            grads.register::<B>(node.id, grad);
        }
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
        let (left, right) = (x.clone(), weight.clone());
        let y = B::product(left, right, Transposed::Neither, Some(bias), activation);
        let after = activation.map(|activation| (activation, y.clone()));
        let kept = Kept { x, weight, after };
        recorded::<B, C, _, 3>(DenseBackward, [x_node, weight_node, bias_node], kept, y)
    }
}
