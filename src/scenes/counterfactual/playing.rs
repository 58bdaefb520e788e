//! The scene, a part at a time: latents of the images, digits that are wanted, the change, and what needs no model.

use super::super::beliefs::Belief;
use super::super::latents::Latents;
use super::super::outcome::{Answer, Numbers, Outcome};
use super::super::scene::{Progress, Work};
use super::INFO;
use super::average::Average;
use super::change::{Change, Found, Plan};
use super::judged::{Judged, Originals, mean};
use super::locating::Locating;
use crate::dataset::MnistDataset;
use crate::error::Result;
use crate::metrics::trained_on;
use crate::model::{CLASSES, Classifier};
use crate::ranking::descending;
use crate::training::families::Pending;
use crate::training::{Capability, Trainer};
use std::rc::Rc;

/// Images whose latents move together: some 50 milliseconds a step in a browser.
const TOGETHER: usize = 20;

pub(super) struct Playing {
    models: Judged,
    truth: Vec<f32>,
    labels: Vec<u8>,
    seed: u64,
    plan: Plan,
    /// The digit that is wanted of all; none is the classifier's second choice.
    digit: Option<u8>,
    locating: Locating,
    latents: Option<Latents>,
    /// Where latents begin, `[n * latent]`, once they are known.
    start: Vec<f32>,
    wanted: Vec<u8>,
    change: Option<Change>,
    found: Vec<Found>,
    answer: Option<Answer>,
    seen: Vec<f32>,
    average: Average,
    indices: Option<Rc<[u32]>>,
    is_looked: bool,
}

impl Playing {
    /// With how the change is looked for, and to which digit.
    pub fn new(
        trainer: &Trainer,
        classifier: Classifier,
        (truth, labels): (Vec<f32>, Vec<u8>),
        (seed, first): (u64, u64),
        (plan, digit): (Plan, Option<u8>),
    ) -> Self {
        let locating = Locating::new(trainer, &truth, &labels, (seed, first));
        Self {
            models: Judged {
                trainer: trainer.clone(),
                classifier,
            },
            truth,
            labels,
            seed,
            plan,
            digit,
            locating,
            latents: None,
            start: Vec::new(),
            wanted: Vec::new(),
            change: None,
            found: Vec::new(),
            answer: None,
            seen: Vec::new(),
            average: Average::default(),
            indices: None,
            is_looked: false,
        }
    }

    fn count(&self) -> usize {
        self.labels.len()
    }

    fn originals(&self) -> Originals<'_> {
        Originals {
            truth: &self.truth,
            seen: &self.seen,
            wanted: &self.wanted,
            sure: self.plan.sure,
        }
    }

    /// Whether the model is told the digit, so that nothing has to be looked for.
    fn is_told(&self) -> bool {
        self.models.trainer.can(Capability::Conditional)
    }

    /// A part of the way to the latents of the images: a picture of them at the end.
    async fn locate(&mut self, dataset: &MnistDataset) -> Result<()> {
        let images = (&self.truth[..], &self.labels[..]);
        let located = (self.locating).advance(&self.models.trainer, images, dataset);
        let Some((latents, start)) = located.await? else {
            return Ok(());
        };
        self.seen = (self.models.pictures(&latents, start.clone(), &self.labels)).await?;
        self.start = start;
        self.latents = Some(latents);
        let beliefs = self.models.beliefs(&self.truth).await?;
        let choose = |belief: &Belief| {
            let order = descending(belief);
            match self.digit {
                Some(digit) if usize::from(digit) != order[0] => digit,
                _ => order[1] as u8,
            }
        };
        self.wanted = beliefs.iter().map(choose).collect();
        Ok(())
    }

    /// A part of the model's answer.
    async fn ask_model(&mut self) -> Result<Vec<f32>> {
        let latents = self.latents.take().expect("latents are known by now");
        let (start, size) = (self.found.len(), self.models.trainer.latent_dim());
        let images = start..(start + TOGETHER).min(self.count());
        let mut change = self.change.take().unwrap_or_else(|| {
            let of = (&self.labels[images.clone()], &self.wanted[images.clone()]);
            let u = self.start[images.start * size..images.end * size].to_vec();
            Change::new(&self.models.trainer, u, of, self.plan)
        });
        if change
            .advance(&self.models.trainer, &latents, &self.models.classifier)
            .await?
        {
            self.found.extend(change.found().await?);
        } else {
            self.change = Some(change);
        }
        let mut preview = Vec::new();
        if self.found.len() == self.count() {
            let u: Vec<f32> = self
                .found
                .iter()
                .flat_map(|one| one.latent.clone())
                .collect();
            preview = self.models.pictures(&latents, u, &self.labels).await?;
            let beliefs = self.models.beliefs(&preview).await?;
            let mut numbers = self.originals().numbers(&preview, 1, &beliefs);
            let changed = self.found.iter().filter(|one| one.distance.is_finite());
            let lengths: Vec<f64> = changed.map(|one| one.distance.sqrt()).collect();
            numbers.push(("latent_change", mean(&lengths)));
            self.answer = Some(Answer {
                method: "counterfactual",
                images: preview.clone(),
                numbers: Numbers(numbers),
            });
        }
        self.latents = Some(latents);
        Ok(preview)
    }

    /// The style of each image as all ten digits.
    async fn ask_told(&mut self) -> Result<Vec<f32>> {
        let latents = self.latents.take().expect("latents are known by now");
        let size = self.models.trainer.latent_dim();
        let u = self
            .start
            .chunks_exact(size)
            .flat_map(|one| one.repeat(CLASSES));
        let digits: Vec<u8> = (0..self.count() * CLASSES)
            .map(|at| (at % CLASSES) as u8)
            .collect();
        let images = self.models.pictures(&latents, u.collect(), &digits).await?;
        let beliefs = self.models.beliefs(&images).await?;
        let asked = beliefs.iter().zip(&digits).enumerate();
        let others = asked.filter(|(at, (_, digit))| **digit != self.labels[at / CLASSES]);
        let seen: Vec<f64> = others
            .map(|(_, (belief, digit))| f64::from(belief[usize::from(*digit)] >= self.plan.sure))
            .collect();
        let mut numbers = self.originals().numbers(&images, CLASSES, &beliefs);
        numbers.push(("flipped_all", mean(&seen)));
        self.latents = Some(latents);
        self.answer = Some(Answer {
            method: "style",
            images: images.clone(),
            numbers: Numbers(numbers),
        });
        Ok(images)
    }

    /// A part of what needs no model; the whole outcome at the end.
    async fn ask_plain(&mut self, dataset: &MnistDataset) -> Result<Option<Outcome>> {
        let indices = match &self.indices {
            Some(indices) => indices.clone(),
            None => trained_on(&self.models.trainer, dataset)?.into(),
        };
        self.indices = Some(indices.clone());
        if !self.is_looked {
            let training = (dataset, &indices[..]);
            self.is_looked = self.average.look(&self.truth, &self.wanted, training);
            return Ok(None);
        }
        let pictures = self.average.next(&self.truth);
        let beliefs = self.models.beliefs(&pictures).await?;
        let changed = |at: usize| beliefs[at][usize::from(self.wanted[at])] >= self.plan.sure;
        if !self.average.note(&pictures, changed) {
            return Ok(None);
        }
        let images = std::mem::take(&mut self.average).into_pictures();
        let beliefs = self.models.beliefs(&images).await?;
        let mut numbers = self.originals().numbers(&images, 1, &beliefs);
        numbers.retain(|(name, _)| *name != "squared_error_drawn");
        let plain = Answer {
            method: "pixel-average",
            images,
            numbers: Numbers(numbers),
        };
        Ok(self.answer.take().map(|model| Outcome {
            file: Vec::new(),
            scene: INFO.name,
            count: self.count(),
            seed: self.seed,
            answers: if self.is_told() { CLASSES } else { 1 },
            truth: std::mem::take(&mut self.truth),
            seen: std::mem::take(&mut self.seen),
            model,
            plain: vec![plain],
        }))
    }

    fn share(&self) -> f64 {
        let n = self.count() as f64;
        let under_way = self.change.as_ref().map_or(0.0, Change::share);
        let together = (self.count() - self.found.len()).min(TOGETHER) as f64;
        match (self.locating.share(), &self.answer, self.wanted.is_empty()) {
            (Some(share), ..) => 0.3 * share,
            (None, None, true) => 0.3,
            (None, None, false) => 0.3 + 0.5 * (self.found.len() as f64 + together * under_way) / n,
            (None, Some(_), _) => 0.8 + 0.2 * self.average.share(),
        }
    }

    async fn next(&mut self, dataset: &MnistDataset) -> Result<Progress> {
        let mut progress = Progress::default();
        if self.wanted.is_empty() {
            self.locate(dataset).await?;
        } else if self.answer.is_some() {
            progress.outcome = self.ask_plain(dataset).await?;
        } else if self.is_told() {
            progress.preview = self.ask_told().await?;
        } else {
            progress.preview = self.ask_model().await?;
        }
        progress.share = match &progress.outcome {
            Some(_) => 1.0,
            None => self.share(),
        };
        Ok(progress)
    }
}

impl Work for Playing {
    fn advance<'a>(&'a mut self, dataset: &'a MnistDataset) -> Pending<'a, Progress> {
        Box::pin(self.next(dataset))
    }
}
