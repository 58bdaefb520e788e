//! `data.relabel`: labels that are put right (or wrong) by hand.

use super::by_index::{ByIndex, Named, bad, row};
use super::{Kind, Made, Recipe, RecipeInfo, Step, StepInfo};
use crate::dataset::DatasetSpec;
use crate::error::Result;
use serde_json::Value;

const INFO: RecipeInfo = RecipeInfo::text(
    "relabel",
    "places of training images, from 0, each with its label, with commas between them, 947:9,1621:6 for example",
    "Training images that get another label, by their places in the data set, from 0: 947:9,1621:6 for example.",
);

/// Gives images that somebody has looked at another label, by their places in the training split as it is. Later steps know them
/// by that label alone.
pub const STEP: StepInfo = StepInfo {
    info: INFO,
    options: &[],
    kind: Kind::Label,
    make,
};

#[derive(Debug)]
struct Relabel(ByIndex<u8>);

fn make(value: &Value, _: &Recipe) -> Made {
    let labels = ByIndex::parse(&INFO, value, |word| {
        let (images, label) = word.split_once(':')?;
        let (first, last) = row(images.trim())?;
        let said = label.trim().parse().ok()?;
        Some(Named { first, last, said })
    })?;
    Ok((!labels.is_empty()).then(|| Box::new(Relabel(labels)) as _))
}

impl Step for Relabel {
    fn check(&self, spec: &DatasetSpec) -> Result<()> {
        self.0.check(&INFO, spec)?;
        match self
            .0
            .all()
            .find(|&label| usize::from(label) >= spec.classes)
        {
            Some(label) if spec.classes > 1 => Err(bad(format!(
                "data.relabel gives the label {label}, and the data have the labels 0 to {}.",
                spec.classes - 1
            ))),
            Some(_) => Err(bad(
                "data.relabel needs images with labels, and these have none.".into(),
            )),
            None => Ok(()),
        }
    }

    fn label(&self, index: u32) -> Option<u8> {
        self.0.of(index)
    }
}
