//! `classifier_score`: whether images are surely digits, and of all kinds.

use crate::CLASSES;
use crate::Result;
use crate::Subject;
use crate::metric::{Better, Measured, Metric};
use crate::probabilities::require_rows;

/// `exp(mean KL(p(digit | image) || p(digit)))`, from 1 (every image is judged alike) to 10 (every image is surely one digit,
/// and all digits are as frequent).
///
/// The Inception score of Salimans et al., "Improved Techniques for Training GANs" (2016), under a classifier of digits
/// instead of Inception, over all images at once: only scores of the same classifier and about as many images can be compared.
#[derive(Debug)]
pub struct ClassifierScore;

impl Metric for ClassifierScore {
    fn name(&self) -> &'static str {
        "classifier_score"
    }

    fn range(&self) -> (f64, f64) {
        (1.0, CLASSES as f64)
    }

    fn better(&self) -> Better {
        Better::Higher
    }

    fn compute(&self, subject: &Subject<'_>) -> Result<Option<Measured>> {
        let rows = subject.probabilities()?;
        Ok(Some(classifier_score(&rows)?.into()))
    }
}

/// The score of images of which a classifier says these probabilities, a row an image.
///
/// # Errors
/// `bad-input` when there is no image.
pub fn classifier_score(probabilities: &[[f64; CLASSES]]) -> Result<f64> {
    require_rows(probabilities)?;
    let n = probabilities.len() as f64;
    let marginal: [f64; CLASSES] =
        std::array::from_fn(|digit| probabilities.iter().map(|row| row[digit]).sum::<f64>() / n);
    let divergences = probabilities.iter().map(|row| divergence(row, &marginal));
    Ok((divergences.sum::<f64>() / n).exp())
}

/// The Kullback-Leibler divergence `KL(p || q)` in nats. What `p` excludes adds nothing.
fn divergence(p: &[f64; CLASSES], q: &[f64; CLASSES]) -> f64 {
    let terms = p.iter().zip(q).filter(|(p, _)| **p > 0.0);
    terms.map(|(p, q)| p * (p / q).ln()).sum()
}
