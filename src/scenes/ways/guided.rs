//! By paths of a flow that are led to what is known.

use super::super::evidence::Evidence;
use super::super::latents::{repeated, starts};
use super::super::recovery::Problem;
use super::{Draws, Found, Way};
use crate::dataset::{MnistDataset, PIXELS};
use crate::error::Result;
use crate::model::values;
use crate::ranking::ascending;
use crate::training::Trainer;
use crate::training::families::Pending;
use burn::tensor::{Tensor, Transaction};

/// Paths that are followed together, a step in a part of the work.
const ROWS: usize = 20;
/// The variance of all pixels of all training digits, 0 to 1: their standard deviation is 0.3081.
const VARIANCE: f64 = 0.3081 * 0.3081;

/// At each step of a path, the image that the flow expects at its end is moved towards what was measured, and the path goes on to that.
/// How far which pixel moves says the covariance of what the end may be, `(1 - t)^2 / t` times the derivative of the expected end by
/// the state (Tweedie's formula): the gradient of the measurements' likelihood goes back through the flow. (Song, Vahdat, Mardani and
/// Kautz, "Pseudoinverse-guided diffusion models for inverse problems", 2023; for flows Pokle et al., "Training-free linear image
/// inverses via flows", 2024.) Without that, where only what was measured is put right, 7x7 pixels are enlarged no better than by bicubic
/// interpolation. Several paths an image; the answers are those whose last expectation had to be changed least.
#[derive(Debug)]
pub struct Guided {
    trainer: Trainer,
    labels: Vec<u8>,
    draws: Draws,
    block: Option<Block>,
    found: Found,
}

/// Images whose paths are followed together.
#[derive(Debug)]
struct Block {
    images: usize,
    labels: Vec<u8>,
    evidence: Evidence,
    states: Tensor<2>,
    taken: usize,
}

impl Guided {
    /// For images with these labels, one each.
    pub fn new(trainer: &Trainer, labels: Vec<u8>, draws: Draws) -> Self {
        Self {
            trainer: trainer.clone(),
            found: Found::new(labels.len(), draws.answers),
            labels,
            draws,
            block: None,
        }
    }

    fn steps(&self) -> usize {
        self.trainer.settings().sample_steps
    }

    fn begin(&self, problem: &Problem) -> Block {
        let Draws { each, first, .. } = self.draws;
        let some = self.found.next((ROWS / each).max(1));
        let (images, first) = (some.len(), first + some.start as u64);
        let (size, device) = (problem.operator.size(), self.trainer.device());
        let measured = &problem.measured[some.start * size..some.end * size];
        Block {
            images,
            labels: repeated(&self.labels[some], 1, each),
            evidence: Evidence::new(
                &problem.operator,
                repeated(measured, size, each),
                problem.noise,
                device,
            ),
            states: starts(PIXELS, (problem.seed, first), (images, each), device),
            taken: 0,
        }
    }

    /// The images that are expected at the ends of paths, and where they go by what was measured, `[rows, 784]` both.
    fn looked(&self, block: &Block, time: f64) -> (Tensor<2>, Tensor<2>) {
        let flow = self.trainer.training().flow();
        let flow = flow.expect("the scene asks for a flow");
        let left = (1.0 - time).powi(2);
        // Of what is left to know of a pixel, were all of them independent and normal. States go from -1 to 1, images from 0 to 1.
        let variance = VARIANCE * left / (4.0 * VARIANCE * time.powi(2) + left);
        if time == 0.0 {
            // From noise alone every path leads to the same end.
            let expected = flow.seen(flow.expected(block.states.clone(), time, &block.labels));
            let slope = block.evidence.slope(expected.clone(), variance);
            return (expected.clone(), expected + slope.mul_scalar(variance));
        }
        let states = block.states.clone().autodiff().require_grad();
        let end = flow.expected(states.clone(), time, &block.labels);
        let expected = flow.seen(end.clone().inner());
        let slope = block.evidence.slope(expected.clone(), variance);
        let gradients = (end * slope.autodiff()).sum().backward();
        let moved = (states.grad(&gradients)).expect("what is expected depends on the state");
        let covariance = left / time / 4.0;
        (expected.clone(), expected + moved.mul_scalar(covariance))
    }

    async fn next(&mut self, problem: &Problem) -> Result<(bool, Vec<f32>)> {
        let mut block = match self.block.take() {
            Some(block) => block,
            None => self.begin(problem),
        };
        let steps = self.steps();
        let time = block.taken as f64 / steps as f64;
        let (expected, right) = self.looked(&block, time);
        let end = right.clone().mul_scalar(2.0).sub_scalar(1.0);
        // A step of 1 / steps, of the 1 - time that are left.
        let left = (steps - block.taken) as f64;
        block.states = block.states.clone() + (end - block.states).div_scalar(left);
        block.taken += 1;
        if block.taken < steps {
            self.block = Some(block);
            return Ok((false, Vec::new()));
        }
        let changed = (right.clone() - expected).powi_scalar(2).mean_dim(1);
        let read = Transaction::default().register(right).register(changed);
        let data = read.execute_async().await?;
        let [images, changed] = [0, 1].map(|at| values(&data[at]));
        let Draws { each, answers, .. } = self.draws;
        for image in 0..block.images {
            let changed = &changed[image * each..(image + 1) * each];
            let changed: Vec<f64> = changed.iter().copied().map(f64::from).collect();
            for chosen in &ascending(&changed)[..answers] {
                let row = image * each + chosen;
                let picture = &images[row * PIXELS..(row + 1) * PIXELS];
                self.found
                    .add(picture.iter().map(|pixel| pixel.clamp(0.0, 1.0)));
            }
        }
        Ok(self.found.answer())
    }
}

impl Way for Guided {
    fn method(&self) -> &'static str {
        "guided-paths"
    }

    fn answers(&self) -> usize {
        self.draws.answers
    }

    fn share(&self) -> f64 {
        let under_way = self.block.as_ref().map_or(0.0, |block| {
            (block.images * block.taken) as f64 / self.steps() as f64
        });
        self.found.share() + under_way / self.labels.len() as f64
    }

    fn advance<'a>(
        &'a mut self,
        problem: &'a Problem,
        _: &'a MnistDataset,
    ) -> Pending<'a, (bool, Vec<f32>)> {
        Box::pin(self.next(problem))
    }
}
