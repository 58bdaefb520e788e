//! The gradient of layer normalisation, through the rows' own statistics, which are computed a second time.

use super::{LayerNormOps, LayerNormalisation};
use crate::kernels::tape::recorded;
use burn::backend::Autodiff;
use burn::backend::autodiff::checkpoint::{base::Checkpointer, strategy::CheckpointStrategy};
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops};
use burn::backend::tensor::FloatTensor;

#[derive(Debug)]
struct LayerNormBackward;

impl<B: LayerNormOps> Backward<B, 3> for LayerNormBackward {
    /// The rows before, the weight and epsilon.
    type State = ([FloatTensor<B>; 2], f64);

    fn backward(
        self,
        ops: Ops<Self::State, 3>,
        grads: &mut Gradients,
        _checkpointer: &mut Checkpointer,
    ) {
        let ([x, weight], epsilon) = ops.state;
        let grad = grads.consume::<B>(&ops.node);
        let all = B::before_layer_norm(grad, x, weight, epsilon);
        for (node, grad) in ops.parents.into_iter().zip(all) {
            if let Some(node) = node {
                grads.register::<B>(node.id, grad);
            }
        }
    }
}

impl<B: LayerNormOps, C: CheckpointStrategy> LayerNormalisation for Autodiff<B, C> {
    fn layer_norm(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        epsilon: f64,
    ) -> FloatTensor<Self> {
        let ((x, x_node), (weight, weight_node)) = (x.into_parts(), weight.into_parts());
        let (bias, bias_node) = bias.into_parts();
        let y = B::normalised_rows(x.clone(), weight.clone(), bias, epsilon);
        let nodes = [x_node, weight_node, bias_node];
        recorded::<B, C, _, 3>(LayerNormBackward, nodes, ([x, weight], epsilon), y)
    }
}
