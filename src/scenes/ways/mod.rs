//! How a model says which image it was of which only so much is known: by what it can do.

mod continuing;
mod descent;
mod encoding;
mod expecting;
mod guided;

pub(super) use continuing::Continuing;
pub(super) use descent::descent;
pub(super) use encoding::Encoding;
pub(super) use expecting::Expecting;
pub(super) use guided::Guided;

use super::recovery::Problem;
use crate::dataset::MnistDataset;
use crate::training::families::Pending;

/// One way, on its way through the images of a problem.
pub(super) trait Way {
    /// Its name beside its numbers.
    fn method(&self) -> &'static str;

    /// Pictures of each image, of which the first counts.
    fn answers(&self) -> usize {
        1
    }

    /// How much of it is done, 0 to 1.
    fn share(&self) -> f64;

    /// Goes on for some hundred milliseconds at most. Answers whether that was all, and pictures `[images * answers * 784]`: all of them
    /// at the end, and before it those of the way there, or none.
    ///
    /// # Errors
    /// `no-data`, `device-lost`.
    fn advance<'a>(
        &'a mut self,
        problem: &'a Problem,
        dataset: &'a MnistDataset,
    ) -> Pending<'a, (bool, Vec<f32>)>;
}

/// How images are drawn of which only the best are answered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draws {
    /// Of each image.
    pub each: usize,
    /// Of these, so many are answered.
    pub answers: usize,
    /// The number of the first image, which with those after it names the random streams of each.
    pub first: u64,
}
