//! What autoencoders are trained by: bounds on the likelihood, the ELBO and the importance-weighted one, or how well images are
//! rebuilt.

use super::{AutoencoderObjective, AutoencoderTraining};
use crate::model::{Autoencoder, Pass, Posterior};
use crate::objective::{kl_to_standard_normal, log_mean_exp, log_prior_ratio};
use crate::random::Shard;
use crate::training::EVALUATION;
use burn::tensor::Tensor;

/// Losses of each image, `[batch]` all.
pub(super) struct PerImage {
    /// What is minimised, once beta has warmed up.
    pub bound: Tensor<1>,
    /// Negative log-likelihood of the pixels, in nats.
    pub recon: Tensor<1>,
    /// KL divergence from the prior, in nats; 0 where nothing is sampled.
    pub kl: Tensor<1>,
    /// Of the first sample of each image: what the decoder says of the pixels, `[batch, outputs * 784]`.
    pub outputs: Tensor<2>,
    pub posterior: Posterior,
    /// The first sample of each image, `[batch, latent]`.
    pub z: Tensor<2>,
}

impl AutoencoderTraining {
    /// The losses of each image, from as many samples of its latent as there are rows of noise for it, `[n * k, latent]`.
    pub(super) fn losses(
        &self,
        model: &Autoencoder,
        images: Tensor<2>,
        digits: Option<Tensor<2>>,
        noise: Tensor<2>,
        pass: &mut Pass,
    ) -> PerImage {
        let [batch, _] = images.dims();
        let posterior = model.encode(images.clone(), digits.clone(), pass);
        if self.objective == AutoencoderObjective::Reconstruction {
            let z = posterior.mean.clone();
            let outputs = model.decode(z.clone(), digits, pass);
            let recon = self.likelihood.nll(outputs.clone(), images);
            return PerImage {
                bound: recon.clone(),
                kl: recon.zeros_like(),
                recon,
                outputs,
                posterior,
                z,
            };
        }
        let kl = kl_to_standard_normal(&posterior);
        if self.objective == AutoencoderObjective::Elbo {
            let z = posterior.sample(noise);
            let outputs = model.decode(z.clone(), digits, pass);
            let recon = self.likelihood.nll(outputs.clone(), images);
            return PerImage {
                bound: recon.clone() + kl.clone().mul_scalar(self.beta),
                recon,
                kl,
                outputs,
                posterior,
                z,
            };
        }
        let (log_weights, nll, outputs, z) =
            self.log_weights(model, posterior.clone(), images, digits, noise, pass);
        let ([_, k], [_, values]) = (log_weights.dims(), outputs.dims());
        let bound = log_mean_exp(log_weights).neg();
        let recon = nll.mean_dim(1).squeeze_dim(1);
        let latent = self.latent_dim;
        PerImage {
            bound,
            recon,
            kl,
            outputs: (outputs.reshape([batch, k * values])).narrow(1, 0, values),
            posterior,
            z: z.reshape([batch, k * latent]).narrow(1, 0, latent),
        }
    }

    /// As [`Family::bound`](crate::training::families::Family::bound).
    pub(super) fn bounded(
        &self,
        batch: u64,
        images: Tensor<2>,
        labels: &[u8],
        samples: usize,
    ) -> Option<Tensor<2>> {
        if self.objective == AutoencoderObjective::Reconstruction {
            return None;
        }
        let [n, _] = images.dims();
        let images = self.seen(images, Shard::all(n), EVALUATION | batch);
        let (digits, model) = (self.digits(labels), self.learner.shown());
        let mut pass = Pass::eval();
        let posterior = model.encode(images.clone(), digits.clone(), &mut pass);
        let kl = kl_to_standard_normal(&posterior);
        let samples = samples.max(self.samples);
        let noise = self.evaluation_noise(batch, n * samples);
        let (_, nll, ..) = self.log_weights(&model, posterior, images, digits, noise, &mut pass);
        let recon = nll.mean_dim(1).squeeze_dim(1);
        Some(Tensor::stack(vec![recon, kl], 0))
    }

    /// From `k` rows of noise for each image, `[n * k, latent]`: `log p(x, z) - log q(z | x)` and the negative log-likelihood
    /// of the pixels, `[n, k]` both, what the decoder says, `[n * k, outputs * 784]`, and of which latents, `[n * k, latent]`.
    pub(super) fn log_weights(
        &self,
        model: &Autoencoder,
        posterior: Posterior,
        images: Tensor<2>,
        digits: Option<Tensor<2>>,
        noise: Tensor<2>,
        pass: &mut Pass,
    ) -> (Tensor<2>, Tensor<2>, Tensor<2>, Tensor<2>) {
        let ([n, _], [rows, _]) = (images.dims(), noise.dims());
        let k = rows / n;
        // Each image k times, one below the other.
        let posterior = Posterior {
            mean: repeat(posterior.mean, k),
            logvar: repeat(posterior.logvar, k),
        };
        let z = posterior.sample(noise.clone());
        pass.repeat_rows(k);
        let outputs = model.decode(z.clone(), digits.map(|digits| repeat(digits, k)), pass);
        let nll = self.likelihood.nll(outputs.clone(), repeat(images, k));
        let log_weights = log_prior_ratio(z.clone(), noise, posterior.logvar) - nll.clone();
        let (log_weights, nll) = (log_weights.reshape([n, k]), nll.reshape([n, k]));
        (log_weights, nll, outputs, z)
    }
}

/// Each row `k` times, one below the other: `[n, m]` to `[n * k, m]`.
fn repeat(rows: Tensor<2>, k: usize) -> Tensor<2> {
    let [n, m] = rows.dims();
    rows.unsqueeze_dim::<3>(1)
        .expand([n, k, m])
        .reshape([n * k, m])
}
