//! `digit_shares`: how often each digit is drawn.

use crate::CLASSES;
use crate::Result;
use crate::Subject;
use crate::metric::{Better, Measured, Metric, Value};
use crate::probabilities::{likeliest, require_rows};

/// Share of the images that the classifier takes for each digit, which shows modes that a generator has lost (Goodfellow,
/// "NIPS 2016 Tutorial: Generative Adversarial Networks", section 5.1.1).
#[derive(Debug)]
pub struct DigitShares;

impl Metric for DigitShares {
    fn name(&self) -> &'static str {
        "digit_shares"
    }

    fn range(&self) -> (f64, f64) {
        (0.0, 1.0)
    }

    fn better(&self) -> Better {
        Better::LikeReal
    }

    fn compute(&self, subject: &Subject<'_>) -> Result<Option<Measured>> {
        let rows = subject.probabilities()?;
        Ok(Some(Value::PerClass(digit_shares(&rows)?.to_vec()).into()))
    }
}

/// The shares among images of which a classifier says these probabilities, a row an image.
///
/// # Errors
/// `bad-input` when there is no image.
pub fn digit_shares(probabilities: &[[f64; CLASSES]]) -> Result<[f64; CLASSES]> {
    require_rows(probabilities)?;
    let mut counts = [0; CLASSES];
    for row in probabilities {
        counts[likeliest(row)] += 1;
    }
    Ok(counts.map(|count| f64::from(count) / probabilities.len() as f64))
}
