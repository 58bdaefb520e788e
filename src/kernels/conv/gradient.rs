//! The convolution and its gradient.

use super::transposed;
use super::{Convolution, Window, WindowOps, channels_first, channels_last, sizes, weight_matrix};
use crate::kernels::Activation;
use crate::kernels::dense::Transposed;
use crate::kernels::tape::recorded;
use burn::backend::Autodiff;
use burn::backend::autodiff::checkpoint::{base::Checkpointer, strategy::CheckpointStrategy};
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops};
use burn::backend::tensor::FloatTensor;

/// What the way back needs of a convolution, all of it matrices.
pub(super) struct Kept<B: WindowOps> {
    /// What was multiplied with the weight.
    pub left: FloatTensor<B>,
    pub weight: FloatTensor<B>,
    /// Sizes of the weight as the layer has it.
    pub weight_shape: [usize; 4],
    pub window: Window,
    /// The activation and its values.
    pub after: Option<(Activation, FloatTensor<B>)>,
}

impl<B: WindowOps> Clone for Kept<B> {
    fn clone(&self) -> Self {
        Self {
            left: self.left.clone(),
            weight: self.weight.clone(),
            after: self.after.clone(),
            ..*self
        }
    }
}

impl<B: WindowOps> std::fmt::Debug for Kept<B> {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.debug_struct("Kept")
            .field("window", &self.window)
            .finish_non_exhaustive()
    }
}

impl<B: WindowOps> Kept<B> {
    /// The gradient before the activation as a matrix, from the one after it.
    pub(super) fn before_activation(&self, grad: FloatTensor<B>) -> FloatTensor<B> {
        let grad = channels_last::<B>(grad);
        match &self.after {
            Some((activation, y)) => B::before_activation(grad, y.clone(), *activation),
            None => grad,
        }
    }
}

/// Values `[batch * stops, out]`, and what the way back needs.
pub(super) fn forward<B: WindowOps>(
    x: FloatTensor<B>,
    weight: FloatTensor<B>,
    bias: FloatTensor<B>,
    window: Window,
    activation: Option<Activation>,
) -> (FloatTensor<B>, Kept<B>) {
    let weight_shape = sizes::<B, 4>(&weight);
    let images = channels_last::<B>(x);
    let left = if window.is_a_pixel() {
        images
    } else {
        B::im2col(images, window)
    };
    let weight = weight_matrix::<B>(weight);
    let y = B::product(
        left.clone(),
        weight.clone(),
        Transposed::Neither,
        Some(bias),
        activation,
    );
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
struct ConvBackward;

impl<B: WindowOps> Backward<B, 3> for ConvBackward {
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
        if let Some(node) = weight_node {
            let [out, inputs, k, _] = kept.weight_shape;
            let matrix = B::product(kept.left, grad.clone(), Transposed::First, None, None);
            let weight = B::float_reshape(matrix, [k, k, inputs, out].into());
            grads.register::<B>(node.id, B::float_permute(weight, &[3, 2, 0, 1]));
        }
        if let Some(node) = x_node {
            let columns = B::product(grad, kept.weight, Transposed::Second, None, None);
            let images = if kept.window.is_a_pixel() {
                columns
            } else {
                B::col2im(columns, kept.window, None, None)
            };
            let grad = channels_first::<B>(images, kept.window.image);
            grads.register::<B>(node.id, grad);
        }
    }
}

impl<B: WindowOps, C: CheckpointStrategy> Convolution for Autodiff<B, C> {
    fn conv(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        window: Window,
        activation: Option<Activation>,
    ) -> FloatTensor<Self> {
        let ((x, x_node), (weight, weight_node)) = (x.into_parts(), weight.into_parts());
        let (bias, bias_node) = bias.into_parts();
        let (y, kept) = forward::<B>(x, weight, bias, window, activation);
        let y = channels_first::<B>(y, window.positions);
        recorded::<B, C, _, 3>(ConvBackward, [x_node, weight_node, bias_node], kept, y)
    }

    fn conv_transposed(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        window: Window,
        activation: Option<Activation>,
    ) -> FloatTensor<Self> {
        let ((x, x_node), (weight, weight_node)) = (x.into_parts(), weight.into_parts());
        let (bias, bias_node) = bias.into_parts();
        let (y, kept) = transposed::forward::<B>(x, weight, bias, window, activation);
        let y = channels_first::<B>(y, window.image);
        let parents = [x_node, weight_node, bias_node];
        recorded::<B, C, _, 3>(transposed::ConvTransposedBackward, parents, kept, y)
    }
}
