//! What a small classifier says of images that it has not learnt from, and how it learnt those that it has, a part at a time.

use super::network::{BATCH, CLASSES, Network};
use crate::dataset::PIXELS;
use crate::random::{Purpose, shuffle, stream};
use cpu_kernels::directions::{DESCRIPTION, describe};

/// Parts that images are divided into: a model for each, which learns from the others.
const FOLDS: usize = 4;
/// Times that a model sees each image, at least.
const EPOCHS: usize = 5;
/// And at most, where there are few.
const MOST_EPOCHS: usize = 60;
/// Steps that a model needs at least.
const STEPS: usize = 800;
/// Falls to nothing over the steps.
const RATE: f64 = 2e-3;
/// Images that one call describes, or shows to a model: some 50 milliseconds.
const PART: usize = 32 * BATCH;

/// What was found out about each image, in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judged {
    /// Labels as they were told, `[n]`.
    pub labels: Vec<u8>,
    /// The probability of each class, by a model that has not learnt from the image.
    pub probabilities: Vec<[f32; CLASSES]>,
    /// The mean, over the epochs, of the probability of the image's label, by the models that learn from it.
    pub confidence: Vec<f32>,
    /// And the standard deviation.
    pub variability: Vec<f32>,
}

/// A small classifier ([`Network`]) on its way. Cross-validation in four folds: each model learns from three and is asked about the
/// fourth, so that no model has seen the label that it is asked about. Or, of images that are apart from those to learn from, one
/// model.
///
/// Folds, weights and orders come from the seed; sums are in one order. So the same images and labels give the same bits
/// everywhere.
#[derive(Debug)]
pub struct LabelCheck {
    seed: u64,
    labels: Vec<u8>,
    /// `[n * 200]`, of those that are described.
    descriptions: Vec<f32>,
    /// The model that is asked about each image; the others learn from it.
    folds: Vec<u8>,
    models: usize,
    /// Images before these are learnt from and not asked about.
    asked_from: usize,
    judged: Judged,
    running: Option<Running>,
    model: usize,
}

/// The model that is being trained.
#[derive(Debug)]
struct Running {
    network: Network,
    order: Vec<u32>,
    epoch: usize,
    epochs: usize,
    at: usize,
    step: usize,
    /// Sum and sum of squares of the probabilities of each image's label.
    sums: Vec<[f64; 2]>,
}

impl LabelCheck {
    /// Asks about images with these labels, `[n]`, 0 to 9, by models that have learnt from the others of them.
    pub fn across(labels: Vec<u8>, seed: u64) -> Self {
        let mut order: Vec<u32> = (0..labels.len() as u32).collect();
        shuffle(&mut stream(seed, Purpose::Folds, 0), &mut order);
        // As many of each label in each fold, as far as that goes.
        let labels_of = &labels;
        let with = |label: u8| (order.iter()).filter(move |&&at| labels_of[at as usize] == label);
        let mut folds = vec![0; labels.len()];
        for (place, &at) in (0..=u8::MAX).flat_map(with).enumerate() {
            folds[at as usize] = (place % FOLDS) as u8;
        }
        Self::new(labels, folds, FOLDS, 0, seed)
    }

    /// Asks about the last images, by one model that has learnt from the first ones, `learnt` of them.
    pub fn apart(labels: Vec<u8>, learnt: usize, seed: u64) -> Self {
        let folds = (0..labels.len()).map(|at| u8::from(at < learnt)).collect();
        Self::new(labels, folds, 1, learnt, seed)
    }

    fn new(labels: Vec<u8>, folds: Vec<u8>, models: usize, asked_from: usize, seed: u64) -> Self {
        let count = labels.len();
        Self {
            seed,
            descriptions: Vec::with_capacity(count * DESCRIPTION),
            judged: Judged {
                labels: labels[asked_from..].to_vec(),
                probabilities: vec![[0.0; CLASSES]; count],
                confidence: vec![0.0; count],
                variability: vec![0.0; count],
            },
            labels,
            folds,
            models,
            asked_from,
            running: None,
            model: 0,
        }
    }

    /// Goes on for some 50 milliseconds, and says how far it is, 0 to 1; there it is done. `pixels` writes an image by its place,
    /// `[784]`, 0 to 1.
    pub fn advance(&mut self, pixels: &dyn Fn(usize, &mut [f32])) -> f64 {
        let count = self.labels.len();
        let described = self.descriptions.len() / DESCRIPTION;
        if described < count {
            let mut image = [0.0; PIXELS];
            let end = count.min(described + PART);
            self.descriptions.resize(end * DESCRIPTION, 0.0);
            let new = self.descriptions[described * DESCRIPTION..].chunks_exact_mut(DESCRIPTION);
            for (at, description) in (described..).zip(new) {
                pixels(at, &mut image);
                describe(&image, description);
            }
        } else if self.model < self.models {
            let running = match self.running.take() {
                Some(running) => running,
                None => self.begin(),
            };
            self.running = self.train(running);
            if self.running.is_none() {
                self.model += 1;
            }
        }
        self.progress()
    }

    /// What was found out, once [`advance`](Self::advance) has said 1.
    pub fn judged(mut self) -> Judged {
        let from = self.asked_from;
        self.judged.probabilities.drain(..from);
        self.judged.confidence.drain(..from);
        self.judged.variability.drain(..from);
        self.judged
    }

    /// Describing all images takes about as long as two epochs of one model.
    fn progress(&self) -> f64 {
        let count = self.labels.len();
        if count == 0 || self.model == self.models {
            return 1.0;
        }
        let described = (self.descriptions.len() / DESCRIPTION) as f64 / count as f64;
        let trained = self.running.as_ref().map_or(0.0, |running| {
            let epoch = running.at as f64 / running.order.len().max(1) as f64;
            (running.epoch as f64 + epoch) / running.epochs as f64
        });
        let models = (self.model as f64 + trained) / self.models as f64;
        // Never 1 before it is done, whatever rounding does.
        (0.1 * described + 0.9 * models).min(0.999)
    }

    fn begin(&self) -> Running {
        let learnt = (0..).zip(&self.folds);
        let order: Vec<u32> = learnt
            .filter(|&(_, &fold)| usize::from(fold) != self.model)
            .map(|(at, _)| at)
            .collect();
        let steps = order.len().div_ceil(BATCH).max(1);
        Running {
            network: Network::new(self.seed, self.model as u64),
            order,
            epoch: 0,
            epochs: STEPS.div_ceil(steps).clamp(EPOCHS, MOST_EPOCHS),
            at: 0,
            step: 0,
            sums: vec![[0.0; 2]; self.labels.len()],
        }
    }

    /// A part of a model's training; none once it has been asked.
    fn train(&mut self, mut running: Running) -> Option<Running> {
        if running.at == 0 {
            let index = ((self.model as u64) << 32) | running.epoch as u64;
            let mut rng = stream(self.seed, Purpose::LabelClassifierOrder, index);
            shuffle(&mut rng, &mut running.order);
        }
        let steps = running.epochs * running.order.len().div_ceil(BATCH);
        let end = running.order.len().min(running.at + PART);
        for batch in running.order[running.at..end].chunks(BATCH) {
            let descriptions: Vec<&[f32]> = batch.iter().map(|&at| self.description(at)).collect();
            let labels: Vec<u8> = batch.iter().map(|&at| self.labels[at as usize]).collect();
            let rate = RATE * (1.0 - running.step as f64 / steps as f64);
            let said = running.network.learn(&descriptions, &labels, rate);
            for ((&at, said), label) in batch.iter().zip(said).zip(labels) {
                note(&mut running.sums[at as usize], said[usize::from(label)]);
            }
            running.step += 1;
        }
        running.at = end;
        if end < running.order.len() {
            return Some(running);
        }
        (running.at, running.epoch) = (0, running.epoch + 1);
        let is_last = running.epoch >= running.epochs;
        // Nothing learns from these: they are asked about after each epoch.
        if is_last || self.models == 1 {
            for at in 0..self.labels.len() {
                if usize::from(self.folds[at]) == self.model {
                    let said = running.network.probabilities(self.description(at as u32));
                    note(&mut running.sums[at], said[usize::from(self.labels[at])]);
                    self.judged.probabilities[at] = said;
                }
            }
        }
        if !is_last {
            return Some(running);
        }
        self.sum_up(&running);
        None
    }

    /// Adds what this model's epochs say of each image that it has learnt from.
    fn sum_up(&mut self, running: &Running) {
        let (of, models) = (running.epochs as f64, (self.models.max(2) - 1) as f64);
        for (at, &[sum, squares]) in running.sums.iter().enumerate() {
            let is_asked = usize::from(self.folds[at]) == self.model;
            if self.models > 1 && is_asked {
                continue;
            }
            let mean = sum / of;
            let variance = (squares / of - mean * mean).max(0.0);
            self.judged.confidence[at] += (mean / models) as f32;
            self.judged.variability[at] += (variance.sqrt() / models) as f32;
        }
    }

    fn description(&self, at: u32) -> &[f32] {
        &self.descriptions[at as usize * DESCRIPTION..][..DESCRIPTION]
    }
}

fn note(sums: &mut [f64; 2], probability: f32) {
    let probability = f64::from(probability);
    sums[0] += probability;
    sums[1] += probability * probability;
}
