//! The question of most scenes: which image is it, of which only so much is known? Answered by a model and by plain methods.

use super::beliefs::digits;
use super::outcome::{Answer, Numbers, Outcome};
use super::plain::Plain;
use super::scene::{Progress, Work};
use super::ways::Way;
use super::{Operator, psnr, squared_error};
use crate::dataset::{MnistDataset, PIXELS};
use crate::error::Result;
use crate::metrics::trained_on;
use crate::model::Classifier;
use crate::ranking::ascending;
use crate::training::Trainer;
use crate::training::families::Pending;
use std::rc::Rc;

/// Images, and what is known of them.
#[derive(Debug)]
pub(super) struct Problem {
    /// The scene's name.
    pub scene: &'static str,
    /// The images as they are, `[n * 784]`.
    pub truth: Vec<f32>,
    /// What is left of them as pictures, `[n * 784]`, 0 to 1.
    pub seen: Vec<f32>,
    /// What is measured of them.
    pub operator: Operator,
    /// Measurements, `[n * m]`.
    pub measured: Vec<f32>,
    /// The standard deviation of the noise on each.
    pub noise: f64,
    /// Where pixels are missing, and all others are known exactly, `[784]`; else nothing.
    pub hole: Option<Vec<f32>>,
    /// What decides the random numbers.
    pub seed: u64,
}

impl Problem {
    /// Where pixels are missing, `[784]`.
    pub fn missing(&self) -> &[f32] {
        self.hole.as_deref().unwrap_or(&[0.0; PIXELS])
    }

    /// Images that there are.
    pub fn count(&self) -> usize {
        self.truth.len() / PIXELS
    }

    /// Puts the pixels that are known into answers, `answers` of each image.
    fn keep_known(&self, images: &mut [f32], answers: usize) {
        let Some(hole) = &self.hole else { return };
        for (at, image) in images.chunks_exact_mut(PIXELS).enumerate() {
            let seen = &self.seen[at / answers * PIXELS..];
            for ((pixel, seen), missing) in image.iter_mut().zip(seen).zip(hole) {
                if *missing < 0.5 {
                    *pixel = *seen;
                }
            }
        }
    }

    /// The numbers of a method's images `[n * answers * 784]`, the first of each image.
    fn numbers(&self, images: &[f32], answers: usize) -> Numbers {
        let n = self.count() as f64;
        let rows = images.chunks_exact(answers * PIXELS);
        let pairs = rows.zip(self.truth.chunks_exact(PIXELS));
        let pairs = pairs.map(|(all, truth)| (&all[..PIXELS], truth));
        let errors: Vec<f64> = (pairs.clone())
            .map(|(answer, truth)| squared_error(answer, truth, None))
            .collect();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / n;
        let error = mean(&errors);
        let squares: Vec<f64> = errors.iter().map(|one| (one - error).powi(2)).collect();
        let ratios: Vec<f64> = errors.iter().map(|&one| psnr(one)).collect();
        let mut numbers = vec![
            ("squared_error", error),
            ("standard_error", (mean(&squares) / n).sqrt()),
            ("psnr", mean(&ratios)),
        ];
        if let Some(hole) = &self.hole {
            let inside = pairs.map(|(answer, truth)| squared_error(answer, truth, Some(hole)));
            numbers.push(("squared_error_hole", inside.sum::<f64>() / n));
        }
        Numbers(numbers)
    }
}

/// A problem on its way to being solved.
pub(super) struct Recovery {
    problem: Problem,
    way: Box<dyn Way>,
    plain: Vec<Box<dyn Plain>>,
    indices: Option<Rc<[u32]>>,
    trainer: Trainer,
    /// Says which digit a picture is, where that is asked.
    classifier: Option<Classifier>,
    /// Which digits it takes the images for, once that is known.
    wanted: Vec<usize>,
    answered: Option<Answer>,
    done: Vec<Answer>,
    /// Images of the plain method under way.
    images: Vec<f32>,
}

impl Recovery {
    pub fn new(
        trainer: &Trainer,
        problem: Problem,
        way: Box<dyn Way>,
        plain: Vec<Box<dyn Plain>>,
    ) -> Self {
        Self {
            problem,
            way,
            plain,
            indices: None,
            trainer: trainer.clone(),
            classifier: None,
            wanted: Vec::new(),
            answered: None,
            done: Vec::new(),
            images: Vec::new(),
        }
    }

    /// The same, where each method's numbers have `label_kept` too: how often its picture is taken for the digit that the image is taken
    /// for.
    pub fn judged(self, classifier: Option<Classifier>) -> Self {
        Self { classifier, ..self }
    }

    /// What a method has found, `answers` pictures of each image, of which the first counts.
    async fn answer(
        &mut self,
        method: &'static str,
        images: Vec<f32>,
        answers: usize,
    ) -> Result<Answer> {
        let mut numbers = self.problem.numbers(&images, answers);
        if let Some(classifier) = &self.classifier {
            let device = self.trainer.device();
            let first = images.chunks_exact(answers * PIXELS);
            let first: Vec<f32> = first.flat_map(|all| &all[..PIXELS]).copied().collect();
            let found = digits(classifier, &first, device).await?;
            if self.wanted.is_empty() {
                self.wanted = digits(classifier, &self.problem.truth, device).await?;
            }
            let kept = found
                .iter()
                .zip(&self.wanted)
                .filter(|(a, b)| a == b)
                .count();
            let share = kept as f64 / self.problem.count() as f64;
            numbers.0.push(("label_kept", share));
        }
        Ok(Answer {
            method,
            images,
            numbers,
        })
    }

    fn share(&self) -> f64 {
        // The model's part is the longer one.
        let plain = self.images.len() as f64 / self.problem.truth.len() as f64;
        match self.answered {
            Some(_) => {
                let done = self.done.len() as f64 + plain;
                0.7 + 0.3 * done / self.plain.len() as f64
            }
            None => 0.7 * self.way.share(),
        }
    }

    async fn next(&mut self, dataset: &MnistDataset) -> Result<Progress> {
        let answers = self.way.answers();
        if self.answered.is_none() {
            let (done, mut preview) = self.way.advance(&self.problem, dataset).await?;
            self.problem.keep_known(&mut preview, answers);
            if done {
                let method = self.way.method();
                self.answered = Some(self.answer(method, preview.clone(), answers).await?);
            }
            return Ok(Progress {
                share: self.share(),
                preview,
                outcome: None,
            });
        }
        let indices = match &self.indices {
            Some(indices) => indices.clone(),
            None => trained_on(&self.trainer, dataset)?.into(),
        };
        self.indices = Some(indices.clone());
        if let Some(plain) = self.plain.get_mut(self.done.len()) {
            let (start, all) = (self.images.len() / PIXELS, self.problem.count());
            let end = (start + plain.per_part()).min(all);
            let training = (&dataset.train, &indices[..]);
            let found = plain.answer(&self.problem, start..end, training);
            self.images.extend(found);
            if end == all {
                let images = std::mem::take(&mut self.images);
                let method = plain.name();
                let answer = self.answer(method, images, 1).await?;
                self.done.push(answer);
            }
        }
        let is_last = self.done.len() == self.plain.len();
        Ok(Progress {
            share: self.share(),
            preview: Vec::new(),
            outcome: self.answered.take_if(|_| is_last).map(|model| {
                let plain = std::mem::take(&mut self.done);
                let error = |answer: &Answer| answer.numbers.get("squared_error").unwrap_or(0.0);
                let errors: Vec<f64> = plain.iter().map(error).collect();
                let mut methods: Vec<Option<Answer>> = plain.into_iter().map(Some).collect();
                let plain = ascending(&errors)
                    .into_iter()
                    .filter_map(|at| methods[at].take())
                    .collect();
                Outcome {
                    scene: self.problem.scene,
                    count: self.problem.count(),
                    seed: self.problem.seed,
                    truth: std::mem::take(&mut self.problem.truth),
                    seen: std::mem::take(&mut self.problem.seen),
                    answers,
                    model,
                    plain,
                    file: Vec::new(),
                }
            }),
        })
    }
}

impl Work for Recovery {
    fn advance<'a>(&'a mut self, dataset: &'a MnistDataset) -> Pending<'a, Progress> {
        Box::pin(self.next(dataset))
    }
}
