//! A model before the yardsticks (the package `yardsticks`): its samples, and the data that they are compared with.

use crate::dataset::MnistDataset;
use crate::error::Result;
use crate::random::{Purpose, stream};
use crate::training::Trainer;
use rand::RngExt;
use yardsticks::Images;

/// Samples that are drawn together.
const BATCH: usize = 500;

/// `count` samples of a model, drawn in batches of 500 of which each has its own seed that follows from this one; a conditional
/// model draws all labels in turn.
///
/// # Errors
/// `device-lost`.
pub async fn draw(trainer: &Trainer, count: usize, seed: u64) -> Result<Images> {
    let mut pixels = Vec::new();
    let mut labels = trainer.settings().conditional.then(Vec::new);
    // Seeds of their own keep the batches of two close seeds apart. Each begins with the first label.
    for (batch, start) in (0..).zip((0..count).step_by(BATCH)) {
        let seed = stream(seed, Purpose::Judge, batch).random();
        let count = BATCH.min(count - start);
        pixels.extend(trainer.sample(count, seed, &[]).await?);
        if let Some(labels) = &mut labels {
            labels.extend(trainer.digits_in_turn(count));
        }
    }
    Ok(Images { pixels, labels })
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

/// The data, as the yardsticks take them.
#[cfg(not(target_family = "wasm"))]
pub fn data<'a>(dataset: &'a MnistDataset, chosen: &'a [u32]) -> yardsticks::Data<'a> {
    let (train, test) = (&dataset.train, &dataset.test);
    yardsticks::Data {
        id: data_id(dataset, chosen),
        train: train.images(),
        chosen,
        test: test.images(),
        test_labels: test.all_labels(),
    }
}
