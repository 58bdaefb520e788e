//! By encoding what is left and decoding that: what encodes.

use super::super::recovery::Problem;
use super::{Found, Way};
use crate::dataset::{MnistDataset, PIXELS};
use crate::error::Result;
use crate::training::Trainer;
use crate::training::families::Pending;

/// Images that are encoded together.
const TOGETHER: usize = 250;

/// With the digits that the model is told, or none.
#[derive(Debug)]
pub struct Encoding {
    trainer: Trainer,
    labels: Vec<u8>,
    found: Found,
}

impl Encoding {
    /// Of so many images.
    pub fn new(trainer: &Trainer, labels: Vec<u8>, images: usize) -> Self {
        Self {
            trainer: trainer.clone(),
            labels,
            found: Found::new(images, 1),
        }
    }

    async fn next(&mut self, seen: &[f32]) -> Result<(bool, Vec<f32>)> {
        let some = self.found.next(TOGETHER);
        let told = match self.labels.is_empty() {
            true => &[][..],
            false => &self.labels[some.clone()],
        };
        let seen = &seen[some.start * PIXELS..some.end * PIXELS];
        let rebuilt = self.trainer.reconstruct(seen.to_vec(), told);
        self.found.add(rebuilt.await?);
        Ok(self.found.answer())
    }
}

impl Way for Encoding {
    fn method(&self) -> &'static str {
        "encode-decode"
    }

    fn share(&self) -> f64 {
        self.found.share()
    }

    fn advance<'a>(
        &'a mut self,
        problem: &'a Problem,
        _: &'a MnistDataset,
    ) -> Pending<'a, (bool, Vec<f32>)> {
        Box::pin(self.next(&problem.seen))
    }
}
