//! What a scene is.

use super::outcome::Outcome;
use super::{OptionInfo, Options, refused};
use crate::dataset::{MnistDataset, PIXELS};
use crate::error::{Error, ErrorCode, Result};
use crate::model::Classifier;
use crate::training::families::Pending;
use crate::training::{Capability, Trainer};
use serde::Serialize;
use std::fmt;

/// What is known of a scene before it is played.
#[derive(Debug)]
pub struct SceneInfo {
    /// As in `playground scene NAME` and `pg.scene(name)`.
    pub name: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// A model that can do one of these plays it.
    pub needs: &'static [Capability],
    /// A model that can do one of these does not.
    pub refuses: &'static [Capability],
    /// The same as the end of a sentence: "it needs a model that ...".
    pub needed: &'static str,
    /// What can be chosen.
    pub options: &'static [OptionInfo],
    /// Images that it is played with where nobody says how many.
    pub count: usize,
}

impl SceneInfo {
    /// Whether models with these capabilities play it.
    pub fn fits(&self, capabilities: &[Capability]) -> bool {
        let any = |these: &[Capability]| these.iter().any(|one| capabilities.contains(one));
        any(self.needs) && !any(self.refuses)
    }
}

/// Who looks at a scene's pictures beside people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judge {
    /// The numbers come from the pixels alone.
    Nobody,
    /// The frozen classifier: [`Request::classifier`].
    Classifier,
    /// The yardsticks: the pictures of each method are samples, and whoever plays the scene adds to its numbers what the package
    /// `yardsticks` says of them.
    Yardsticks,
}

/// Something that a model is used for.
pub trait Scene: Sync {
    /// What is known of it.
    fn info(&self) -> &'static SceneInfo;

    /// Who looks at its pictures beside people.
    fn judge(&self) -> Judge {
        Judge::Nobody
    }

    /// Whether a hole can be painted: [`Request::mask`].
    fn takes_mask(&self) -> bool {
        false
    }

    /// Whether it asks what the digits are, of models that are told them: [`Request::labels`].
    fn takes_labels(&self) -> bool {
        true
    }

    /// Begins it. Nothing is computed yet that takes long.
    ///
    /// # Errors
    /// `bad-input`, `bad-setting`, `no-data`.
    fn begin(&self, subject: Subject) -> Result<Box<dyn Work>>;
}

/// A scene that is being played.
pub trait Work {
    /// Goes on for some hundred milliseconds at most.
    ///
    /// # Errors
    /// `no-data` when training images are missing; `device-lost`.
    fn advance<'a>(&'a mut self, dataset: &'a MnistDataset) -> Pending<'a, Progress>;
}

impl fmt::Debug for dyn Work {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("Work")
    }
}

/// How far a scene is.
#[derive(Debug, Default)]
pub struct Progress {
    /// Of the work, 0 to 1.
    pub share: f64,
    /// The best answers so far, `[count * answers * 784]`; none where they are too many to look at, or there is none yet.
    pub preview: Vec<f32>,
    /// What came of it, at the end.
    pub outcome: Option<Outcome>,
}

/// What a scene is asked.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Images to play it with, `[n * 784]`, 0 to 1; test images where there is none.
    pub images: Vec<f32>,
    /// Their digits, for a model that is told them: none, one for all, or one each.
    pub labels: Vec<u8>,
    /// Where a pixel is missing, `[784]`: above one half. Nothing is the scene's own hole.
    pub mask: Vec<f32>,
    /// The first test image.
    pub start: usize,
    /// How many of them; 0 is as many as the scene has by default, or as there are.
    pub count: usize,
    /// Decides what is random.
    pub seed: u64,
    /// Options by name.
    pub options: Vec<(String, f64)>,
    /// The file of the frozen classifier, for scenes that ask it; natively the one that the program has where there is none.
    pub classifier: Vec<u8>,
}

/// What a scene is played with.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The model.
    pub trainer: &'a Trainer,
    /// Test images, and those that it has learnt from.
    pub dataset: &'a MnistDataset,
    /// The images as they are, `[n * 784]`, 0 to 1.
    pub truth: Vec<f32>,
    /// Their digits, as far as they are known: for models that are told them, and `anomaly`. None where the scene does not ask.
    pub labels: Vec<u8>,
    /// The number of the first image, which with those after it names the random streams of each: so that what is random of an
    /// image depends on no other.
    pub first: u64,
    /// Where a pixel is missing, `[784]`, or nothing.
    pub mask: Vec<f32>,
    /// Decides what is random.
    pub seed: u64,
    /// What was chosen.
    pub options: Options,
    /// The frozen classifier, where the scene asks it.
    pub classifier: Option<Classifier>,
}

/// More images than anyone plays a scene with.
const MOST: usize = 100_000;

impl<'a> Subject<'a> {
    pub(super) fn new(
        scene: &dyn Scene,
        request: Request,
        options: Options,
        trainer: &'a Trainer,
        dataset: &'a MnistDataset,
    ) -> Result<Self> {
        let Request { mask, seed, .. } = request;
        let test = &dataset.test;
        if !(mask.is_empty() || mask.len() == PIXELS) {
            let came = mask.len();
            return Err(refused(format!(
                "A mask is {PIXELS} numbers, 1 where a pixel is missing; {came} came."
            )));
        }
        let count = match request.count {
            0 => (options.count()).min(test.expected().saturating_sub(request.start)),
            count => count,
        };
        let own = !request.images.is_empty();
        if !(own || request.labels.is_empty()) {
            return Err(refused(
                "Test digits have labels of their own: give a label only with images.".into(),
            ));
        }
        let (truth, labels) = if own {
            crate::training::check_pixels(&request.images)?;
            (request.images, request.labels)
        } else if test.is_empty() || count == 0 || count > MOST {
            return Err(Error::new(
                ErrorCode::NoData,
                "There are no such test images to play the scene with.",
            ));
        } else {
            let labels = test.labels(request.start, count)?.to_vec();
            (test.pixels(request.start, count)?, labels)
        };
        let labels = if !scene.takes_labels() {
            Vec::new()
        } else if own || trainer.can(Capability::Conditional) {
            // Looked at: one each from here on.
            trainer.labels(truth.len() / PIXELS, &labels)?
        } else {
            labels
        };
        Ok(Self {
            trainer,
            dataset,
            truth,
            labels,
            first: request.start as u64,
            mask,
            seed,
            options,
            classifier: None,
        })
    }
}
