//! What the small classifier has said of the training images under a recipe. That takes seconds, so it is kept.

use super::confident::{Judged, LabelCheck};
use super::{Collection, MnistDataset, Part, Recipe};
use crate::error::Result;
use std::sync::{Arc, Mutex, PoisonError};

/// The last one, which copies of a data set share.
#[derive(Clone, Debug, Default)]
pub(super) struct Doubts(Arc<Mutex<Option<Answered>>>);

#[derive(Debug)]
struct Answered {
    question: Question,
    judged: Arc<Judged>,
}

/// What decides the answer.
#[derive(Clone, Debug, PartialEq)]
struct Question {
    /// The steps that come before cleaning.
    recipe: Recipe,
    seed: u64,
    images: u64,
}

impl Doubts {
    fn get(&self, question: &Question) -> Option<Arc<Judged>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = kept.as_ref()?;
        (kept.question == *question).then(|| kept.judged.clone())
    }

    fn keep(&self, question: Question, judged: Arc<Judged>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Answered { question, judged });
    }
}

/// The long part of a recipe with `data.clean=labels`, a part at a time; whatever applies the recipe afterwards finds it done.
#[derive(Debug)]
pub struct Cleaning {
    question: Question,
    collection: Collection,
    check: Option<LabelCheck>,
}

impl Cleaning {
    /// None where there is nothing to do, or all of it has been done.
    ///
    /// # Errors
    /// `no-data` while images are missing; `bad-setting` when the recipe leaves none.
    pub fn begin(dataset: &MnistDataset, recipe: &Recipe, run_seed: u64) -> Result<Option<Self>> {
        if !recipe.doubts_labels() {
            return Ok(None);
        }
        let seed = recipe.seed(run_seed);
        let question = Question {
            recipe: recipe.before_cleaning(),
            seed,
            images: dataset.train.hash(),
        };
        if dataset.doubts.get(&question).is_some() {
            return Ok(None);
        }
        let collection = Collection::new(dataset, Part::Train, &question.recipe, seed)?;
        let check = LabelCheck::across(collection.labels.clone(), seed);
        Ok(Some(Self {
            question,
            collection,
            check: Some(check),
        }))
    }

    /// Whether it is that of another recipe or seed.
    pub fn is_of(&self, recipe: &Recipe, run_seed: u64) -> bool {
        let Question {
            recipe: own, seed, ..
        } = &self.question;
        (own, *seed) == (&recipe.before_cleaning(), recipe.seed(run_seed))
    }

    /// Goes on for some 50 milliseconds, and says how far it is, 0 to 1; there it is done.
    pub fn advance(&mut self, dataset: &MnistDataset) -> f64 {
        let Some(check) = &mut self.check else {
            return 1.0;
        };
        let collection = &self.collection;
        let done = check.advance(&|at, image| collection.pixels(dataset, at, image));
        if done >= 1.0
            && let Some(check) = self.check.take()
        {
            let judged = Arc::new(check.judged());
            dataset.doubts.keep(self.question.clone(), judged);
        }
        done
    }

    /// What the classifier says of the images that the steps before cleaning leave, at once.
    ///
    /// # Errors
    /// As [`begin`](Self::begin).
    pub(super) fn judged(
        dataset: &MnistDataset,
        recipe: &Recipe,
        run_seed: u64,
    ) -> Result<Option<Arc<Judged>>> {
        if let Some(mut cleaning) = Self::begin(dataset, recipe, run_seed)? {
            while cleaning.advance(dataset) < 1.0 {}
        }
        if !recipe.doubts_labels() {
            return Ok(None);
        }
        Ok(dataset.doubts.get(&Question {
            recipe: recipe.before_cleaning(),
            seed: recipe.seed(run_seed),
            images: dataset.train.hash(),
        }))
    }
}
