//! Which data a run was trained on, as its file has it.

use super::bad;
use crate::dataset::{DatasetSpec, Recipe, TrainingData};
use crate::error::Result;
use serde::{Deserialize, Serialize};

/// The metadata's field `data`.
#[derive(Serialize, Deserialize)]
pub(super) struct DataRecord {
    name: String,
    /// Channels, height, width.
    shape: [usize; 3],
    classes: usize,
    /// Training images of the data set; the recipe may leave fewer.
    train: usize,
    test: usize,
    /// [`DatasetSpec::hash`] in hexadecimal digits: JSON's numbers are not that exact.
    #[serde(default)]
    hash: Option<String>,
    #[serde(default)]
    recipe: Recipe,
}

impl From<&TrainingData> for DataRecord {
    fn from(data: &TrainingData) -> Self {
        let spec = data.spec();
        Self {
            name: spec.name.to_string(),
            shape: spec.shape,
            classes: spec.classes,
            train: spec.train,
            test: spec.test,
            hash: spec.hash.map(|hash| format!("{hash:016x}")),
            recipe: data.recipe().clone(),
        }
    }
}

/// The data of a run of this seed, whose epochs have `size` images.
///
/// Files from before there was such a record were trained on MNIST if they were on as many images, and else on data that
/// are not known.
pub(super) fn training_data(
    record: Option<DataRecord>,
    size: usize,
    seed: u64,
) -> Result<TrainingData> {
    let mnist = DatasetSpec::mnist();
    let Some(record) = record else {
        let spec = if size == mnist.train {
            mnist.clone()
        } else {
            DatasetSpec::own(size, 0)
        };
        return TrainingData::recorded(spec, Recipe::default(), size, seed);
    };
    let hash = record.hash.map(|hash| u64::from_str_radix(&hash, 16));
    let hash = hash.transpose().map_err(|error| {
        bad(format!(
            "The hash of the file's data cannot be read: {error}."
        ))
    })?;
    let spec = DatasetSpec {
        part_ends: DatasetSpec::named(&record.name).unwrap_or(mnist).part_ends,
        name: record.name.into(),
        shape: record.shape,
        classes: record.classes,
        train: record.train,
        test: record.test,
        hash,
    };
    if size > spec.train {
        return Err(bad(format!(
            "The file's epochs have {size} images, and its data only {}.",
            spec.train
        )));
    }
    TrainingData::recorded(spec, record.recipe, size, seed)
}
