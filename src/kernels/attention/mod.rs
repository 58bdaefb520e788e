//! Attention within sequences: Vaswani et al., "Attention Is All You Need" (2017). As tensor operations it writes a weight for
//! each pair of places to memory, several times and once more on the way back; here none is kept.

mod cpu;
#[cfg(feature = "gpu")]
mod gpu;
mod gradient;
#[cfg(test)]
mod tests;

use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, backend_extension};
use burn::tensor::Tensor;
pub use cpu_kernels::attention::Heads;

/// What each place sees of its sequence: the values of the places before it (of all, where it is not causal), weighted by how
/// well their keys fit its query, `softmax(q k' / sqrt(depth)) v` in every head. `rows` are `[batch * length, 3 * heads * depth]`:
/// queries, keys and values side by side. The result is `[batch * length, heads * depth]`.
pub fn attention(rows: Tensor<2>, shape: Heads) -> Tensor<2> {
    Tensor::from_dispatch(Dispatch::attention(rows.into_dispatch(), shape))
}

/// What burn calls, for tensors with automatic differentiation and without.
#[backend_extension(Autodiff, Flex, Cube: cfg(feature = "gpu"))]
pub trait Attention: Backend {
    /// [`attention()`] on a backend's own tensors.
    fn attention(rows: FloatTensor<Self>, shape: Heads) -> FloatTensor<Self>;
}

/// What attention and its gradient are made of.
pub trait AttentionOps: Backend {
    /// What the places see, and the logarithm of each query's sum of exponentials, `[batch * heads, length]`.
    fn seen_and_logs(
        rows: FloatTensor<Self>,
        shape: Heads,
    ) -> (FloatTensor<Self>, FloatTensor<Self>);

    /// The gradient by the rows, from that by what the places see and what the way there left.
    fn before_attention(
        grad: FloatTensor<Self>,
        seen: FloatTensor<Self>,
        logs: FloatTensor<Self>,
        rows: FloatTensor<Self>,
        shape: Heads,
    ) -> FloatTensor<Self>;
}
