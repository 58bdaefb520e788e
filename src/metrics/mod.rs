//! How good samples are, by numbers that mean the same for every model: what a classifier thinks of them, and how likely the
//! test images are around them.
//!
//! All look at pixels alone, so that GANs, which have no likelihood, stand beside VAEs. A metric is a [`Metric`] in a file of
//! its own and a line in [`METRICS`]; whatever judges goes over that list.

mod classifier_score;
mod confidence;
mod digit_shares;
mod distances;
mod evaluator;
mod frechet;
mod image_set;
mod judgement;
mod label_accuracy;
mod manifold;
mod metric;
mod nearest;
#[cfg(not(target_family = "wasm"))]
mod parzen;
mod probabilities;
mod source;
mod subject;
mod weights;

pub use classifier_score::classifier_score;
pub use confidence::confidence;
pub use digit_shares::digit_shares;
pub use evaluator::{Evaluator, Measurement};
pub use frechet::Gaussian;
pub use judgement::{Comparison, Judgement, judge};
pub use label_accuracy::{confusion, label_accuracy};
pub use manifold::Overlap;
pub use metric::{Better, BoxFuture, Measured, Metric, Value};
pub use nearest::TrainingImages;
#[cfg(not(target_family = "wasm"))]
pub use parzen::{Parzen, ParzenWindow, sigmas};
pub use probabilities::{accuracy, class_probabilities};
pub use source::{Drawn, Half, ImageSource, Real, Samples};
pub use subject::{RealImages, Subject};
#[cfg(not(target_family = "wasm"))]
pub use weights::shipped_classifier;
pub use weights::{TrainedAs, load_classifier, save_classifier};

use crate::error::{Error, ErrorCode, Result};

/// Every metric, in the order in which they are reported.
pub const METRICS: &[&dyn Metric] = &[
    &classifier_score::ClassifierScore,
    &frechet::ClassifierDistance,
    &manifold::PRECISION,
    &manifold::RECALL,
    &manifold::DENSITY,
    &manifold::COVERAGE,
    &manifold::DIVERSITY,
    &nearest::NearestDistance,
    &digit_shares::DigitShares,
    &confidence::Confidence,
    &label_accuracy::LabelAccuracy,
    // Not in a browser, where nothing would call it.
    #[cfg(not(target_family = "wasm"))]
    &parzen::ParzenLikelihood,
];

/// Values `[n * dimension]` as `n` points.
fn count_points(values: &[f32], dimension: usize, what: &str) -> Result<usize> {
    let problem = if values.is_empty() || !values.len().is_multiple_of(dimension) {
        format!(
            "The {what} must be {dimension} numbers each; {} came.",
            values.len()
        )
    } else if let Some(value) = values.iter().find(|value| !value.is_finite()) {
        format!("The {what} must be finite numbers; one is {value}.")
    } else {
        return Ok(values.len() / dimension);
    };
    Err(Error::new(ErrorCode::BadInput, problem))
}
