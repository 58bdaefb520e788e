//! The gradient of batch normalisation, through the batch's own statistics.

use super::{BatchNormalisation, NormOps};
use crate::kernels::Activation;
use crate::kernels::conv::{channels_first, channels_last, sizes};
use crate::kernels::tape::recorded;
use burn::backend::autodiff::checkpoint::{base::Checkpointer, strategy::CheckpointStrategy};
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops};
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, AutodiffBackend};

/// What the way back needs: the signal before, its moments, and for an activation the signal after it.
pub(super) struct Kept<B: NormOps> {
    x: FloatTensor<B>,
    pub(super) moments: [FloatTensor<B>; 2],
    weight: FloatTensor<B>,
    epsilon: f64,
    /// Height and width of the signal.
    pub(super) area: [usize; 2],
    after: Option<(Activation, FloatTensor<B>)>,
}

impl<B: NormOps> Clone for Kept<B> {
    fn clone(&self) -> Self {
        Self {
            x: self.x.clone(),
            moments: self.moments.clone(),
            weight: self.weight.clone(),
            after: self.after.clone(),
            ..*self
        }
    }
}

impl<B: NormOps> std::fmt::Debug for Kept<B> {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.debug_struct("Kept")
            .field("area", &self.area)
            .finish_non_exhaustive()
    }
}

/// The normalised signal `[batch, channels, height, width]`, and what the way back needs.
pub(super) fn forward<B: NormOps>(
    x: FloatTensor<B>,
    weight: FloatTensor<B>,
    bias: FloatTensor<B>,
    epsilon: f64,
    activation: Option<Activation>,
) -> (FloatTensor<B>, Kept<B>) {
    let [_, _, height, width] = sizes::<B, 4>(&x);
    let x = channels_last::<B>(x);
    let (mean, variance) = B::moments(x.clone());
    let moments = [mean, variance];
    let scale = weight.clone();
    let y = B::normalise(x.clone(), moments.clone(), scale, bias, epsilon, activation);
    let after = activation.map(|activation| (activation, y.clone()));
    let area = [height, width];
    let kept = Kept {
        x,
        moments,
        weight,
        epsilon,
        area,
        after,
    };
    (channels_first::<B>(y, area), kept)
}

#[derive(Debug)]
struct NormBackward;

impl<B: NormOps> Backward<B, 3> for NormBackward {
    type State = Kept<B>;

    fn backward(
        self,
        ops: Ops<Kept<B>, 3>,
        grads: &mut Gradients,
        _checkpointer: &mut Checkpointer,
    ) {
        let kept = ops.state;
        let mut grad = channels_last::<B>(grads.consume::<B>(&ops.node));
        if let Some((activation, y)) = kept.after {
            grad = B::before_activation(grad, y, activation);
        }
        let [x, weight, bias] =
            B::normalise_gradient(grad, kept.x, kept.moments, kept.weight, kept.epsilon);
        let all = [channels_first::<B>(x, kept.area), weight, bias];
        for (node, grad) in ops.parents.into_iter().zip(all) {
            if let Some(node) = node {
                grads.register::<B>(node.id, grad);
            }
        }
    }
}

impl<B: NormOps, C: CheckpointStrategy> BatchNormalisation for Autodiff<B, C> {
    fn batch_normalised(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        epsilon: f64,
        activation: Option<Activation>,
    ) -> (FloatTensor<Self>, FloatTensor<Self>, FloatTensor<Self>) {
        let ((x, x_node), (weight, weight_node)) = (x.into_parts(), weight.into_parts());
        let (bias, bias_node) = bias.into_parts();
        let (y, kept) = forward::<B>(x, weight, bias, epsilon, activation);
        let [mean, variance] = kept.moments.clone().map(Self::from_inner);
        let y = recorded::<B, C, _, 3>(NormBackward, [x_node, weight_node, bias_node], kept, y);
        (y, mean, variance)
    }
}
