//! What can be asked of a model without changing it.

use super::arguments::check_pixels;
use super::families::{Capability, Encoder};
use super::trainer::named;
use super::{Losses, Part, Trainer};
use crate::dataset::{MnistDataset, PIXELS};
use crate::error::{Error, ErrorCode, Result};
use burn::tensor::{Tensor, Transaction};

/// Images an evaluation looks at together. A GPU compiles kernels for each new shape, so it is always this many.
const EVALUATION_BATCH: usize = 250;

impl Trainer {
    /// Mean losses over the first `limit` test images. The noise is the same every time.
    ///
    /// # Errors
    /// `bad-input` when `limit` is 0, `no-data`, `device-lost`.
    pub async fn evaluate(&self, dataset: &MnistDataset, limit: usize) -> Result<Losses> {
        if limit == 0 {
            return Err(Error::new(
                ErrorCode::BadInput,
                "Evaluation needs at least one test image.",
            ));
        }
        dataset.test.require(limit)?;
        let mut sums = vec![0.0; self.training.evaluation().len()];
        let mut start = 0;
        while start < limit {
            let count = EVALUATION_BATCH.min(limit - start);
            let mut pixels = dataset.test.pixels(start, count)?;
            pixels.resize(EVALUATION_BATCH * PIXELS, 0.0);
            let mut labels = dataset.test.labels(start, count)?.to_vec();
            labels.resize(EVALUATION_BATCH, 0);
            let batch = (start / EVALUATION_BATCH) as u64;
            let losses = self.training.evaluate(batch, self.images(pixels), &labels);
            let data = losses.into_data_async().await?;
            let rows = data
                .as_slice::<f32>()
                .expect("losses are f32")
                .chunks_exact(EVALUATION_BATCH);
            for (sum, row) in sums.iter_mut().zip(rows) {
                *sum += row[..count].iter().map(|&x| f64::from(x)).sum::<f64>();
            }
            start += count;
        }
        let mut means: Vec<_> = sums.into_iter().map(|sum| sum / limit as f64).collect();
        self.training.total(&mut means);
        Ok(named(self.training.evaluation(), means.into_iter()))
    }

    /// `count` images from the prior, `[count * 784]`, 0 to 1. The same seed gives the same latents. A conditional model
    /// draws the digit `label`, or all labels of its data in turn.
    ///
    /// # Errors
    /// `bad-input` when a label is given to a model that is not conditional, or is none of its data; `device-lost`.
    pub async fn sample(&self, count: usize, seed: u64, labels: &[u8]) -> Result<Vec<f32>> {
        let labels = self.labels_of_samples(count, labels)?;
        read(self.training.sample(seed, &labels).await?).await
    }

    /// The labels of `count` samples: all in turn where a conditional model is not told which.
    pub(super) fn labels_of_samples(&self, count: usize, labels: &[u8]) -> Result<Vec<u8>> {
        match labels {
            [] => Ok(self.digits_in_turn(count)),
            labels => self.labels(count, labels),
        }
    }

    /// Mean and log-variance of the latent of each image, `[n * latent]` both, from pixels `[n * 784]`, 0 to 1.
    ///
    /// # Errors
    /// `bad-input` when the pixels are not whole images or lie outside 0 to 1, or a conditional model is not told the
    /// digit, or the model has no encoder; `device-lost`.
    pub async fn encode(&self, pixels: Vec<f32>, labels: &[u8]) -> Result<(Vec<f32>, Vec<f32>)> {
        let encoder = self.encoder()?;
        check_pixels(&pixels)?;
        let labels = self.labels(pixels.len() / PIXELS, labels)?;
        let (mean, logvar) = encoder.encode(self.images(pixels), &labels);
        let data = Transaction::default()
            .register(mean)
            .register(logvar)
            .execute_async()
            .await?;
        let mut values = data.iter().map(crate::model::values);
        Ok((
            values.next().unwrap_or_default(),
            values.next().unwrap_or_default(),
        ))
    }

    /// Images `[n * 784]`, 0 to 1, from latents `[n * latent]`.
    ///
    /// # Errors
    /// `bad-input` when the latents have another size or are not finite, or a conditional model is not told the digit;
    /// `device-lost`.
    pub async fn decode(&self, z: Vec<f32>, labels: &[u8]) -> Result<Vec<f32>> {
        let z = self.latents(z)?;
        let [n, _] = z.dims();
        let labels = self.labels(n, labels)?;
        read(self.decoded(z, &labels)?).await
    }

    /// Images through the mean of their latent and back, `[n * 784]` both.
    ///
    /// # Errors
    /// As [`encode`](Self::encode).
    pub async fn reconstruct(&self, pixels: Vec<f32>, labels: &[u8]) -> Result<Vec<f32>> {
        let encoder = self.encoder()?;
        check_pixels(&pixels)?;
        let labels = self.labels(pixels.len() / PIXELS, labels)?;
        let (mean, _) = encoder.encode(self.images(pixels), &labels);
        read(self.decoded(mean, &labels)?).await
    }

    /// How real the discriminator takes each image `[n * 784]`, 0 to 1, for: its logit, larger for more real.
    ///
    /// # Errors
    /// `bad-input` when the model has no discriminator; else as [`encode`](Self::encode).
    pub async fn judge(&self, pixels: Vec<f32>, labels: &[u8]) -> Result<Vec<f32>> {
        self.require(Part::Discriminator)?;
        check_pixels(&pixels)?;
        let labels = self.labels(pixels.len() / PIXELS, labels)?;
        let logits = self.training.judge(self.images(pixels), &labels);
        read(logits.ok_or_else(no_discriminator)?).await
    }

    /// What each image `[n * 784]` costs, in nats: minus its likelihood where that is exact, and else minus the evidence lower bound,
    /// its reconstruction, a mean over so many samples of its latent, and the KL divergence of that. A model that is told the digit
    /// is told these. Nothing where the model has no such bound. `batch` numbers the calls, each with noise of its own.
    ///
    /// # Errors
    /// `device-lost`.
    pub(crate) async fn bound(
        &self,
        batch: u64,
        pixels: Vec<f32>,
        labels: &[u8],
        samples: usize,
    ) -> Result<Option<Vec<f64>>> {
        let n = pixels.len() / PIXELS;
        let images = self.images(pixels);
        let parts = if self.has_exact_likelihood() {
            let mut names = self.training.evaluation().iter();
            let loss = names.position(|name| *name == "loss");
            let losses = self.training.evaluate(batch, images, labels);
            Some(losses.narrow(0, loss.expect("it is what is minimised"), 1))
        } else {
            self.training.bound(batch, images, labels, samples)
        };
        let Some(parts) = parts else {
            return Ok(None);
        };
        let mut bound = vec![0.0; n];
        for row in read(parts).await?.chunks_exact(n) {
            for (sum, part) in bound.iter_mut().zip(row) {
                *sum += f64::from(*part);
            }
        }
        Ok(Some(bound))
    }

    /// What encodes.
    ///
    /// # Errors
    /// `bad-input` where nothing does.
    fn encoder(&self) -> Result<&dyn Encoder> {
        self.training.encoder().ok_or_else(|| {
            Error::new(
                ErrorCode::BadInput,
                "This model has no encoder: it only draws. Load vae, or vae-gan, to encode and rebuild images.",
            )
        })
    }

    /// Images `[n, 784]`, 0 to 1, from latents `[n, latent]`.
    ///
    /// # Errors
    /// `bad-input` where the model has no latent.
    fn decoded(&self, z: Tensor<2>, labels: &[u8]) -> Result<Tensor<2>> {
        self.training.decode(z, labels).ok_or_else(|| {
            Error::new(
                ErrorCode::BadInput,
                "This model has no latent to decode: it only draws. Load vae, or gan.",
            )
        })
    }

    /// Whether this model can make a step that updates these networks.
    ///
    /// # Errors
    /// `bad-input` where it has no discriminator.
    pub(super) fn require(&self, part: Part) -> Result<()> {
        if part != Part::Both && !self.can(Capability::Judges) {
            return Err(no_discriminator());
        }
        Ok(())
    }
}

fn no_discriminator() -> Error {
    Error::new(
        ErrorCode::BadInput,
        "This model has no discriminator: an autoencoder learns without one. Load gan, or vae-gan.",
    )
}

async fn read(images: Tensor<2>) -> Result<Vec<f32>> {
    Ok(crate::model::values(&images.into_data_async().await?))
}
