//! A model before the yardsticks (the package `yardsticks`): its samples, and the data that they are compared with.

use crate::dataset::{MnistDataset, PIXELS};
use crate::error::Result;
use crate::random::{Purpose, stream};
use crate::training::Trainer;
use rand::RngExt;
use yardsticks::Images;

/// Samples that are drawn together: a multiple of the ten digits, which conditional models draw in turn, and few enough that a browser
/// can do something else after each part, also where a model draws symbol by symbol.
const TOGETHER: usize = 50;

/// Samples of a model, a part at a time.
#[derive(Clone, Debug, Default)]
pub struct Samples {
    /// `[n * 784]`, 0 to 1.
    pub pixels: Vec<f32>,
    /// The digits that a conditional model was asked for, `[n]`: all in turn. Of others 0, 1, ... in turn as well, which say nothing.
    pub labels: Vec<u8>,
    parts: u64,
}

impl Samples {
    /// Draws some more of `count`; says whether these were the last. Each part has its own seed that follows from this one, so that two
    /// close seeds have nothing in common; the same seed draws from the same latents whatever the weights.
    ///
    /// # Errors
    /// `device-lost`.
    pub async fn advance(&mut self, trainer: &Trainer, count: usize, seed: u64) -> Result<bool> {
        let n = TOGETHER.min(count - self.count());
        let seed = stream(seed, Purpose::Judge, self.parts).random();
        self.pixels.extend(trainer.sample(n, seed, &[]).await?);
        self.labels.extend(trainer.digits_in_turn(n));
        self.parts += 1;
        Ok(self.count() == count)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.labels.len()
    }

    /// One of them, `[784]`.
    pub fn image(&self, at: usize) -> &[f32] {
        &self.pixels[at * PIXELS..(at + 1) * PIXELS]
    }

    /// For the yardsticks: with the digits of a model that was asked for them.
    pub fn into_images(self, trainer: &Trainer) -> Images {
        Images {
            pixels: self.pixels,
            labels: trainer.settings().conditional.then_some(self.labels),
        }
    }
}

/// `count` samples of a model for the yardsticks.
///
/// # Errors
/// `device-lost`.
pub async fn draw(trainer: &Trainer, count: usize, seed: u64) -> Result<Images> {
    let mut samples = Samples::default();
    while samples.count() < count {
        samples.advance(trainer, count, seed).await?;
    }
    Ok(samples.into_images(trainer))
}

/// The places of the training images that a model is trained on, as far as they are there.
///
/// # Errors
/// `no-data` when the data's recipe chooses among images that are not there.
pub fn trained_on(trainer: &Trainer, dataset: &MnistDataset) -> Result<Vec<u32>> {
    let mut indices = trainer.data().indices(dataset)?;
    indices.retain(|&index| (index as usize) < dataset.train.len());
    Ok(indices)
}

/// Tells these data, with what is chosen of them, from others.
pub fn data_id(dataset: &MnistDataset, chosen: &[u32]) -> u64 {
    let images = [&dataset.train, &dataset.test].map(|split| split.hash());
    crate::dataset::hash::of_words(images.into_iter().chain(chosen.iter().map(|&at| at.into())))
}

/// A data set, as the yardsticks take it.
#[cfg(not(target_family = "wasm"))]
#[derive(Debug)]
pub struct RealData<'a> {
    dataset: &'a MnistDataset,
    train: Vec<u8>,
    test: Vec<u8>,
}

#[cfg(not(target_family = "wasm"))]
impl<'a> RealData<'a> {
    /// The images that are there.
    pub fn of(dataset: &'a MnistDataset) -> Self {
        Self {
            dataset,
            train: dataset.train.images(),
            test: dataset.test.images(),
        }
    }

    /// With the places of the training images that a model learns from.
    pub fn chosen<'b>(&'b self, chosen: &'b [u32]) -> yardsticks::Data<'b> {
        yardsticks::Data {
            id: data_id(self.dataset, chosen),
            train: &self.train,
            chosen,
            test: &self.test,
            test_labels: self.dataset.test.all_labels(),
        }
    }
}
