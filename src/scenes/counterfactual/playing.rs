//! The scene, a part at a time: latents of the images, digits that are wanted, the change, and what needs no model.

use super::super::latents::{Latents, rows};
use super::super::outcome::{Answer, Numbers, Outcome};
use super::super::scene::{Progress, Work};
use super::super::search::{Plan as SearchPlan, Search};
use super::super::{Operator, Rule, squared_error};
use super::INFO;
use super::average::Average;
use super::change::{Change, Found, Plan};
use crate::dataset::{MnistDataset, PIXELS};
use crate::error::Result;
use crate::metrics::trained_on;
use crate::model::{CLASSES, Classifier, values};
use crate::ranking::descending;
use crate::training::families::Pending;
use crate::training::{Capability, Trainer};
use burn::module::Module;
use std::rc::Rc;

/// Images whose latents move together: some 50 milliseconds a step in a browser.
const TOGETHER: usize = 20;
/// Pictures that the classifier is asked about together.
const ASKED: usize = 100;

/// How a latent is found where nothing encodes: as `denoise` finds one.
const SEARCH: SearchPlan = SearchPlan {
    rule: Rule::Adam,
    lr: 0.05,
    prior: 0.1,
    steps: 200,
    restarts: 4,
    answers: 1,
};

/// What the classifier believes of a picture, ten probabilities.
type Belief = [f64; CLASSES];

pub(super) struct Playing {
    trainer: Trainer,
    classifier: Classifier,
    truth: Vec<f32>,
    labels: Vec<u8>,
    seed: u64,
    plan: Plan,
    /// The digit that is wanted of all; none is the classifier's second choice.
    digit: Option<u8>,
    search: Option<Search>,
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
        let search = (!trainer.can(Capability::Encodes)).then(|| {
            let operator = Operator::Pixels(vec![1.0; PIXELS]);
            let measured = operator.apply(&truth);
            Search::new(
                trainer,
                (operator, measured),
                labels.clone(),
                (seed, first),
                SEARCH,
            )
        });
        Self {
            trainer: trainer.clone(),
            classifier,
            truth,
            labels,
            seed,
            plan,
            digit,
            search,
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

    /// Whether the model is told the digit, so that nothing has to be looked for.
    fn is_told(&self) -> bool {
        self.trainer.can(Capability::Conditional)
    }

    /// What the classifier believes of pictures `[n * 784]`.
    async fn beliefs(&self, pictures: &[f32]) -> Result<Vec<Belief>> {
        let classifier = self.classifier.valid();
        let mut all = Vec::new();
        for some in pictures.chunks(ASKED * PIXELS) {
            let images = rows(some.to_vec(), PIXELS, self.trainer.device());
            let read = classifier.probabilities(images).into_data_async().await?;
            let read = values(&read);
            let believed = read.as_chunks::<CLASSES>().0.iter();
            all.extend(believed.map(|row| row.map(f64::from)));
        }
        Ok(all)
    }

    /// Pictures `[n * 784]` of latents on the scale on which they are standard normal.
    async fn pictures(&self, latents: &Latents, u: Vec<f32>, labels: &[u8]) -> Result<Vec<f32>> {
        let size = self.trainer.latent_dim();
        let mut all = Vec::new();
        for (u, labels) in u.chunks(ASKED * size).zip(labels.chunks(ASKED)) {
            let u = rows(u.to_vec(), size, self.trainer.device());
            let images = (self.trainer.training()).decode(latents.scaled(u), labels);
            let images = images.expect("the scene asks for models that decode");
            all.extend(values(&images.into_data_async().await?));
        }
        Ok(all)
    }

    /// A part of the way to the latents of the images: a picture of them at the end.
    async fn locate(&mut self, dataset: &MnistDataset) -> Result<()> {
        if let Some(mut search) = self.search.take() {
            let (done, _) = search.advance(dataset).await?;
            match done {
                true => self.start = search.into_latents(),
                false => self.search = Some(search),
            }
            if !done {
                return Ok(());
            }
        }
        let latents = Latents::of(&self.trainer, dataset).await?;
        if self.start.is_empty() {
            let (size, device) = (self.trainer.latent_dim(), self.trainer.device());
            let labels = if self.is_told() {
                &self.labels[..]
            } else {
                &[]
            };
            let (z, _) = self.trainer.encode(self.truth.clone(), labels).await?;
            let u = latents.unscaled(rows(z, size, device));
            self.start = values(&u.into_data_async().await?);
        }
        self.seen = (self.pictures(&latents, self.start.clone(), &self.labels)).await?;
        self.latents = Some(latents);
        let beliefs = self.beliefs(&self.truth).await?;
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
        let (start, size) = (self.found.len(), self.trainer.latent_dim());
        let images = start..(start + TOGETHER).min(self.count());
        let mut change = self.change.take().unwrap_or_else(|| {
            let of = (&self.labels[images.clone()], &self.wanted[images.clone()]);
            let u = self.start[images.start * size..images.end * size].to_vec();
            Change::new(&self.trainer, u, of, self.plan)
        });
        if change
            .advance(&self.trainer, &latents, &self.classifier)
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
            preview = self.pictures(&latents, u, &self.labels).await?;
            let beliefs = self.beliefs(&preview).await?;
            let mut numbers = self.numbers(&preview, 1, &beliefs);
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
        let size = self.trainer.latent_dim();
        let u = self
            .start
            .chunks_exact(size)
            .flat_map(|one| one.repeat(CLASSES));
        let digits: Vec<u8> = (0..self.count() * CLASSES)
            .map(|at| (at % CLASSES) as u8)
            .collect();
        let images = self.pictures(&latents, u.collect(), &digits).await?;
        let beliefs = self.beliefs(&images).await?;
        let asked = beliefs.iter().zip(&digits).enumerate();
        let others = asked.filter(|(at, (_, digit))| **digit != self.labels[at / CLASSES]);
        let seen: Vec<f64> = others
            .map(|(_, (belief, digit))| f64::from(belief[usize::from(*digit)] >= self.plan.sure))
            .collect();
        let mut numbers = self.numbers(&images, CLASSES, &beliefs);
        numbers.push(("flipped_all", mean(&seen)));
        self.latents = Some(latents);
        self.answer = Some(Answer {
            method: "style",
            images: images.clone(),
            numbers: Numbers(numbers),
        });
        Ok(images)
    }

    /// What stands beside the model: a picture for each image, `[n * each * 784]`, of which the one at the wanted digit counts where there are
    /// ten. Means over those at which the classifier has changed its mind.
    fn numbers(
        &self,
        pictures: &[f32],
        each: usize,
        beliefs: &[Belief],
    ) -> Vec<(&'static str, f64)> {
        let (mut moved, mut redrawn, mut sure) = (Vec::new(), Vec::new(), Vec::new());
        for (at, &wanted) in self.wanted.iter().enumerate() {
            let place = at * each + usize::from(wanted) % each;
            let belief = beliefs[place][usize::from(wanted)];
            if belief >= self.plan.sure {
                let image =
                    |all: &'_ [f32], at: usize| all[at * PIXELS..(at + 1) * PIXELS].to_vec();
                let picture = image(pictures, place);
                moved.push(squared_error(&picture, &image(&self.truth, at), None));
                redrawn.push(squared_error(&picture, &image(&self.seen, at), None));
                sure.push(belief);
            }
        }
        vec![
            ("flipped", sure.len() as f64 / self.count() as f64),
            ("confidence", mean(&sure)),
            ("squared_error", mean(&moved)),
            ("squared_error_drawn", mean(&redrawn)),
        ]
    }

    /// A part of what needs no model; the whole outcome at the end.
    async fn ask_plain(&mut self, dataset: &MnistDataset) -> Result<Option<Outcome>> {
        let indices = match &self.indices {
            Some(indices) => indices.clone(),
            None => trained_on(&self.trainer, dataset)?.into(),
        };
        self.indices = Some(indices.clone());
        if !self.is_looked {
            let training = (dataset, &indices[..]);
            self.is_looked = self.average.look(&self.truth, &self.wanted, training);
            return Ok(None);
        }
        let pictures = self.average.next(&self.truth);
        let beliefs = self.beliefs(&pictures).await?;
        let changed = |at: usize| beliefs[at][usize::from(self.wanted[at])] >= self.plan.sure;
        if !self.average.note(&pictures, changed) {
            return Ok(None);
        }
        let images = std::mem::take(&mut self.average).into_pictures();
        let beliefs = self.beliefs(&images).await?;
        let mut numbers = self.numbers(&images, 1, &beliefs);
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
        match (&self.search, &self.answer, self.wanted.is_empty()) {
            (Some(search), ..) => 0.3 * search.share(),
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

/// NaN where there is none.
fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

impl Work for Playing {
    fn advance<'a>(&'a mut self, dataset: &'a MnistDataset) -> Pending<'a, Progress> {
        Box::pin(self.next(dataset))
    }
}
