//! What the yardsticks say of the samples of a scene.

use super::{Judge, Outcome, scene};
use crate::dataset::MnistDataset;
use crate::error::Result;
use crate::metrics::{RealData, trained_on};
use crate::training::Trainer;
use yardsticks::{Classifier, Evaluator, Images, Measurement, Value};

/// Adds the yardsticks' numbers to those of each method, where the scene's pictures are samples ([`Judge::Yardsticks`]); the page does
/// the same on a thread of its own. Real images beside them are those of `playground judge`.
///
/// # Errors
/// `no-data` when real images are missing.
pub fn judge(outcome: &mut Outcome, trainer: &Trainer, dataset: &MnistDataset) -> Result<()> {
    if scene(outcome.scene)?.judge() != Judge::Yardsticks {
        return Ok(());
    }
    let (classifier, _) = Classifier::shipped()?;
    let mut evaluator = Evaluator::new(classifier);
    let chosen = trained_on(trainer, dataset)?;
    let real = RealData::of(dataset);
    let data = real.chosen(&chosen);
    let answers = [&mut outcome.model].into_iter().chain(&mut outcome.plain);
    for answer in answers {
        let mut measurement = Measurement::new(Images {
            pixels: answer.images.clone(),
            labels: None,
        })?;
        let found = evaluator.complete(&mut measurement, data)?;
        for (name, value) in found.samples.values() {
            if let Value::Number(value) = value {
                answer.numbers.0.push((name, *value));
            }
        }
    }
    Ok(())
}
