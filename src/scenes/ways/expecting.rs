//! By one look of a flow at a noisy image: its states are images with noise on them.

use super::super::latents::rows;
use super::super::operator::LENGTH;
use super::super::recovery::Problem;
use super::{Found, Way};
use crate::dataset::{MnistDataset, PIXELS};
use crate::error::Result;
use crate::model::values;
use crate::training::Trainer;
use crate::training::families::Pending;

/// Images that are looked at together.
const TOGETHER: usize = 25;
/// Nearer to the end of its paths a flow is not asked: little noise is left there.
const LATEST: f64 = 0.98;

/// On a path, an image `x` is `t x + (1 - t) noise` at time `t`. An image with noise of deviation `s` (of pixels from -1 to 1) is that at
/// `t = 1 / (1 + s)`, once it is multiplied by `t`; the end that the flow expects from there is the mean of all images that it could have
/// been, which no other answer is nearer to in the mean square (Efron, 2011, has the formula).
#[derive(Debug)]
pub struct Expecting {
    trainer: Trainer,
    labels: Vec<u8>,
    found: Found,
}

impl Expecting {
    /// For images with these labels, one each.
    pub fn new(trainer: &Trainer, labels: Vec<u8>) -> Self {
        Self {
            trainer: trainer.clone(),
            found: Found::new(labels.len(), 1),
            labels,
        }
    }

    async fn next(&mut self, problem: &Problem) -> Result<(bool, Vec<f32>)> {
        let some = self.found.next(TOGETHER);
        // Of pixels from 0 to 1.
        let deviation = problem.noise / LENGTH;
        let time = (1.0 / (1.0 + 2.0 * deviation)).min(LATEST);
        let noisy = problem.measured[some.start * PIXELS..some.end * PIXELS].iter();
        let states = noisy.map(|pixel| time as f32 * (2.0 * pixel / LENGTH as f32 - 1.0));
        let states = rows(states.collect(), PIXELS, self.trainer.device());
        let flow = self.trainer.training().flow();
        let flow = flow.expect("the scene asks for a flow");
        let images = flow.seen(flow.expected(states, time, &self.labels[some]));
        self.found.add(values(&images.into_data_async().await?));
        Ok(self.found.answer())
    }
}

impl Way for Expecting {
    fn method(&self) -> &'static str {
        "expectation"
    }

    fn share(&self) -> f64 {
        self.found.share()
    }

    fn advance<'a>(
        &'a mut self,
        problem: &'a Problem,
        _: &'a MnistDataset,
    ) -> Pending<'a, (bool, Vec<f32>)> {
        Box::pin(self.next(problem))
    }
}
