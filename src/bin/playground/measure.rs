//! All yardsticks of a model that has just been trained, as `playground judge` has them.

use generative_playground::Result;
use generative_playground::dataset::MnistDataset;
use generative_playground::metrics::{RealData, draw, trained_on};
use generative_playground::training::Trainer;
use yardsticks::{Comparison, Evaluator, Judgement, Measurement, Value};

/// Numbers by their names, in the order in which they are reported; none where there was no finite one, since JSON knows no
/// others.
pub type Values = Vec<(String, Option<f64>)>;

/// Judges `count` samples of a seed; nothing where `is_stopped` said so before the end.
///
/// # Errors
/// Those of [`Evaluator::advance`].
pub fn measure(
    evaluator: &mut Evaluator,
    trainer: &Trainer,
    dataset: &MnistDataset,
    (count, seed): (usize, u64),
    is_stopped: impl Fn() -> bool,
) -> Result<Option<Comparison>> {
    let chosen = trained_on(trainer, dataset)?;
    let real = RealData::of(dataset);
    let data = real.chosen(&chosen);
    let samples = pollster::block_on(draw(trainer, count, seed))?;
    let mut measurement = Measurement::new(samples)?;
    while !is_stopped() {
        if let Some(found) = evaluator.advance(&mut measurement, data)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Numbers by their names, one of each class under its own; without the matrix of all pairs.
pub fn numbers(judgement: &Judgement) -> Values {
    let mut all = Values::new();
    for (name, value) in judgement.values() {
        match value {
            Value::Number(value) => all.push(((*name).into(), finite(*value))),
            Value::PerClass(values) => {
                let each = values.iter().enumerate();
                all.extend(each.map(|(class, value)| (format!("{name}_{class}"), finite(*value))));
            }
            Value::PerPair(_) => {}
        }
    }
    all
}

/// The number, if it is one.
pub fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
