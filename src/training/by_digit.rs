//! What is known of a likelihood model beside its losses: latents that are in use, and losses digit by digit.

use super::families::Capability;
use super::{Losses, Trainer};
use crate::dataset::{MnistDataset, Split};
use crate::error::Result;
use crate::model::CLASSES;

/// A latent whose posterior mean varies by more than this over the images is active.
const ACTIVE: f64 = 0.01;

/// Images that are encoded together.
const BATCH: usize = 500;

impl Trainer {
    /// How many of the latents say anything of an image: those of which the variance of the posterior's mean over the test images
    /// is above 0.01 (Burda, Grosse and Salakhutdinov, "Importance Weighted Autoencoders", 2016, section 5.2). None of a model
    /// whose encoder is not variational.
    ///
    /// # Errors
    /// `device-lost`.
    pub async fn active_units(&self, dataset: &MnistDataset) -> Result<Option<usize>> {
        let test = &dataset.test;
        if !self.can(Capability::Variational) || test.is_empty() {
            return Ok(None);
        }
        let n = test.len();
        let mut sums: Vec<[f64; 2]> = Vec::new();
        for start in (0..n).step_by(BATCH) {
            let count = BATCH.min(n - start);
            let told = if self.settings().conditional {
                test.labels(start, count)?
            } else {
                &[]
            };
            let (means, _) = self.encode(test.pixels(start, count)?, told).await?;
            let latents = means.len() / count;
            sums.resize(latents, [0.0; 2]);
            for means in means.chunks_exact(latents) {
                for ([sum, squares], &mean) in sums.iter_mut().zip(means) {
                    let mean = f64::from(mean);
                    *sum += mean;
                    *squares += mean * mean;
                }
            }
        }
        let n = n as f64;
        let variance = |[sum, squares]: &[f64; 2]| squares / n - (sum / n).powi(2);
        Ok(Some(
            (sums.iter().map(variance))
                .filter(|&variance| variance > ACTIVE)
                .count(),
        ))
    }

    /// Mean losses over the test images of each digit; none where there is no image of it.
    ///
    /// # Errors
    /// `device-lost`.
    pub async fn evaluate_digits(&self, dataset: &MnistDataset) -> Result<Vec<Option<Losses>>> {
        let test = &dataset.test;
        let mut all = Vec::with_capacity(CLASSES);
        for digit in 0..CLASSES as u8 {
            let places: Vec<usize> = (0..test.len())
                .filter(|&at| test.label(at) == digit)
                .collect();
            if places.is_empty() {
                all.push(None);
                continue;
            }
            let images: Vec<_> = places.iter().map(|&at| test.image(at)).collect();
            let mut split = Split::new(places.len());
            split.push(&images.concat(), &vec![digit; places.len()]);
            let only = MnistDataset::from_splits(Split::new(0), split);
            all.push(Some(self.evaluate(&only, places.len()).await?));
        }
        Ok(all)
    }
}
