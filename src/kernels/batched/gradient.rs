//! The gradients of products of pairs of matrices: products again.

use super::BatchedProduct;
use crate::kernels::dense::Transposed;
use crate::kernels::tape::recorded;
use burn::backend::Autodiff;
use burn::backend::autodiff::checkpoint::{base::Checkpointer, strategy::CheckpointStrategy};
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, binary};
use burn::backend::tensor::FloatTensor;

#[derive(Debug)]
struct BatchedBackward;

impl<B: BatchedProduct> Backward<B, 2> for BatchedBackward {
    /// Both factors, and which is transposed.
    type State = (FloatTensor<B>, FloatTensor<B>, Transposed);

    fn backward(
        self,
        ops: Ops<Self::State, 2>,
        grads: &mut Gradients,
        _checkpointer: &mut Checkpointer,
    ) {
        use Transposed::{First, Neither, Second};
        let (a, b, transposed) = ops.state;
        binary::<B, _, _>(
            ops.parents,
            ops.node,
            grads,
            |grad| match transposed {
                Neither => B::batched_product(grad, b, Second),
                First => B::batched_product(b, grad, Second),
                Second => B::batched_product(grad, b, Neither),
            },
            |grad| match transposed {
                Neither => B::batched_product(a, grad, First),
                First => B::batched_product(a, grad, Neither),
                Second => B::batched_product(grad, a, First),
            },
        );
    }
}

impl<B: BatchedProduct, C: CheckpointStrategy> BatchedProduct for Autodiff<B, C> {
    fn batched_product(
        a: FloatTensor<Self>,
        b: FloatTensor<Self>,
        transposed: Transposed,
    ) -> FloatTensor<Self> {
        let ((a, a_node), (b, b_node)) = (a.into_parts(), b.into_parts());
        let y = B::batched_product(a.clone(), b.clone(), transposed);
        let kept = (a, b, transposed);
        recorded::<B, C, _, 2>(BatchedBackward, [a_node, b_node], kept, y)
    }
}
