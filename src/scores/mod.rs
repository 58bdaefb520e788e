//! Scores of images: which of a data set are near duplicates, unlike all others, labelled wrongly, or hard to learn.
//!
//! A score is a [`Score`] in a file of its own and a line in [`SCORES`]; page and command go over that list. What takes long is
//! computed a part at a time by a [`Scorer`], and kept: scores that ask the same classifier have it trained once.

mod known;
mod learning;
mod nearest;
mod reconstruction;
mod scorer;
mod self_confidence;

pub use scorer::Scorer;

use crate::dataset::{Collection, MnistDataset};
use crate::training::Trainer;
use crate::training::families::Pending;
use known::Known;
use serde::Serialize;

/// Every score.
pub const SCORES: &[&dyn Score] = &[
    &self_confidence::SelfConfidence,
    &nearest::Nearest,
    &learning::CONFIDENCE,
    &learning::VARIABILITY,
    &reconstruction::Reconstruction,
];

/// A number for each image of a part of a data set.
pub trait Score: Sync {
    /// What it is called, `self-confidence` for example.
    fn name(&self) -> &'static str;

    /// Whether it asks a model.
    fn needs_model(&self) -> bool {
        false
    }

    /// Whether the largest values are the suspicious ones.
    fn is_large_suspicious(&self) -> bool {
        false
    }

    /// Goes on for some hundred milliseconds at most, and says how far it is, 0 to 1; there it is done.
    ///
    /// # Errors
    /// `bad-input` where images or model have not what it needs, `not-loaded`, `device-lost`.
    fn advance<'a>(&'a self, subject: &'a Subject<'a>) -> Pending<'a, f64>;

    /// What was found, once [`advance`](Self::advance) has said 1.
    fn found(&self, subject: &Subject) -> Found;
}

/// What a score may ask for.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The images' pixels.
    pub dataset: &'a MnistDataset,
    /// Which of them are scored.
    pub collection: &'a Collection,
    /// The model, where one is loaded.
    pub trainer: Option<&'a Trainer>,
    known: &'a Known,
}

/// What a score has found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The score of each image of the collection, `[n]`.
    pub values: Vec<f32>,
    /// Of a score that compares images with one another: the place in the collection of the other, `[n]`.
    pub others: Vec<u32>,
    /// Labels that are likely to be wrong, the least believed first, of a score that doubts labels.
    pub suspects: Option<Vec<Suspect>>,
}

/// An image whose label is likely to be wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Suspect {
    /// Its place in the split.
    pub index: u32,
    /// As it was told.
    pub label: u8,
    /// What the classifier takes it for.
    pub suggested: u8,
    /// Its score.
    pub score: f32,
}
