//! By encoding what is left and decoding that: what encodes.

use super::super::recovery::Problem;
use super::Way;
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
    found: Vec<f32>,
    share: f64,
}

impl Encoding {
    pub fn new(trainer: &Trainer, labels: Vec<u8>) -> Self {
        Self {
            trainer: trainer.clone(),
            labels,
            found: Vec::new(),
            share: 0.0,
        }
    }

    async fn next(&mut self, seen: &[f32]) -> Result<(bool, Vec<f32>)> {
        let start = self.found.len();
        let end = (start + TOGETHER * PIXELS).min(seen.len());
        let told = match self.labels.is_empty() {
            true => &[][..],
            false => &self.labels[start / PIXELS..end / PIXELS],
        };
        let rebuilt = (self.trainer).reconstruct(seen[start..end].to_vec(), told);
        self.found.extend(rebuilt.await?);
        self.share = end as f64 / seen.len() as f64;
        Ok(match end == seen.len() {
            true => (true, std::mem::take(&mut self.found)),
            false => (false, Vec::new()),
        })
    }
}

impl Way for Encoding {
    fn method(&self) -> &'static str {
        "encode-decode"
    }

    fn share(&self) -> f64 {
        self.share
    }

    fn advance<'a>(
        &'a mut self,
        problem: &'a Problem,
        _: &'a MnistDataset,
    ) -> Pending<'a, (bool, Vec<f32>)> {
        Box::pin(self.next(&problem.seen))
    }
}
