//! `label_accuracy`: whether a conditional model draws what it is asked for.

use super::Subject;
use super::metric::{Better, BoxFuture, Measured, Metric};
use super::probabilities::{likeliest, require_rows};
use crate::error::{Error, ErrorCode, Result};
use crate::model::CLASSES;

/// Share of the images that the classifier takes for the digit asked for, where one was.
#[derive(Debug)]
pub struct LabelAccuracy;

impl Metric for LabelAccuracy {
    fn name(&self) -> &'static str {
        "label_accuracy"
    }

    fn range(&self) -> (f64, f64) {
        (0.0, 1.0)
    }

    fn better(&self) -> Better {
        Better::Higher
    }

    fn compute<'a>(&'a self, subject: &'a Subject<'a>) -> BoxFuture<'a, Result<Option<Measured>>> {
        Box::pin(async {
            let Some(labels) = subject.labels() else {
                return Ok(None);
            };
            let rows = subject.probabilities().await?;
            Ok(Some(label_accuracy(&rows, &labels)?.into()))
        })
    }
}

/// The share of images of which a classifier says these probabilities, a row an image, that it takes for these digits.
///
/// # Errors
/// `bad-input` when there is no image, or not one label each.
pub fn label_accuracy(probabilities: &[[f64; CLASSES]], labels: &[u8]) -> Result<f64> {
    require_rows(probabilities)?;
    let n = probabilities.len();
    if labels.len() != n {
        return Err(Error::new(
            ErrorCode::BadInput,
            format!("{n} images came with {} labels.", labels.len()),
        ));
    }
    let pairs = probabilities.iter().zip(labels);
    let right = pairs.filter(|(row, label)| likeliest(row) == usize::from(**label));
    Ok(right.count() as f64 / n as f64)
}
