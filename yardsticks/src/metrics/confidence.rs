//! `confidence`: how sure the classifier is.

use crate::CLASSES;
use crate::Result;
use crate::Subject;
use crate::metric::{Better, Measured, Metric};
use crate::probabilities::{likeliest, require_rows};

/// Mean probability of the digit that the classifier takes an image for, 0.1 to 1.
#[derive(Debug)]
pub struct Confidence;

impl Metric for Confidence {
    fn name(&self) -> &'static str {
        "confidence"
    }

    fn range(&self) -> (f64, f64) {
        (1.0 / CLASSES as f64, 1.0)
    }

    fn better(&self) -> Better {
        Better::Higher
    }

    fn compute(&self, subject: &Subject<'_>) -> Result<Option<Measured>> {
        let rows = subject.probabilities()?;
        Ok(Some(confidence(&rows)?.into()))
    }
}

/// The confidence in images of which a classifier says these probabilities, a row an image.
///
/// # Errors
/// `bad-input` when there is no image.
pub fn confidence(probabilities: &[[f64; CLASSES]]) -> Result<f64> {
    require_rows(probabilities)?;
    let largest = probabilities.iter().map(|row| row[likeliest(row)]);
    Ok(largest.sum::<f64>() / probabilities.len() as f64)
}
