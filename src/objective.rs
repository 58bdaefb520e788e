//! What models minimise. All losses are per image and in nats.

use crate::model::Posterior;
use burn::tensor::Tensor;

/// Negative Bernoulli log-likelihood of `targets` (0 to 1) under `logits`, summed over the pixels: `[batch, n]` to
/// `[batch]`. For targets strictly between 0 and 1 this is the cross-entropy that PyTorch's VAE example calls BCE.
///
/// `max(l, 0) - l t + log(1 + exp(-|l|))` is `-t log s(l) - (1 - t) log(1 - s(l))` without overflow.
pub fn bernoulli_nll(logits: Tensor<2>, targets: Tensor<2>) -> Tensor<1> {
    let log_term = logits.clone().abs().neg().exp().log1p();
    let linear_term = logits.clone().clamp_min(0.0) - logits * targets;
    (linear_term + log_term).sum_dim(1).squeeze_dim(1)
}

/// KL divergence from the standard normal prior to the posterior, `[batch, latent]` to `[batch]`: Kingma and
/// Welling (2013), appendix B. The second article prints it without the `exp`, which leaves the log-variance
/// without a gradient.
pub fn kl_to_standard_normal(posterior: &Posterior) -> Tensor<1> {
    let Posterior { mean, logvar } = posterior.clone();
    (mean.square() + logvar.clone().exp() - logvar - 1.0)
        .mul_scalar(0.5)
        .sum_dim(1)
        .squeeze_dim(1)
}
