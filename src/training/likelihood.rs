//! How likely images are under a model: by importance sampling, or exactly where the model says so.

use super::families::ImageLikelihood;
use super::{EVALUATION, Input, Trainer};
use crate::dataset::MnistDataset;
use crate::error::{Error, ErrorCode, Result};
use crate::random::Shard;

/// Latents that are decoded together.
const ROWS: usize = 5_000;

/// Rounds of latents an image: their numbers have as many bits in the index of their random numbers.
const ROUNDS: usize = 1 << 16;

impl Trainer {
    /// `log p(x)` of each of `count` test images from `start`, in nats, estimated by importance sampling with at least
    /// `samples` samples of the posterior an image (Burda et al., 2015, section 5). A lower bound in the mean, and closer
    /// the more samples there are; exact, whatever their number, in a model whose [likelihood is](Self::has_exact_likelihood).
    /// Of a conditional model it is `log p(x | digit)`.
    ///
    /// The images are as the model sees them in training: black and white under `binarise`, where it is the logarithm of a
    /// probability, and grey else, where it is that of a density.
    ///
    /// # Errors
    /// `bad-input` when the model's loss is no likelihood of such images ([`check_likelihood`](Self::check_likelihood)) or
    /// `count` or `samples` is 0, `no-data`, `device-lost`.
    pub async fn log_likelihood(
        &self,
        dataset: &MnistDataset,
        start: usize,
        count: usize,
        samples: usize,
    ) -> Result<Vec<f64>> {
        self.check_likelihood(self.settings.binarise)?;
        self.importance(dataset, start, count, samples, Input::Unit)
            .await
    }

    /// The same of black and white images, whether or not the model has learnt from such: each pixel is white with its
    /// brightness as probability.
    ///
    /// # Errors
    /// As [`log_likelihood`](Self::log_likelihood).
    pub async fn binarised_log_likelihood(
        &self,
        dataset: &MnistDataset,
        start: usize,
        count: usize,
        samples: usize,
    ) -> Result<Vec<f64>> {
        self.check_likelihood(true)?;
        self.importance(dataset, start, count, samples, Input::Binarised)
            .await
    }

    /// Whether the model says how likely images are: black and white ones, or grey ones.
    ///
    /// # Errors
    /// `bad-input`, with the reason.
    pub fn check_likelihood(&self, binarised: bool) -> Result<()> {
        self.likelihood()?.check_images(binarised)
    }

    /// Whether the likelihood that it says is exact, and not estimated from samples.
    pub fn has_exact_likelihood(&self) -> bool {
        (self.training.likelihood()).is_some_and(|likelihood| likelihood.is_exact())
    }

    fn likelihood(&self) -> Result<&dyn ImageLikelihood> {
        self.training.likelihood().ok_or_else(|| {
            refuse(
                "This model does not say how likely images are: it has no encoder, or, as a vae-gan's decoder, has learnt to \
                 please a discriminator too. Measure it with judge, or train with objective=elbo or iwae.",
            )
        })
    }

    /// The estimate for images that are first seen as `input`; the model's own convention follows.
    async fn importance(
        &self,
        dataset: &MnistDataset,
        start: usize,
        count: usize,
        samples: usize,
        input: Input,
    ) -> Result<Vec<f64>> {
        if count == 0 || samples == 0 {
            return Err(refuse(
                "A likelihood needs one image and one sample of its posterior at least.",
            ));
        }
        let model = self.likelihood()?;
        let samples = if model.is_exact() { 1 } else { samples };
        let per_round = (ROWS / count).clamp(1, samples);
        let rounds = samples.div_ceil(per_round);
        if rounds > ROUNDS {
            return Err(refuse(&format!(
                "{samples} samples of each of {count} images are too many at once: ask for {} samples at most.",
                ROUNDS * per_round
            )));
        }
        let labels = dataset.test.labels(start, count)?.to_vec();
        let (seed, rows, index) = (
            self.settings.seed,
            Shard::all(count),
            EVALUATION | start as u64,
        );
        let mut weights = vec![Vec::with_capacity(samples); count];
        for round in 0..rounds as u64 {
            let images = self.images(dataset.test.pixels(start, count)?);
            let images = input.of(images, seed, rows, index);
            let drawn = model.log_weights(start as u64, round, images, &labels, per_round);
            let drawn = crate::model::values(&drawn.into_data_async().await?);
            for (all, row) in weights.iter_mut().zip(drawn.chunks_exact(per_round)) {
                all.extend(row.iter().map(|&weight| f64::from(weight)));
            }
        }
        Ok(weights
            .iter()
            .map(|weights| log_mean_exp(weights))
            .collect())
    }
}

pub(super) fn refuse(why: &str) -> Error {
    Error::new(ErrorCode::BadInput, why)
}

/// The logarithm of the mean of exponentials, without overflow.
fn log_mean_exp(values: &[f64]) -> f64 {
    let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = values.iter().map(|value| (value - largest).exp()).sum();
    largest + (sum / values.len() as f64).ln()
}
