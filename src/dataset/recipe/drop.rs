//! `data.drop`: images that are left out by name.

use super::by_index::{ByIndex, Named, row};
use super::{Kind, Made, Recipe, RecipeInfo, Step, StepInfo};
use crate::dataset::DatasetSpec;
use crate::error::Result;
use serde_json::Value;

const INFO: RecipeInfo = RecipeInfo::text(
    "drop",
    "places of training images, from 0, with commas between them, 12,77,100-120 for example",
    "Training images that are left out, by their places in the data set, from 0: 12,77,100-120 for example.",
);

/// Leaves out images that somebody has looked at, by their places in the training split as it is.
pub const STEP: StepInfo = StepInfo {
    info: INFO,
    options: &[],
    kind: Kind::Choose,
    make,
};

#[derive(Debug)]
struct Drop(ByIndex<()>);

fn make(value: &Value, _: &Recipe) -> Made {
    let dropped = ByIndex::parse(&INFO, value, |word| {
        let (first, last) = row(word)?;
        Some(Named {
            first,
            last,
            said: (),
        })
    })?;
    Ok((!dropped.is_empty()).then(|| Box::new(Drop(dropped)) as _))
}

impl Step for Drop {
    fn check(&self, spec: &DatasetSpec) -> Result<()> {
        self.0.check(&INFO, spec)
    }

    fn choose(&self, mut images: Vec<u32>, _labels: &[u8], _seed: u64) -> Vec<u32> {
        images.retain(|&image| self.0.of(image).is_none());
        images
    }
}
