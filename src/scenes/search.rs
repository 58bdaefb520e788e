//! Descent for many images, each from several beginnings, some steps at a time.

use super::latents::{Latents, repeated};
use super::{Descent, Measured, Operator, Options, Rule};
use crate::dataset::{MnistDataset, PIXELS};
use crate::error::Result;
use crate::ranking::ascending;
use crate::training::Trainer;
use burn::tensor::{Tensor, Transaction};

/// Rows that are moved together: more would not fit a browser's memory with every model.
const ROWS: usize = 1_000;
/// Rows times parameters that a part of the work is made of, about a tenth of a second in a browser.
const PART: u64 = 30_000_000;
/// Rows that can be shown on the way without slowing it down.
const SHOWN: usize = 64;

/// How a search is made.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// How latents move.
    pub rule: Rule,
    /// How fast.
    pub lr: f64,
    /// The weight of `|z|^2`.
    pub prior: f64,
    /// How often.
    pub steps: usize,
    /// From how many beginnings an image.
    pub restarts: usize,
    /// How many of what these have led to are answered, the best first.
    pub answers: usize,
}

impl Plan {
    /// As these options of a scene say, for one answer an image.
    pub fn of(rule: Rule, options: &Options) -> Self {
        Self {
            rule,
            lr: options.get("lr"),
            prior: options.get("prior"),
            steps: options.whole("steps"),
            restarts: options.whole("restarts"),
            answers: 1,
        }
    }
}

/// A search for latents whose images fit measurements.
#[derive(Debug)]
pub struct Search {
    trainer: Trainer,
    operator: Operator,
    /// Measurements, `[images * size]`.
    values: Vec<f32>,
    labels: Vec<u8>,
    seed: u64,
    first: u64,
    plan: Plan,
    latents: Option<Latents>,
    block: Option<Block>,
    found: Vec<f32>,
    found_latents: Vec<f32>,
}

/// Images that are searched for together.
#[derive(Debug)]
struct Block {
    descent: Descent,
    measured: Measured,
    labels: Vec<u8>,
    images: usize,
    taken: usize,
}

impl Search {
    /// For images of which `operator` has measured `values` `[images * size]`; with the digit of each, for a model that is told
    /// them. Images are numbered from `first` on.
    pub fn new(
        trainer: &Trainer,
        (operator, values): (Operator, Vec<f32>),
        labels: Vec<u8>,
        (seed, first): (u64, u64),
        plan: Plan,
    ) -> Self {
        Self {
            trainer: trainer.clone(),
            operator,
            values,
            labels,
            seed,
            first,
            plan,
            latents: None,
            block: None,
            found: Vec::new(),
            found_latents: Vec::new(),
        }
    }

    /// For the latents whose pictures are nearest to images `[n * 784]`, as `denoise` looks for them.
    pub fn nearest(
        trainer: &Trainer,
        images: &[f32],
        labels: Vec<u8>,
        numbers: (u64, u64),
        (steps, restarts): (usize, usize),
    ) -> Self {
        let plan = Plan {
            rule: Rule::Adam,
            lr: 0.05,
            prior: 0.1,
            steps,
            restarts,
            answers: 1,
        };
        let operator = Operator::Pixels(vec![1.0; PIXELS]);
        let measured = operator.apply(images);
        Self::new(trainer, (operator, measured), labels, numbers, plan)
    }

    /// How many answers an image has.
    pub fn answers(&self) -> usize {
        self.plan.answers
    }

    /// At the end, the latents of all answers, `[images * answers * latent]`, on the scale on which they are standard normal.
    pub fn into_latents(self) -> Vec<f32> {
        self.found_latents
    }

    /// How much of it is done, 0 to 1.
    pub fn share(&self) -> f64 {
        let answered = self.found.len() / (PIXELS * self.plan.answers);
        let under_way = self.block.as_ref().map_or(0.0, |block| {
            (block.images * block.taken) as f64 / self.plan.steps as f64
        });
        (answered as f64 + under_way) / self.labels.len() as f64
    }

    /// Goes on. Answers the images at the end, `[images * answers * 784]`, those of an image in the order of their losses;
    /// before, those of the way there, where they are few.
    ///
    /// # Errors
    /// `no-data`, `device-lost`.
    pub async fn advance(&mut self, dataset: &MnistDataset) -> Result<(bool, Vec<f32>)> {
        let latents = match self.latents.take() {
            Some(latents) => latents,
            None => Latents::of(&self.trainer, dataset).await?,
        };
        let mut block = match self.block.take() {
            Some(block) => block,
            None => self.begin(&latents),
        };
        let rows = block.images * self.plan.restarts;
        let work = rows as u64 * self.trainer.parameter_count();
        let part = (PART / work.max(1)).max(1) as usize;
        let until = (block.taken + part).min(self.plan.steps);
        while block.taken < until {
            block.descent.step(|u| {
                let images = self.decoded(&latents, u, &block.labels);
                block.measured.misfit(images)
            });
            block.taken += 1;
        }
        let is_last = block.taken == self.plan.steps;
        let mut shown = Vec::new();
        if is_last || (rows <= SHOWN && block.images == self.labels.len()) {
            let [images, found] = self.ranked(&latents, &block).await?;
            shown = images;
            if is_last {
                self.found_latents.extend(found);
            }
        }
        self.latents = Some(latents);
        if !is_last {
            self.block = Some(block);
            return Ok((false, shown));
        }
        self.found.extend(shown);
        let done = self.found.len() == self.labels.len() * self.plan.answers * PIXELS;
        Ok((
            done,
            if done {
                std::mem::take(&mut self.found)
            } else {
                Vec::new()
            },
        ))
    }

    fn begin(&self, latents: &Latents) -> Block {
        let Plan { restarts, .. } = self.plan;
        let start = self.found.len() / (PIXELS * self.plan.answers);
        let images = (ROWS / restarts).max(1).min(self.labels.len() - start);
        let size = self.operator.size();
        let values = &self.values[start * size..(start + images) * size];
        let device = self.trainer.device();
        let labels = &self.labels[start..start + images];
        let first = self.first + start as u64;
        let z = latents.starts(self.seed, first, images, restarts, device);
        let Plan {
            rule, lr, prior, ..
        } = self.plan;
        Block {
            descent: Descent::new(z, rule, lr, prior),
            measured: (self.operator).measured(repeated(values, size, restarts), device),
            labels: repeated(labels, 1, restarts),
            images,
            taken: 0,
        }
    }

    fn decoded(&self, latents: &Latents, u: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        let images = self.trainer.training().decode(latents.scaled(u), labels);
        images.expect("a scene asks for models that decode")
    }

    /// The best of each image, and their latents.
    async fn ranked(&self, latents: &Latents, block: &Block) -> Result<[Vec<f32>; 2]> {
        let u = block.descent.latents();
        let images = self.decoded(latents, u.clone(), &block.labels);
        let misfit = block.measured.misfit(images.clone().autodiff()).inner();
        let loss = block.descent.loss(u.clone(), misfit);
        let read = Transaction::default().register(images).register(loss);
        let data = read.register(u).execute_async().await?;
        let [images, losses, u] = [0, 1, 2].map(|at| crate::model::values(&data[at]));
        let size = u.len() / losses.len();
        let Plan {
            restarts, answers, ..
        } = self.plan;
        let mut best = Vec::with_capacity(block.images * answers * PIXELS);
        let mut best_latents = Vec::with_capacity(block.images * answers * size);
        for (image, losses) in losses.chunks_exact(restarts).enumerate() {
            let losses: Vec<f64> = losses.iter().copied().map(f64::from).collect();
            let order = ascending(&losses);
            for restart in &order[..answers] {
                let row = image * restarts + restart;
                best.extend_from_slice(&images[row * PIXELS..(row + 1) * PIXELS]);
                best_latents.extend_from_slice(&u[row * size..(row + 1) * size]);
            }
        }
        Ok([best, best_latents])
    }
}
