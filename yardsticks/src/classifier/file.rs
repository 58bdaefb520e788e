//! The classifier's weights as a file: safetensors, with PyTorch's names (`body.0.weight`, `head.1.bias`). The file's
//! metadata holds, under [`METADATA_KEY`], how they were trained.

use crate::{Error, ErrorKind, Result};
use safetensors::tensor::{Dtype, SafeTensors};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The key of the safetensors metadata; another than a run's, so that one is not taken for the other.
pub const METADATA_KEY: &str = "generative-playground-classifier";

/// The version of the format that is written, and the newest that is read.
pub const VERSION: u32 = 1;

/// Sizes and values of a tensor, in PyTorch's layout.
pub type Tensor = (Vec<usize>, Vec<f32>);

/// How a classifier was trained: the metadata, beside the `version`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrainedAs {
    /// [`VERSION`]
    pub version: u32,
    /// Share of the test images that it takes for what they are.
    pub accuracy: f64,
    /// Times it saw each training image.
    pub epochs: usize,
    /// What decided its random numbers.
    pub seed: u64,
}

/// The tensors of a file by name, and the metadata.
pub(super) fn read(bytes: &[u8]) -> Result<(BTreeMap<String, Tensor>, TrainedAs)> {
    let damaged = |error| bad(format!("This is no whole safetensors file ({error})."));
    let (_, header) = SafeTensors::read_metadata(bytes).map_err(damaged)?;
    let file = SafeTensors::deserialize(bytes).map_err(damaged)?;
    let metadata = (header.metadata().as_ref()).and_then(|all| all.get(METADATA_KEY));
    let metadata = metadata.ok_or_else(|| {
        bad(format!(
            "The file says nothing under \"{METADATA_KEY}\": it holds no classifier's weights."
        ))
    })?;
    let trained: TrainedAs = serde_json::from_str(metadata).map_err(|error| {
        bad(format!(
            "The classifier's metadata cannot be read: {error}."
        ))
    })?;
    if trained.version > VERSION {
        return Err(bad(format!(
            "The classifier has format version {}; this playground reads up to {VERSION}.",
            trained.version
        )));
    }
    let mut tensors = BTreeMap::new();
    for (name, view) in file.iter() {
        if view.dtype() != Dtype::F32 {
            return Err(bad(format!(
                "The tensor {name} does not hold 32-bit numbers."
            )));
        }
        let (values, _) = view.data().as_chunks();
        let values: Vec<f32> = values.iter().map(|&b| f32::from_le_bytes(b)).collect();
        if values.iter().any(|value| !value.is_finite()) {
            return Err(bad(format!(
                "The tensor {name} has values that are not finite."
            )));
        }
        tensors.insert(name.to_string(), (view.shape().to_vec(), values));
    }
    Ok((tensors, trained))
}

/// Tensors that are taken one by one.
pub(super) struct Tensors(BTreeMap<String, Tensor>);

impl Tensors {
    pub(super) fn of(all: impl IntoIterator<Item = (String, Tensor)>) -> Self {
        Self(all.into_iter().collect())
    }

    /// The values of the tensor of this name.
    pub(super) fn take(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
        let (found, values) = self
            .0
            .remove(name)
            .ok_or_else(|| bad(format!("The weights lack the tensor {name}.")))?;
        if found != shape {
            return Err(bad(format!(
                "The tensor {name} has shape {found:?}; the classifier needs {shape:?}."
            )));
        }
        Ok(values)
    }

    pub(super) fn require_empty(&self) -> Result<()> {
        match self.0.keys().next() {
            None => Ok(()),
            Some(name) => Err(bad(format!(
                "The file has a tensor {name} that the classifier lacks."
            ))),
        }
    }
}

fn bad(message: String) -> Error {
    Error::new(ErrorKind::BadFile, message)
}
