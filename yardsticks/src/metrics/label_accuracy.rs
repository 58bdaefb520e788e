//! `label_accuracy`: whether a conditional model draws what it is asked for.

use crate::CLASSES;
use crate::Subject;
use crate::metric::{Better, Measured, Metric, Value};
use crate::probabilities::{likeliest, require_rows};
use crate::{Error, ErrorKind, Result};

/// Share of the images that the classifier takes for the digit asked for, where one was. Beside it stands `confusion`: of how
/// many images of each digit asked for (a row) the classifier says that they are each digit (a column).
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

    fn compute(&self, subject: &Subject<'_>) -> Result<Option<Measured>> {
        let Some(labels) = subject.labels() else {
            return Ok(None);
        };
        let rows = subject.probabilities()?;
        let confusion = confusion(&rows, labels)?.map(|row| row.map(f64::from).to_vec());
        Ok(Some(Measured {
            beside: vec![("confusion", Value::PerPair(confusion.to_vec()))],
            ..label_accuracy(&rows, labels)?.into()
        }))
    }
}

/// The share of images of which a classifier says these probabilities, a row an image, that it takes for these digits.
///
/// # Errors
/// `bad-input` when there is no image, or not one label each.
pub fn label_accuracy(probabilities: &[[f64; CLASSES]], labels: &[u8]) -> Result<f64> {
    let counts = confusion(probabilities, labels)?;
    let right: u32 = (0..CLASSES).map(|digit| counts[digit][digit]).sum();
    Ok(f64::from(right) / probabilities.len() as f64)
}

/// Of how many images with each of these labels (a row) a classifier that says these probabilities, a row an image, takes each
/// digit for the likeliest (a column).
///
/// # Errors
/// `bad-input` when there is no image, not one label each, or a label above 9.
pub fn confusion(
    probabilities: &[[f64; CLASSES]],
    labels: &[u8],
) -> Result<[[u32; CLASSES]; CLASSES]> {
    require_rows(probabilities)?;
    let n = probabilities.len();
    if labels.len() != n || labels.iter().any(|&label| usize::from(label) >= CLASSES) {
        return Err(Error::new(
            ErrorKind::BadInput,
            format!(
                "{n} images need a digit each as a label; {} came.",
                labels.len()
            ),
        ));
    }
    let mut counts = [[0; CLASSES]; CLASSES];
    for (row, label) in probabilities.iter().zip(labels) {
        counts[usize::from(*label)][likeliest(row)] += 1;
    }
    Ok(counts)
}
