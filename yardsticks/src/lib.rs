//! How good samples are, by numbers that mean the same for every model: what a classifier thinks of them, how their features lie
//! among those of real images, and how near they are to what a model has learnt from.
//!
//! All look at pixels alone, so that GANs, which have no likelihood, stand beside VAEs. A metric is a [`Metric`] in a file of
//! its own in [`metrics`] and a line in [`METRICS`]; whatever judges goes over that list. Nothing here knows burn or a model:
//! who draws samples hands over [`Images`] beside the [`Data`], and an [`Evaluator`] compares them, a part at a time.
#![warn(missing_docs)]

mod classifier;
mod data;
mod error;
mod evaluator;
mod image_set;
mod judgement;
mod metric;
pub mod metrics;
mod points;
mod probabilities;
mod search;
mod subject;
#[cfg(test)]
mod testing;
#[cfg(all(target_family = "wasm", feature = "bundle"))]
mod web;

pub use classifier::{Classified, Classifier, METADATA_KEY, Tensor, TrainedAs, VERSION};
pub use data::{Data, Half, Images};
pub use error::{Error, ErrorKind, Result};
pub use evaluator::{Evaluator, Measurement};
pub use image_set::ImageSet;
pub use judgement::{Comparison, Judgement, judge};
pub use metric::{Better, Measured, Metric, Value};
pub use metrics::METRICS;
pub use points::Points;
pub use subject::{RealImages, Subject};

/// Height and width of an image.
const SIDE: usize = 28;

/// Pixels of one image, 28 x 28.
pub const PIXELS: usize = SIDE * SIDE;

/// Digits that the classifier knows.
pub const CLASSES: usize = 10;

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
    Err(Error::new(ErrorKind::BadInput, problem))
}
