//! `anomaly`: which images do not belong to what the model has learnt?

mod scores;

use super::outcome::{Answer, Numbers, Outcome};
use super::scene::{Progress, Scene, SceneInfo, Subject, Work};
use super::{OptionInfo, auroc, refused};
use crate::dataset::NearestSearch;
use crate::dataset::{MnistDataset, PIXELS};
use crate::error::Result;
use crate::metrics::trained_on;
use crate::ranking::descending;
use crate::training::families::Pending;
use crate::training::{Capability, Trainer};
use scores::Scores;

/// A digit was left out of training (`--set data.digits=...`), and test images are scored by whatever the model has: their negative
/// log-likelihood or an upper bound of it, how badly it rebuilds them, how unreal its discriminator finds them, how far they are from the
/// nearest picture that descent on the latent finds (Schlegl et al., 2017). The number is the area
/// under the receiver operating characteristic: how often an image of the digit has a higher score than another one. Beside
/// it stands the distance to the nearest training image.
#[derive(Debug)]
pub struct Anomaly;

static INFO: SceneInfo = SceneInfo {
    name: "anomaly",
    description: crate::words::sentence(
        "A digit was left out of training: does the model find it among the others?",
    ),
    needs: &[
        Capability::Encodes,
        Capability::Judges,
        Capability::Likelihood,
    ],
    refuses: &[Capability::Conditional],
    needed: "encodes images, judges them or says how likely they are, and is not told the digit, such as vae, gan or transformer",
    options: &[
        OptionInfo::whole("samples", 1, (1, 1_000))
            .about("Samples of an image's latent that its bound is a mean over."),
        OptionInfo::whole("descent", 0, (0, 1))
            .about("1: score by descent on the latent too, which takes minutes."),
        OptionInfo::whole("steps", 100, (1, 10_000)).about("Steps of that descent."),
        OptionInfo::whole("restarts", 2, (1, 100)).about("Its beginnings, an image."),
    ],
    count: 1_000,
};

/// Images whose nearest training image is looked for in a part of the work.
const COMPARED: usize = 25;
/// Of the images with the highest scores, these are shown.
const SHOWN: usize = 10;

impl Scene for Anomaly {
    fn info(&self) -> &'static SceneInfo {
        &INFO
    }

    fn begin(&self, subject: Subject) -> Result<Box<dyn Work>> {
        let Subject {
            trainer,
            dataset,
            truth,
            labels,
            options,
            ..
        } = subject;
        let training = NearestSearch::new(trained_on(trainer, dataset)?.into());
        let mut learnt = [false; 256];
        for &index in training.indices().iter() {
            learnt[usize::from(dataset.train.label(index as usize))] = true;
        }
        let strange: Vec<bool> = labels
            .iter()
            .map(|&label| !learnt[usize::from(label)])
            .collect();
        let count = strange.iter().filter(|strange| **strange).count();
        if labels.len() * PIXELS != truth.len() || count == 0 || count == labels.len() {
            return Err(refused(
                "The scene anomaly needs images of a digit that was left out of training, and of others: train with \
                 data.digits=0,1,2,3,5,6,7,8,9 for example, and play it with enough test images."
                    .into(),
            ));
        }
        Ok(Box::new(Finding {
            trainer: trainer.clone(),
            strange,
            training,
            scores: Scores::new(trainer, &truth, (subject.seed, subject.first), &options),
            images: truth,
            nearest: Vec::new(),
            seed: subject.seed,
        }))
    }
}

struct Finding {
    trainer: Trainer,
    images: Vec<f32>,
    strange: Vec<bool>,
    training: NearestSearch,
    scores: Scores,
    nearest: Vec<f64>,
    seed: u64,
}

impl Finding {
    async fn next(&mut self, dataset: &MnistDataset) -> Result<Progress> {
        let n = self.strange.len();
        if !self.scores.are_done() {
            let images = (&self.images[..], dataset);
            self.scores.advance(&self.trainer, images).await?;
        } else if self.nearest.len() < n {
            let start = self.nearest.len();
            let end = (start + COMPARED).min(n);
            let images = &self.images[start * PIXELS..end * PIXELS];
            let found = self.training.nearest(&dataset.train, images);
            self.nearest
                .extend(found.iter().map(|&distance| f64::from(distance)));
        }
        let done = self.nearest.len() == n;
        Ok(Progress {
            share: (self.scores.share() + self.nearest.len() as f64 / n as f64) / 2.0,
            preview: Vec::new(),
            outcome: done.then(|| self.outcome()),
        })
    }

    fn outcome(&self) -> Outcome {
        let all = (self.scores.all().into_iter()).filter(|(.., scores)| !scores.is_empty());
        // The first that the model has, whatever the result: the best one would be chosen by the answer.
        let mut numbers = Vec::new();
        let mut first = None;
        for (method, name, scores) in all {
            if first.is_none() {
                first = Some((method, scores));
                numbers.push(("auroc", self.auroc(scores)));
            }
            numbers.push((name, self.auroc(scores)));
        }
        let strange = self.strange.iter().filter(|strange| **strange).count();
        numbers.push(("left_out", strange as f64));
        let (method, scores) = first.expect("it encodes, judges or says how likely images are");
        Outcome {
            scene: INFO.name,
            count: self.strange.len(),
            seed: self.seed,
            truth: Vec::new(),
            seen: Vec::new(),
            answers: 1,
            model: Answer {
                method,
                images: self.strangest(scores),
                numbers: Numbers(numbers),
            },
            plain: vec![Answer {
                method: "nearest-image",
                images: self.strangest(&self.nearest),
                numbers: Numbers(vec![("auroc", self.auroc(&self.nearest))]),
            }],
            file: Vec::new(),
        }
    }

    fn auroc(&self, scores: &[f64]) -> f64 {
        let of = |strange: bool| -> Vec<f64> {
            let pairs = scores.iter().zip(&self.strange);
            pairs
                .filter(|(_, is)| **is == strange)
                .map(|(score, _)| *score)
                .collect()
        };
        auroc(&of(true), &of(false))
    }

    /// The images with the highest scores, the highest first.
    fn strangest(&self, scores: &[f64]) -> Vec<f32> {
        let mut order = descending(scores);
        order.truncate(SHOWN);
        let image = |at: &usize| &self.images[at * PIXELS..(at + 1) * PIXELS];
        order.iter().flat_map(image).copied().collect()
    }
}

impl Work for Finding {
    fn advance<'a>(&'a mut self, dataset: &'a MnistDataset) -> Pending<'a, Progress> {
        Box::pin(self.next(dataset))
    }
}
