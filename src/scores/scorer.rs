//! Scores, a part at a time.

use super::known::Known;
use super::{Found, SCORES, Score, Subject};
use crate::dataset::{Collection, MnistDataset, Part, Recipe};
use crate::error::{Error, ErrorCode, Result};
use crate::training::Trainer;

/// The images of a part of a data set under a recipe, and what is known of them.
#[derive(Debug)]
pub struct Scorer {
    collection: Collection,
    known: Known,
}

impl Scorer {
    /// Nothing is computed yet. A run's seed decides what is random about its data, and here also about the classifier that doubts
    /// labels.
    ///
    /// # Errors
    /// `no-data` while images are missing; `bad-setting` when the recipe leaves none.
    pub fn new(dataset: &MnistDataset, part: Part, recipe: &Recipe, run_seed: u64) -> Result<Self> {
        let collection = Collection::new(dataset, part, recipe, run_seed)?;
        let known = Known::new(&collection, part, recipe.seed(run_seed));
        Ok(Self { collection, known })
    }

    /// Which images are scored.
    pub fn collection(&self) -> &Collection {
        &self.collection
    }

    /// The score of this name.
    ///
    /// # Errors
    /// `bad-input`, listing those there are.
    pub fn named(name: &str) -> Result<&'static dyn Score> {
        let known = SCORES.iter().copied();
        known
            .clone()
            .find(|score| score.name() == name)
            .ok_or_else(|| {
                let names: Vec<_> = known.map(|score| score.name()).collect();
                Error::new(
                    ErrorCode::BadInput,
                    format!(
                        "There is no score \"{name}\". There are: {}.",
                        names.join(", ")
                    ),
                )
            })
    }

    /// Forgets what was computed with another model, or with this one before it learnt more.
    pub fn forget_model(&mut self) {
        self.known.errors.get_mut().clear();
    }

    /// Goes on for some hundred milliseconds at most, and says how far it is, 0 to 1; there it is done.
    ///
    /// # Errors
    /// Those of [`Score::advance`].
    pub async fn advance(
        &self,
        score: &dyn Score,
        dataset: &MnistDataset,
        trainer: Option<&Trainer>,
    ) -> Result<f64> {
        score.advance(&self.subject(dataset, trainer)).await
    }

    /// What was found, once [`advance`](Self::advance) has said 1.
    pub fn found(&self, score: &dyn Score, dataset: &MnistDataset) -> Found {
        score.found(&self.subject(dataset, None))
    }

    /// What the classifier takes each image for, `[n]`, where it has been asked.
    pub fn suggested(&self) -> Option<Vec<u8>> {
        let classes = self.collection.classes;
        let rows = &self.known.judged()?.probabilities;
        let likely = rows
            .iter()
            .map(|row| crate::dataset::confident::most_likely(row, classes));
        Some(likely.collect())
    }

    fn subject<'a>(
        &'a self,
        dataset: &'a MnistDataset,
        trainer: Option<&'a Trainer>,
    ) -> Subject<'a> {
        Subject {
            dataset,
            collection: &self.collection,
            trainer,
            known: &self.known,
        }
    }
}
