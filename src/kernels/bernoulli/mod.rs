//! The Bernoulli likelihood of pixels and its derivative in one pass: as tensor operations it is ten passes forward and
//! as many back, and took a third of an IWAE's step.

mod cpu;
#[cfg(feature = "gpu")]
mod gpu;
mod gradient;
#[cfg(test)]
mod tests;

use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, backend_extension};
use burn::tensor::Tensor;

/// Negative Bernoulli log-likelihood of `targets` (0 to 1) under `logits`, summed over the pixels: `[batch, n]` to
/// `[batch]`. For targets strictly between 0 and 1 this is the cross-entropy that PyTorch's VAE example calls BCE. The
/// targets are constants: they get no gradient.
pub fn bernoulli_nll(logits: Tensor<2>, targets: Tensor<2>) -> Tensor<1> {
    let (logits, targets) = (logits.into_dispatch(), targets.into_dispatch());
    Tensor::from_dispatch(Dispatch::bernoulli_nll(logits, targets))
}

/// What burn calls, for tensors with automatic differentiation and without.
#[backend_extension(Autodiff, Flex, Cube: cfg(feature = "gpu"))]
pub trait Bernoulli: Backend {
    /// [`bernoulli_nll()`] on a backend's own tensors.
    fn bernoulli_nll(logits: FloatTensor<Self>, targets: FloatTensor<Self>) -> FloatTensor<Self>;
}

/// What the likelihood and its gradient are made of.
pub trait BernoulliOps: Backend {
    /// The likelihood `[batch]`, and its derivative by each logit, `sigmoid(logit) - target`, `[batch, n]`.
    fn nll_and_slope(
        logits: FloatTensor<Self>,
        targets: FloatTensor<Self>,
    ) -> (FloatTensor<Self>, FloatTensor<Self>);

    /// Each row of a matrix `[batch, n]` by its factor `[batch]`.
    fn scaled_rows(matrix: FloatTensor<Self>, factors: FloatTensor<Self>) -> FloatTensor<Self>;
}
