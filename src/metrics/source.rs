//! Where the images come from that are judged.

use super::metric::BoxFuture;
use crate::dataset::{MnistDataset, PIXELS, unit};
use crate::error::{Error, ErrorCode, Result};
use crate::random::{Purpose, stream};
use crate::training::Trainer;
use rand::RngExt;
use std::ops::Range;

/// Samples that are drawn together.
const BATCH: usize = 500;

/// Images that can be judged, always the same ones.
pub trait ImageSource {
    /// The first `n` of them, or as many as there are, `[n * 784]`, 0 to 1.
    fn images(&self, n: usize) -> BoxFuture<'_, Result<Vec<f32>>>;

    /// The digits that were asked for in the first `n`, if any were.
    fn labels(&self, n: usize) -> Option<Vec<u8>>;

    /// The first `n`, or as many as there are, of images that are apart from the test images and from those that are
    /// [held out](held_out).
    fn apart(&self, n: usize) -> BoxFuture<'_, Result<Vec<f32>>> {
        self.images(n)
    }
}

/// Images that have been drawn.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// `[n * 784]`, 0 to 1.
    pub images: Vec<f32>,
    /// The digits that were asked for, `[n]`, if any were.
    pub labels: Option<Vec<u8>>,
}

impl ImageSource for Drawn {
    fn images(&self, n: usize) -> BoxFuture<'_, Result<Vec<f32>>> {
        let end = self.images.len().min(n * PIXELS);
        Box::pin(async move { Ok(self.images[..end].to_vec()) })
    }

    fn labels(&self, n: usize) -> Option<Vec<u8>> {
        let labels = self.labels.as_ref()?;
        Some(labels[..labels.len().min(n)].to_vec())
    }
}

/// A model's samples, drawn in batches of 500 of which each has its own seed that follows from this one; a conditional model
/// draws all labels in turn.
#[derive(Clone, Copy, Debug)]
pub struct Samples<'a> {
    /// The model.
    pub trainer: &'a Trainer,
    /// Decides the samples.
    pub seed: u64,
}

impl ImageSource for Samples<'_> {
    fn images(&self, n: usize) -> BoxFuture<'_, Result<Vec<f32>>> {
        Box::pin(async move {
            let mut all = Vec::with_capacity(n * PIXELS);
            // Seeds of their own keep the batches of two close seeds apart. Each begins with the first label.
            for (batch, start) in (0..).zip((0..n).step_by(BATCH)) {
                let seed = stream(self.seed, Purpose::Judge, batch).random();
                let count = BATCH.min(n - start);
                all.extend(self.trainer.sample(count, seed, &[]).await?);
            }
            Ok(all)
        })
    }

    fn labels(&self, n: usize) -> Option<Vec<u8>> {
        let conditional = self.trainer.settings().conditional;
        conditional.then(|| {
            let batches = (0..n).step_by(BATCH).map(|start| BATCH.min(n - start));
            batches
                .flat_map(|count| self.trainer.digits_in_turn(count))
                .collect()
        })
    }
}

/// Which of two halves of the test images. Every other image belongs to each: of MNIST's test images the first 5,000 are easier
/// than the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// The first, the third and so on, which are judged beside samples.
    Judged,
    /// The second, the fourth and so on, with which both are compared.
    Reference,
}

/// Real images: half of the test images.
#[derive(Clone, Copy, Debug)]
pub struct Real<'a> {
    /// The data.
    pub dataset: &'a MnistDataset,
    /// Whether samples that stand beside them were asked for by digit.
    pub labelled: bool,
    /// Which half.
    pub half: Half,
}

impl Real<'_> {
    /// How many real images stand beside so many samples, of each half: as many, or all there are.
    pub fn count(dataset: &MnistDataset, samples: usize) -> usize {
        samples.min(dataset.test.len() / 2)
    }

    fn indices(&self, n: usize) -> impl Iterator<Item = usize> {
        let first = usize::from(self.half == Half::Reference);
        (0..Self::count(self.dataset, n)).map(move |at| 2 * at + first)
    }
}

impl ImageSource for Real<'_> {
    fn images(&self, n: usize) -> BoxFuture<'_, Result<Vec<f32>>> {
        let test = &self.dataset.test;
        let images = self.indices(n).flat_map(|at| test.image(at));
        let images = images.map(|&pixel| unit(pixel)).collect();
        Box::pin(async move { Ok(images) })
    }

    fn labels(&self, n: usize) -> Option<Vec<u8>> {
        let test = &self.dataset.test;
        self.labelled
            .then(|| self.indices(n).map(|at| test.label(at)).collect())
    }

    /// Training images.
    fn apart(&self, n: usize) -> BoxFuture<'_, Result<Vec<f32>>> {
        let train = &self.dataset.train;
        Box::pin(async move { train.pixels(0, n.min(held_out(train.len())?.start)) })
    }
}

/// Which of so many training images choose a metric's constants: of the last sixth the first 1,000 (of MNIST's the first
/// 1,000 of the last 10,000, as in Goodfellow et al., 2014).
///
/// # Errors
/// `no-data` when there are not two.
pub(super) fn held_out(train: usize) -> Result<Range<usize>> {
    if train < 2 {
        return Err(Error::new(
            ErrorCode::NoData,
            format!("Two training images are needed, one to hold out; there are {train}."),
        ));
    }
    let last = (train / 6).max(1);
    let start = train - last;
    Ok(start..start + last.min(1_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_out_follows_from_what_there_is() {
        assert_eq!(held_out(60_000), Ok(50_000..51_000));
        assert_eq!(held_out(2_000), Ok(1_667..2_000));
        assert_eq!(held_out(3), Ok(2..3));
        assert_eq!(held_out(2), Ok(1..2));
        assert_eq!(held_out(1).unwrap_err().code, ErrorCode::NoData);
    }
}
