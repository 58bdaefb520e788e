//! The least change of a latent that makes a classifier see another digit.

use super::super::latents::{Latents, rows};
use super::super::{Descent, Rule};
use crate::error::Result;
use crate::model::{CLASSES, Classifier, Pass, values};
use crate::objective::one_hot;
use crate::training::{Trainer, as_differentiable_as};
use burn::tensor::activation::log_softmax;
use burn::tensor::{Tensor, Transaction};

/// How a change is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Learning rate of Adam.
    pub lr: f64,
    /// Weight of the squared distance from the beginning.
    pub weight: f64,
    /// How often the latent moves.
    pub steps: usize,
    /// The probability of the wanted digit from which on the classifier has changed its mind.
    pub sure: f64,
}

/// A latent on its way, and the nearest to its beginning at which the classifier had changed its mind.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// On the scale on which latents are standard normal.
    pub latent: Vec<f32>,
    /// Its squared distance from the beginning; infinite where the classifier never changed its mind.
    pub distance: f64,
}

/// What is minimised, `[rows, 1]`, before the distance from the beginning is added: the classifier's cross-entropy to the wanted
/// digits, one-hot `[rows, 10]`, in nats. With it the logarithms of what the classifier believes, `[rows, 10]`.
pub fn cross_entropy(
    classifier: &Classifier,
    images: Tensor<2>,
    wanted: &Tensor<2>,
) -> (Tensor<2>, Tensor<2>) {
    let classifier = as_differentiable_as(&images, classifier);
    let said = log_softmax(classifier.logits(images, &mut Pass::eval()), 1);
    let loss = (said.clone() * wanted.clone()).sum_dim(1).neg();
    (loss, said)
}

/// Some images whose latents move together; no row depends on another. What moves is the distance `d` of a latent from where it
/// began, so that the weight on `|d|^2` is that of a [`Descent`] on its latent.
#[derive(Debug)]
pub struct Change {
    /// Where latents began, `[rows, latent]`, with automatic differentiation.
    start: Tensor<2>,
    labels: Vec<u8>,
    wanted: Vec<u8>,
    /// One-hot, `[rows, 10]`, with automatic differentiation.
    digits: Tensor<2>,
    descent: Descent,
    plan: Plan,
    looked: usize,
    found: Vec<Found>,
}

impl Change {
    /// From latents `[rows * latent]`, decoded with these labels where the model is told them, to the digits that are wanted.
    pub fn new(
        trainer: &Trainer,
        start: Vec<f32>,
        (labels, wanted): (&[u8], &[u8]),
        plan: Plan,
    ) -> Self {
        let size = trainer.latent_dim();
        let found = start.chunks_exact(size).map(|latent| Found {
            latent: latent.to_vec(),
            distance: f64::INFINITY,
        });
        let found = found.collect();
        let start = rows(start, size, trainer.device());
        let digits = Tensor::from_data(one_hot(wanted, CLASSES), trainer.device());
        Self {
            descent: Descent::new(start.zeros_like(), Rule::Adam, plan.lr, plan.weight),
            start: start.autodiff(),
            labels: labels.to_vec(),
            wanted: wanted.to_vec(),
            digits: digits.autodiff(),
            plan,
            looked: 0,
            found,
        }
    }

    /// How much of it is done, 0 to 1.
    pub fn share(&self) -> f64 {
        self.looked as f64 / (self.plan.steps + 1) as f64
    }

    /// Looks at where latents are, and moves them; says whether that was the last look.
    ///
    /// # Errors
    /// `device-lost`.
    pub async fn advance(
        &mut self,
        trainer: &Trainer,
        latents: &Latents,
        classifier: &Classifier,
    ) -> Result<bool> {
        let here = self.descent.latents();
        let mut said = None;
        let (start, digits, labels) = (&self.start, &self.digits, &self.labels);
        self.descent.step(|change| {
            let u = start.clone() + change;
            let images = trainer.training().decode(latents.scaled(u), labels);
            let images = images.expect("the scene asks for models that decode");
            let (loss, all) = cross_entropy(classifier, images, digits);
            said = Some(all.inner());
            loss
        });
        let said = said.expect("a step asks for its loss");
        let read = Transaction::default().register(here).register(said);
        let data = read.execute_async().await?;
        self.note(&values(&data[0]), &values(&data[1]));
        self.looked += 1;
        Ok(self.looked > self.plan.steps)
    }

    /// Keeps the nearest at which the classifier has changed its mind; until there is one, the last.
    fn note(&mut self, changes: &[f32], said: &[f32]) {
        let size = changes.len() / self.wanted.len();
        let each = changes.chunks_exact(size).zip(said.chunks_exact(CLASSES));
        for (((change, said), &wanted), found) in each.zip(&self.wanted).zip(&mut self.found) {
            let squares = change.iter().map(|&value| f64::from(value).powi(2));
            let distance = squares.sum::<f64>();
            let is_sure = f64::from(said[usize::from(wanted)]) >= self.plan.sure.ln();
            if is_sure && distance < found.distance {
                found.distance = distance;
            } else if found.distance.is_finite() {
                continue;
            }
            found.latent = change.to_vec();
        }
    }

    /// What has been found of each image, on the scale on which latents are standard normal.
    pub async fn found(mut self) -> Result<Vec<Found>> {
        let start = values(&self.start.inner().into_data_async().await?);
        let size = start.len() / self.found.len();
        for (found, start) in self.found.iter_mut().zip(start.chunks_exact(size)) {
            for (value, start) in found.latent.iter_mut().zip(start) {
                *value += start;
            }
        }
        Ok(self.found)
    }
}
