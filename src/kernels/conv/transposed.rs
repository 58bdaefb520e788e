//! The transposed convolution and its gradient: a convolution's, the other way round.

use super::gradient::Kept;
use super::{Window, WindowOps, channels_first, channels_last, sizes, transposed_weight_matrix};
use crate::kernels::Activation;
use crate::kernels::dense::Transposed;
use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops};
use burn::backend::tensor::FloatTensor;

/// Values `[batch * pixels, out]`, and what the way back needs.
pub(super) fn forward<B: WindowOps>(
    x: FloatTensor<B>,
    weight: FloatTensor<B>,
    bias: FloatTensor<B>,
    window: Window,
    activation: Option<Activation>,
) -> (FloatTensor<B>, Kept<B>) {
    let weight_shape = sizes::<B, 4>(&weight);
    let left = channels_last::<B>(x);
    let weight = transposed_weight_matrix::<B>(weight);
    let columns = B::product(
        left.clone(),
        weight.clone(),
        Transposed::Neither,
        None,
        None,
    );
    let y = B::col2im(columns, window, Some(bias), activation);
    let after = activation.map(|activation| (activation, y.clone()));
    let kept = Kept {
        left,
        weight,
        weight_shape,
        window,
        after,
    };
    (y, kept)
}

#[derive(Debug)]
pub(super) struct ConvTransposedBackward;

impl<B: WindowOps> Backward<B, 3> for ConvTransposedBackward {
    type State = Kept<B>;

    fn backward(
        self,
        ops: Ops<Kept<B>, 3>,
        grads: &mut Gradients,
        _checkpointer: &mut Checkpointer,
    ) {
        let kept = ops.state;
        let grad = kept.before_activation(grads.consume::<B>(&ops.node));
        let [x_node, weight_node, bias_node] = ops.parents;
        if let Some(node) = bias_node {
            grads.register::<B>(node.id, B::column_sums(grad.clone()));
        }
        let columns = B::im2col(grad, kept.window);
        if let Some(node) = weight_node {
            let [inputs, out, k, _] = kept.weight_shape;
            let matrix = B::product(kept.left, columns.clone(), Transposed::First, None, None);
            let weight = B::float_reshape(matrix, [inputs, k, k, out].into());
            grads.register::<B>(node.id, B::float_permute(weight, &[0, 3, 1, 2]));
        }
        if let Some(node) = x_node {
            let grad = B::product(columns, kept.weight, Transposed::Second, None, None);
            let grad = channels_first::<B>(grad, kept.window.positions);
            grads.register::<B>(node.id, grad);
        }
    }
}
