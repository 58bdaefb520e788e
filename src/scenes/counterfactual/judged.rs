//! Pictures that the model draws, what the classifier believes of them, and how they compare with the images.

use super::super::beliefs::{Belief, beliefs};
use super::super::latents::{Latents, rows};
use super::super::squared_error;
use crate::dataset::PIXELS;
use crate::error::Result;
use crate::model::{Classifier, values};
use crate::training::Trainer;

/// Pictures that are drawn together.
const DRAWN: usize = 100;

/// Who draws and who judges.
pub(super) struct Judged {
    pub trainer: Trainer,
    pub classifier: Classifier,
}

impl Judged {
    /// What the classifier believes of pictures `[n * 784]`.
    ///
    /// # Errors
    /// `device-lost`.
    pub async fn beliefs(&self, pictures: &[f32]) -> Result<Vec<Belief>> {
        beliefs(&self.classifier, pictures, self.trainer.device()).await
    }

    /// Pictures `[n * 784]` of latents on the scale on which they are standard normal.
    ///
    /// # Errors
    /// `device-lost`.
    pub async fn pictures(
        &self,
        latents: &Latents,
        u: Vec<f32>,
        labels: &[u8],
    ) -> Result<Vec<f32>> {
        let size = self.trainer.latent_dim();
        let mut all = Vec::new();
        for (u, labels) in u.chunks(DRAWN * size).zip(labels.chunks(DRAWN)) {
            let u = rows(u.to_vec(), size, self.trainer.device());
            let images = (self.trainer.training()).decode(latents.scaled(u), labels);
            let images = images.expect("the scene asks for models that decode");
            all.extend(values(&images.into_data_async().await?));
        }
        Ok(all)
    }
}

/// What pictures are compared with.
pub(super) struct Originals<'a> {
    /// The images, `[n * 784]`.
    pub truth: &'a [f32],
    /// The same as the model draws them, `[n * 784]`.
    pub seen: &'a [f32],
    /// The digit that is wanted of each.
    pub wanted: &'a [u8],
    /// The probability from which the classifier has changed its mind.
    pub sure: f64,
}

impl Originals<'_> {
    /// Of a method's pictures, so many for each image, `[n * each * 784]`, of which the one at the wanted digit counts where there are ten. Means
    /// over those at which the classifier has changed its mind.
    pub fn numbers(
        &self,
        pictures: &[f32],
        each: usize,
        beliefs: &[Belief],
    ) -> Vec<(&'static str, f64)> {
        let (mut moved, mut redrawn, mut sure) = (Vec::new(), Vec::new(), Vec::new());
        for (at, &wanted) in self.wanted.iter().enumerate() {
            let place = at * each + usize::from(wanted) % each;
            let belief = beliefs[place][usize::from(wanted)];
            if belief >= self.sure {
                let image =
                    |all: &'_ [f32], at: usize| all[at * PIXELS..(at + 1) * PIXELS].to_vec();
                let picture = image(pictures, place);
                moved.push(squared_error(&picture, &image(self.truth, at), None));
                redrawn.push(squared_error(&picture, &image(self.seen, at), None));
                sure.push(belief);
            }
        }
        vec![
            ("flipped", sure.len() as f64 / self.wanted.len() as f64),
            ("confidence", mean(&sure)),
            ("squared_error", mean(&moved)),
            ("squared_error_drawn", mean(&redrawn)),
        ]
    }
}

/// NaN where there is none.
pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
