//! Named tensors with metadata, as safetensors bytes.

use super::bad;
use crate::error::Result;
use crate::model::NamedTensor;
use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Bytes that hold these tensors and, as JSON under this key, the metadata.
pub(crate) fn write(key: &str, metadata: &impl Serialize, tensors: Vec<NamedTensor>) -> Vec<u8> {
    let metadata = serde_json::to_string(metadata).expect("metadata are plain values");
    let all: Vec<_> = tensors
        .into_iter()
        .map(|t| (t.name, t.shape, bytes_of(&t.values)))
        .collect();
    let views = all.iter().map(|(name, shape, bytes)| {
        let view = TensorView::new(Dtype::F32, shape.clone(), bytes);
        (name, view.expect("the shape fits the values"))
    });
    let metadata = HashMap::from([(key.to_string(), metadata)]);
    safetensors::serialize(views, Some(metadata)).expect("the tensors' names differ")
}

/// The metadata under this key, as JSON, and the tensors by name. `foreign` says what a file without the key is.
///
/// # Errors
/// `bad-file` when the bytes are no safetensors, lack the key, or hold anything but finite 32-bit numbers.
pub(crate) fn read(
    key: &str,
    foreign: &str,
    bytes: &[u8],
) -> Result<(String, BTreeMap<String, NamedTensor>)> {
    let (_, header) = SafeTensors::read_metadata(bytes).map_err(|error| {
        bad(format!(
            "This is no whole safetensors file ({error}). Choose one that the playground saved."
        ))
    })?;
    let metadata = header.metadata().as_ref().and_then(|all| all.get(key));
    let metadata = metadata
        .cloned()
        .ok_or_else(|| bad(format!("The file says nothing under \"{key}\": {foreign}.")))?;
    let file = SafeTensors::deserialize(bytes)
        .map_err(|error| bad(format!("The file is damaged: {error}.")))?;
    let mut tensors = BTreeMap::new();
    for (name, view) in file.iter() {
        tensors.insert(name.to_string(), named(name, &view)?);
    }
    Ok((metadata, tensors))
}

fn named(name: &str, view: &TensorView) -> Result<NamedTensor> {
    if view.dtype() != Dtype::F32 {
        return Err(bad(format!(
            "The tensor {name} holds {:?} values; only F32 is read.",
            view.dtype()
        )));
    }
    let (values, _) = view.data().as_chunks::<4>();
    let values: Vec<f32> = values.iter().map(|&b| f32::from_le_bytes(b)).collect();
    if values.iter().any(|value| !value.is_finite()) {
        return Err(bad(format!(
            "The tensor {name} has values that are not finite."
        )));
    }
    Ok(NamedTensor {
        name: name.into(),
        shape: view.shape().to_vec(),
        values,
    })
}

fn bytes_of(values: &[f32]) -> Vec<u8> {
    values
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect()
}
