//! What has been computed of a collection so far, and is kept from one score to the next.

use super::Subject;
use crate::dataset::confident::{Judged, LabelCheck};
use crate::dataset::{Collection, MnistDataset, Part, Recipe};
use crate::error::{Error, ErrorCode, Result};
use crate::metrics::TrainingImages;
use std::cell::{OnceCell, RefCell};

/// Each value is computed a part at a time.
#[derive(Debug)]
pub(super) struct Known {
    part: Part,
    seed: u64,
    /// On its way.
    check: RefCell<Option<(LabelCheck, Option<Collection>)>>,
    judged: OnceCell<Judged>,
    pub(super) images: TrainingImages,
    /// The distance to the nearest other image, and its place, of the first ones.
    pub(super) nearest: RefCell<Vec<(f32, u32)>>,
    /// Errors of reconstructions by the model there is, of the first ones.
    pub(super) errors: RefCell<Vec<f32>>,
}

impl Known {
    pub(super) fn new(collection: &Collection, part: Part, seed: u64) -> Self {
        Self {
            part,
            seed,
            check: RefCell::default(),
            judged: OnceCell::new(),
            images: TrainingImages::new(collection.indices.clone().into()),
            nearest: RefCell::default(),
            errors: RefCell::default(),
        }
    }

    /// What the small classifier says of all images, once it has been asked.
    pub(super) fn judged(&self) -> Option<&Judged> {
        self.judged.get()
    }

    /// Goes on training it; says how far it is. Training images are asked about in folds, test images of a classifier that has
    /// learnt from all training images as they are.
    pub(super) fn check(&self, subject: &Subject) -> Result<f64> {
        if self.judged.get().is_some() {
            return Ok(1.0);
        }
        let mut running = self.check.borrow_mut();
        let (check, learnt) = match &mut *running {
            Some(running) => running,
            nothing => nothing.insert(self.begin(subject)?),
        };
        let count = learnt.as_ref().map_or(0, Collection::len);
        let done = check.advance(&|at, image| match (at.checked_sub(count), &*learnt) {
            (None, Some(learnt)) => learnt.pixels(subject.dataset, at, image),
            (place, _) => {
                let at = place.unwrap_or(at);
                subject.collection.pixels(subject.dataset, at, image);
            }
        });
        if done >= 1.0
            && let Some((check, _)) = running.take()
        {
            self.judged.get_or_init(|| check.judged());
        }
        Ok(done)
    }

    /// A classifier, and images to learn from before those that it is asked about.
    fn begin(&self, subject: &Subject) -> Result<(LabelCheck, Option<Collection>)> {
        let Subject {
            dataset,
            collection,
            ..
        } = subject;
        if collection.classes < 2 {
            return Err(Error::new(
                ErrorCode::BadInput,
                "These images have no labels, or all the same: there is nothing to doubt.",
            ));
        }
        let mut labels = collection.labels.clone();
        Ok(match self.part {
            Part::Train => (LabelCheck::across(labels, self.seed), None),
            Part::Test => {
                let learnt = train_images(dataset)?;
                labels.splice(..0, learnt.labels.iter().copied());
                let check = LabelCheck::apart(labels, learnt.len(), self.seed);
                (check, Some(learnt))
            }
        })
    }
}

fn train_images(dataset: &MnistDataset) -> Result<Collection> {
    Collection::new(dataset, Part::Train, &Recipe::default(), 0)
}
