//! What models minimise. All losses are per image; likelihoods are in nats.

pub(crate) mod discretised_logistic;

use crate::kernels::activation::{Activation, activate, sigmoid};
pub use crate::kernels::bernoulli::bernoulli_nll;
use crate::model::Posterior;
use crate::words::words;
use burn::tensor::activation::log_softmax;
use burn::tensor::{Tensor, TensorData};
use std::f64::consts::PI;

words! {
    /// How a decoder's outputs say how likely a pixel is.
    pub enum Likelihood {
        /// Black or white with probability `sigmoid(output)`; for grey pixels the cross-entropy.
        Bernoulli = "bernoulli",
        /// Loaiza-Ganem and Cunningham, "The continuous Bernoulli" (2019): a density on grey pixels.
        ContinuousBernoulli = "continuous-bernoulli",
        /// Normal around `sigmoid(output)` with variance 1/2: half the squared error times two, and a constant.
        Gaussian = "gaussian",
        /// Salimans et al., "PixelCNN++" (2017): the probability of each of 256 grey values, as the part of a logistic distribution that
        /// rounds to it. What lies beyond black and white is theirs, so that a pixel can be black for certain. The decoder says two
        /// numbers of a pixel: the distribution's mean, where black is 0 and white 1, and the logarithm of its scale.
        DiscretisedLogistic = "discretised-logistic",
    }
}

impl Likelihood {
    /// How many numbers the decoder says of a pixel.
    pub const fn outputs(self) -> usize {
        match self {
            Self::Bernoulli | Self::ContinuousBernoulli | Self::Gaussian => 1,
            Self::DiscretisedLogistic => 2,
        }
    }

    /// Negative log-likelihood of `targets` (0 to 1) given [`outputs`](Self::outputs), `[batch, outputs * n]`, summed over
    /// the pixels: `[batch, n]` to `[batch]`.
    pub fn nll(self, outputs: Tensor<2>, targets: Tensor<2>) -> Tensor<1> {
        match self {
            Self::Bernoulli => bernoulli_nll(outputs, targets),
            Self::ContinuousBernoulli => {
                let constant = log_normaliser(outputs.clone()).sum_dim(1).squeeze_dim(1);
                bernoulli_nll(outputs, targets) - constant
            }
            Self::Gaussian => {
                let [_, pixels] = outputs.dims();
                let squares = (sigmoid(outputs) - targets)
                    .square()
                    .sum_dim(1)
                    .squeeze_dim::<1>(1);
                // -log N(t; m, 1/2) = (t - m)^2 + log(pi) / 2
                squares.add_scalar(pixels as f64 * PI.ln() / 2.0)
            }
            Self::DiscretisedLogistic => discretised_logistic::nll(outputs, targets),
        }
    }

    /// What images look like by a decoder's outputs, `[batch, outputs * n]` to `[batch, n]`, 0 to 1: each pixel's mean (of the continuous
    /// Bernoulli the parameter, from which its mean differs).
    pub fn images(self, outputs: Tensor<2>) -> Tensor<2> {
        match self {
            Self::Bernoulli | Self::ContinuousBernoulli | Self::Gaussian => sigmoid(outputs),
            Self::DiscretisedLogistic => discretised_logistic::images(outputs),
        }
    }
}

/// Negative log-likelihood of symbols `[n, 1]`, whole numbers from 0, under logits of each, `[n, symbols]`: `[n]`. The symbols
/// are constants: they get no gradient.
pub fn categorical_nll(logits: Tensor<2>, symbols: Tensor<2>) -> Tensor<1> {
    let [n, count] = logits.dims();
    let all: Vec<f32> = (0..count).map(|symbol| symbol as f32).collect();
    let all = Tensor::<2>::from_data(TensorData::new(all, [1, count]), &symbols.device());
    let there = symbols.expand([n, count]).equal(all.expand([n, count]));
    let there = there.float();
    let there = if logits.is_autodiff() {
        there.autodiff()
    } else {
        there
    };
    (log_softmax(logits, 1) * there)
        .sum_dim(1)
        .squeeze_dim(1)
        .neg()
}

/// The logarithm of the continuous Bernoulli's normalising constant, of each logit `l`: `log(l / tanh(l / 2))`, which is
/// `log(2 artanh(1 - 2p) / (1 - 2p))` written in logits. Near zero both factors vanish and the series `log 2 + l^2 / 12`
/// takes over.
fn log_normaliser(logits: Tensor<2>) -> Tensor<2> {
    let near = logits.clone().abs().lower_elem(0.02);
    let safe = logits.clone().mask_fill(near.clone(), 1.0);
    let exact = (safe.clone() / safe.mul_scalar(0.5).tanh()).log();
    let series = logits.square().div_scalar(12.0).add_scalar(2f64.ln());
    exact.mask_where(near, series)
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

/// `log p(z) - log q(z | x)` of samples `z = mean + noise * exp(logvar / 2)`, `[n, latent]` to `[n]`: the prior's and the
/// posterior's constants cancel.
pub fn log_prior_ratio(z: Tensor<2>, noise: Tensor<2>, logvar: Tensor<2>) -> Tensor<1> {
    (noise.square() + logvar - z.square())
        .mul_scalar(0.5)
        .sum_dim(1)
        .squeeze_dim(1)
}

/// `log mean exp` over the second dimension, `[batch, k]` to `[batch]`: the importance-weighted bound of Burda et al.
/// (2015) from its log-weights. For k = 1 it is the ELBO.
pub fn log_mean_exp(log_weights: Tensor<2>) -> Tensor<1> {
    let [_, k] = log_weights.dims();
    // A constant shift: its gradient cancels.
    let largest = log_weights
        .clone()
        .inner()
        .max_dim(1)
        .autodiff_like(&log_weights);
    let sum = (log_weights - largest.clone()).exp().sum_dim(1);
    (sum.log() + largest)
        .squeeze_dim::<1>(1)
        .sub_scalar((k as f64).ln())
}

/// A constant that can be combined with `other`, whether that one is differentiated or not.
trait AutodiffLike {
    fn autodiff_like(self, other: &Self) -> Self;
}

impl AutodiffLike for Tensor<2> {
    fn autodiff_like(self, other: &Self) -> Self {
        if other.is_autodiff() {
            self.autodiff()
        } else {
            self
        }
    }
}

words! {
    /// What generator and critic minimise.
    pub enum AdversarialObjective {
        /// Goodfellow et al. (2014): the generator maximises `log D(G(z))`.
        NonSaturating = "non-saturating",
        /// Goodfellow et al. (2014), the game itself: the generator minimises `log(1 - D(G(z)))`.
        Minimax = "minimax",
        /// Mao et al., "Least Squares GAN" (2016), targets 0 and 1.
        LeastSquares = "least-squares",
        /// Lim and Ye, "Geometric GAN" (2017).
        Hinge = "hinge",
        /// Arjovsky et al., "Wasserstein GAN" (2017): the critic's weights are clipped.
        Wasserstein = "wasserstein",
        /// Gulrajani et al., "Improved Training of Wasserstein GANs" (2017): the critic's gradient is penalised.
        WassersteinGp = "wasserstein-gp",
    }
}

impl AdversarialObjective {
    /// The critic's loss on each real image from its logit, `[n, 1]` both. The target is `real_target`, below 1 for label
    /// smoothing (Salimans et al., 2016).
    pub fn real_losses(self, real: Tensor<2>, real_target: f64) -> Tensor<2> {
        match self {
            Self::NonSaturating | Self::Minimax => cross_entropy(real, real_target),
            Self::LeastSquares => real.sub_scalar(real_target).square().mul_scalar(0.5),
            Self::Hinge => activate(real.neg().add_scalar(1.0), Activation::Relu),
            Self::Wasserstein | Self::WassersteinGp => real.neg(),
        }
    }

    /// The critic's loss on each fake from its logit, `[n, 1]` both.
    pub fn fake_losses(self, fake: Tensor<2>) -> Tensor<2> {
        match self {
            Self::NonSaturating | Self::Minimax => cross_entropy(fake, 0.0),
            Self::LeastSquares => fake.square().mul_scalar(0.5),
            Self::Hinge => activate(fake.add_scalar(1.0), Activation::Relu),
            Self::Wasserstein | Self::WassersteinGp => fake,
        }
    }

    /// The critic's loss: the means of both, added, `[1]`. Without the gradient penalty, which needs the images.
    pub fn discriminator_loss(
        self,
        real: Tensor<2>,
        fake: Tensor<2>,
        real_target: f64,
    ) -> Tensor<1> {
        self.real_losses(real, real_target).mean() + self.fake_losses(fake).mean()
    }

    /// The generator's loss from the critic's logits on its images, each image's: `[batch, 1]` both.
    pub fn generator_losses(self, fake: Tensor<2>) -> Tensor<2> {
        match self {
            Self::NonSaturating => cross_entropy(fake, 1.0),
            Self::Minimax => cross_entropy(fake, 0.0).neg(),
            Self::LeastSquares => fake.sub_scalar(1.0).square().mul_scalar(0.5),
            Self::Hinge | Self::Wasserstein | Self::WassersteinGp => fake.neg(),
        }
    }

    /// The mean of [`generator_losses`](Self::generator_losses), `[1]`.
    pub fn generator_loss(self, fake: Tensor<2>) -> Tensor<1> {
        self.generator_losses(fake).mean()
    }

    /// The logit above which the critic takes an image for real; none where logits have no zero point.
    pub const fn threshold(self) -> Option<f64> {
        match self {
            Self::NonSaturating | Self::Minimax | Self::Hinge => Some(0.0),
            Self::LeastSquares => Some(0.5),
            Self::Wasserstein | Self::WassersteinGp => None,
        }
    }
}

/// Binary cross-entropy of logits with one target for all, `[batch, n]` both.
fn cross_entropy(logits: Tensor<2>, target: f64) -> Tensor<2> {
    let log_term = logits.clone().abs().neg().exp().log1p();
    let linear_term = activate(logits.clone(), Activation::Relu) - logits.mul_scalar(target);
    linear_term + log_term
}

/// Gulrajani et al. (2017): the mean over the batch of `(|gradient| - 1)^2`, `[batch, n]` to `[1]`.
pub fn gradient_penalty(gradient: Tensor<2>) -> Tensor<1> {
    // The square root's derivative is infinite at zero.
    let norm = gradient.square().sum_dim(1).add_scalar(1e-12).sqrt();
    norm.sub_scalar(1.0).square().mean()
}

/// R1 of Mescheder et al., "Which Training Methods for GANs do actually Converge?" (2018), before its weight: half of the mean
/// over the batch of `|gradient|^2`, `[batch, n]` to `[1]`.
pub fn r1_penalty(gradient: Tensor<2>) -> Tensor<1> {
    gradient.square().sum_dim(1).mean().mul_scalar(0.5)
}

/// Labels as one-hot rows, `[n * classes]` values.
pub fn one_hot(labels: &[u8], classes: usize) -> TensorData {
    let mut rows = vec![0.0f32; labels.len() * classes];
    for (row, &label) in labels.iter().enumerate() {
        rows[row * classes + usize::from(label)] = 1.0;
    }
    TensorData::new(rows, [labels.len(), classes])
}
