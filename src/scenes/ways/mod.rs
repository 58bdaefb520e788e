//! How a model says which image it was of which only so much is known: by what it can do.

mod continuing;
mod descent;
mod encoding;
mod expecting;
mod guided;

use continuing::Continuing;
pub(super) use descent::descent;
pub(super) use encoding::Encoding;
pub(super) use expecting::Expecting;
use guided::Guided;

use super::recovery::Problem;
use super::search::Plan;
use crate::dataset::{MnistDataset, PIXELS};
use crate::training::families::Pending;
use crate::training::{Capability, Trainer};
use std::ops::Range;

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

/// By descent on the latent where the model decodes one; else block by block, or by the paths of a flow. Images, of which these are the
/// labels, are numbered from `first` on.
pub(super) fn way_of(
    trainer: &Trainer,
    problem: &Problem,
    labels: Vec<u8>,
    first: u64,
    plan: Plan,
) -> Box<dyn Way> {
    if trainer.can(Capability::Decodes) {
        return descent(trainer, problem, labels, first, plan);
    }
    let draws = Draws::of(&plan, first);
    if trainer.can(Capability::Autoregressive) {
        return Box::new(Continuing::new(trainer, labels, draws));
    }
    Box::new(Guided::new(trainer, labels, draws))
}

/// Pictures of the images so far, the same number of each.
#[derive(Debug)]
struct Found {
    pictures: Vec<f32>,
    each: usize,
    images: usize,
}

impl Found {
    /// None yet, of so many images.
    fn new(images: usize, each: usize) -> Self {
        Self {
            pictures: Vec::new(),
            each,
            images,
        }
    }

    fn add(&mut self, pictures: impl IntoIterator<Item = f32>) {
        self.pictures.extend(pictures);
    }

    /// Images that have their pictures.
    fn done(&self) -> usize {
        self.pictures.len() / (self.each * PIXELS)
    }

    /// The images that come next, `most` at most.
    fn next(&self, most: usize) -> Range<usize> {
        self.done()..(self.done() + most).min(self.images)
    }

    /// How much of it is done, 0 to 1.
    fn share(&self) -> f64 {
        self.done() as f64 / self.images as f64
    }

    /// What [`Way::advance`] answers: all pictures, once they are there.
    fn answer(&mut self) -> (bool, Vec<f32>) {
        let is_all = self.done() == self.images;
        let pictures = is_all.then(|| std::mem::take(&mut self.pictures));
        (is_all, pictures.unwrap_or_default())
    }
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

impl Draws {
    /// As a descent would begin and answer; images are numbered from `first` on.
    pub fn of(plan: &Plan, first: u64) -> Self {
        Self {
            each: plan.restarts,
            answers: plan.answers,
            first,
        }
    }
}
