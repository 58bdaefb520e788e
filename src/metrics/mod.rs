//! How good samples are, by numbers that mean the same for every model: what a classifier thinks of them
//! ([`Score`]), and how likely the test images are around them ([`Parzen`]).
//!
//! Both look at pixels alone, so that GANs, which have no likelihood, stand beside VAEs.

mod parzen;
mod score;
mod weights;

pub use parzen::{Parzen, ParzenWindow, sigmas};
pub use score::{Score, accuracy, class_probabilities};
#[cfg(not(target_family = "wasm"))]
pub use weights::shipped_classifier;
pub use weights::{TrainedAs, load_classifier, save_classifier};

use crate::error::{Error, ErrorCode, Result};

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
