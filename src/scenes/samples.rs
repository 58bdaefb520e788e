//! Samples of a model, some at a time.

use crate::dataset::PIXELS;
use crate::error::Result;
use crate::random::{Purpose, stream};
use crate::training::Trainer;
use rand::RngExt;

/// Samples that are drawn together: a multiple of the ten digits, which conditional models draw in turn.
const TOGETHER: usize = 50;

/// Samples so far.
#[derive(Clone, Debug, Default)]
pub struct Samples {
    /// `[n * 784]`, 0 to 1.
    pub pixels: Vec<f32>,
    /// The digits that a conditional model was asked for, `[n]`; all digits in turn.
    pub labels: Vec<u8>,
    batches: u64,
}

impl Samples {
    /// Draws some more of `count`; says whether these were the last. The same seed draws from the same latents whatever the weights.
    ///
    /// # Errors
    /// `device-lost`.
    pub async fn advance(&mut self, trainer: &Trainer, count: usize, seed: u64) -> Result<bool> {
        let n = TOGETHER.min(count - self.labels.len());
        let seed = stream(seed, Purpose::SceneSamples, self.batches).random();
        let labels = trainer.digits_in_turn(n);
        self.pixels.extend(trainer.sample(n, seed, &[]).await?);
        self.labels.extend(labels);
        self.batches += 1;
        Ok(self.labels.len() == count)
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// One of them, `[784]`.
    pub fn image(&self, at: usize) -> &[f32] {
        &self.pixels[at * PIXELS..(at + 1) * PIXELS]
    }
}
