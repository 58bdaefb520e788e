//! `scarce`: do the samples of a model that has seen few images teach a classifier more than these images do?

use super::outcome::{Answer, Numbers, Outcome};
use super::scene::{Progress, Scene, SceneInfo, Subject, Work};
use super::{OptionInfo, refused};
use crate::dataset::confident::LabelCheck;
use crate::dataset::recipe::augment::{Shift, Transform, Warp};
use crate::dataset::{Collection, MnistDataset, PIXELS, Part};
use crate::error::Result;
use crate::metrics::Samples;
use crate::random::{Purpose, stream};
use crate::ranking::descending;
use crate::training::families::Pending;
use crate::training::{Capability, Trainer};
use rand::RngExt;

/// A small classifier learns from the very images that a model, which is told the digit, has learnt from; from these and samples of
/// the model; and from the samples alone, whose accuracy on real test images is the classification accuracy score of Ravuri and
/// Vinyals, "Classification Accuracy Score for Conditional Generative Models" (2019). Beside it: the real images alone, and these with
/// copies shifted by up to two pixels. All learn from as many images, so as often: where there are too few, they come several times.
#[derive(Debug)]
pub struct Scarce;

static INFO: SceneInfo = SceneInfo {
    name: "scarce",
    description: crate::words::sentence(
        "There are few images to learn from: do samples of a model that has seen only these help a classifier?",
    ),
    needs: &[Capability::Conditional],
    refuses: &[],
    needed: "is told the digit, such as cvae or cgan",
    options: &[
        OptionInfo::whole("samples", 2_000, (10, 20_000))
            .about("Samples of the model, of all digits in turn."),
        OptionInfo::whole("repeats", 3, (1, 20))
            .about("Classifiers that are trained in each way, from other first weights each."),
    ],
    count: 10_000,
};

/// How far images are shifted, in pixels: what our larger classifier learns with.
const SHIFT: Shift = Shift { furthest: 2 };
/// Samples that are shown.
const SHOWN: usize = 20;

/// What a classifier learns from.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Both,
    Samples,
    Shifts,
    Real,
}

const WAYS: [Way; 4] = [Way::Both, Way::Samples, Way::Shifts, Way::Real];

impl Scene for Scarce {
    fn info(&self) -> &'static SceneInfo {
        &INFO
    }

    fn begin(&self, subject: Subject) -> Result<Box<dyn Work>> {
        let Subject {
            trainer,
            dataset,
            truth,
            labels,
            seed,
            options,
            ..
        } = subject;
        if labels.is_empty() || labels.len() * PIXELS != truth.len() {
            return Err(refused(
                "The scene scarce needs images with their digits to be asked about.".into(),
            ));
        }
        let recipe = trainer.data().recipe();
        let real = Collection::new(dataset, Part::Train, recipe, trainer.settings().seed)?;
        Ok(Box::new(Teaching {
            trainer: trainer.clone(),
            test: (truth, labels),
            real,
            wanted: options.whole("samples"),
            repeats: options.whole("repeats"),
            samples: Samples::default(),
            check: None,
            accuracies: Vec::new(),
            seed,
        }))
    }
}

struct Teaching {
    trainer: Trainer,
    test: (Vec<f32>, Vec<u8>),
    real: Collection,
    wanted: usize,
    repeats: usize,
    samples: Samples,
    check: Option<LabelCheck>,
    /// Of the classifiers so far: all of one way, then those of the next.
    accuracies: Vec<f64>,
    seed: u64,
}

/// Where a classifier's image comes from.
enum Source {
    Real(usize),
    Shifted(usize),
    Sample(usize),
    Test(usize),
}

impl Teaching {
    /// Images that every classifier learns from.
    fn size(&self) -> usize {
        self.real.len() + self.samples.count()
    }

    fn way(&self) -> Way {
        WAYS[self.accuracies.len() / self.repeats]
    }

    fn source(&self, at: usize) -> Source {
        let (real, samples) = (self.real.len(), self.samples.count());
        match (
            at.checked_sub(self.size()),
            at.checked_sub(real),
            self.way(),
        ) {
            (Some(at), ..) => Source::Test(at),
            (None, _, Way::Samples) => Source::Sample(at % samples),
            (None, Some(at), Way::Both) => Source::Sample(at),
            (None, Some(at), Way::Shifts) => Source::Shifted(at % real),
            (None, Some(at), Way::Real) => Source::Real(at % real),
            (None, None, _) => Source::Real(at),
        }
    }

    fn label(&self, at: usize) -> u8 {
        match self.source(at) {
            Source::Real(at) | Source::Shifted(at) => self.real.labels[at],
            Source::Sample(at) => self.samples.labels[at],
            Source::Test(at) => self.test.1[at],
        }
    }

    fn pixels(&self, dataset: &MnistDataset, at: usize, image: &mut [f32]) {
        match self.source(at) {
            Source::Real(at) => self.real.pixels(dataset, at, image),
            Source::Sample(at) => image.copy_from_slice(self.samples.image(at)),
            Source::Test(at) => image.copy_from_slice(&self.test.0[at * PIXELS..][..PIXELS]),
            Source::Shifted(of) => {
                self.real.pixels(dataset, of, image);
                let index = ((self.accuracies.len() as u64) << 32) | at as u64;
                let mut warp = Warp::default();
                SHIFT.draw(
                    &mut warp,
                    &mut stream(self.seed, Purpose::SceneShift, index),
                );
                warp.apply(image);
            }
        }
    }

    /// A part of a classifier's training.
    fn teach(&mut self, dataset: &MnistDataset) {
        let mut check = self.check.take().unwrap_or_else(|| {
            let all = self.size() + self.test.1.len();
            let labels = (0..all).map(|at| self.label(at)).collect();
            let number = self.accuracies.len() as u64;
            let seed = stream(self.seed, Purpose::SceneClassifier, number).random();
            LabelCheck::apart(labels, self.size(), seed)
        });
        if check.advance(&|at, image| self.pixels(dataset, at, image)) < 1.0 {
            self.check = Some(check);
            return;
        }
        let judged = check.judged();
        let pairs = judged.probabilities.iter().zip(&self.test.1);
        let likeliest = |said: &[f32; 10]| descending(&said.map(f64::from))[0];
        let right = pairs.filter(|(said, label)| likeliest(said) == usize::from(**label));
        self.accuracies
            .push(right.count() as f64 / self.test.1.len() as f64);
    }

    fn next(&mut self, dataset: &MnistDataset) -> Progress {
        self.teach(dataset);
        let all = WAYS.len() * self.repeats;
        let done = self.accuracies.len();
        Progress {
            share: 0.2 + 0.8 * done as f64 / all as f64,
            preview: Vec::new(),
            outcome: (done == all).then(|| self.outcome()),
        }
    }

    /// Mean and standard error of a way's accuracies.
    fn accuracy(&self, way: Way) -> [f64; 2] {
        let n = self.repeats as f64;
        let place = WAYS.iter().position(|one| *one == way).unwrap_or(0);
        let all = &self.accuracies[place * self.repeats..][..self.repeats];
        let mean = all.iter().sum::<f64>() / n;
        let squares: f64 = all.iter().map(|one| (one - mean).powi(2)).sum();
        [mean, (squares / (n - 1.0) / n).sqrt()]
    }

    fn outcome(&self) -> Outcome {
        let numbers = |way| {
            let [accuracy, error] = self.accuracy(way);
            vec![("accuracy", accuracy), ("accuracy_error", error)]
        };
        let [alone, error] = self.accuracy(Way::Samples);
        let mut ours = numbers(Way::Both);
        ours.extend([
            ("accuracy_samples", alone),
            ("accuracy_samples_error", error),
            ("real", self.real.len() as f64),
            ("samples", self.samples.count() as f64),
        ]);
        let plain = [(Way::Real, "real"), (Way::Shifts, "real-and-shifts")];
        let plain = plain.map(|(way, method)| Answer {
            method,
            images: Vec::new(),
            numbers: Numbers(numbers(way)),
        });
        let order = descending(&plain.each_ref().map(|one| one.numbers.0[0].1));
        Outcome {
            file: Vec::new(),
            scene: INFO.name,
            count: self.test.1.len(),
            seed: self.seed,
            truth: Vec::new(),
            seen: Vec::new(),
            answers: 1,
            model: Answer {
                method: "real-and-samples",
                images: self.samples.pixels[..SHOWN.min(self.samples.count()) * PIXELS].to_vec(),
                numbers: Numbers(ours),
            },
            plain: order.into_iter().map(|at| plain[at].clone()).collect(),
        }
    }
}

impl Work for Teaching {
    fn advance<'a>(&'a mut self, dataset: &'a MnistDataset) -> Pending<'a, Progress> {
        Box::pin(async {
            if self.samples.count() == self.wanted {
                return Ok(self.next(dataset));
            }
            self.samples
                .advance(&self.trainer, self.wanted, self.seed)
                .await?;
            Ok(Progress {
                share: 0.2 * self.samples.count() as f64 / self.wanted as f64,
                ..Progress::default()
            })
        })
    }
}
