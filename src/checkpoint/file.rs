//! Named tensors with metadata, as safetensors bytes.

use super::bad;
use crate::dataset::hash::of_text;
use crate::error::{Error, ErrorCode, Result};
use crate::model::NamedTensor;
use burn::tensor::{bf16, f16};
use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};

/// How exactly a file holds numbers that are 32 bits wide in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// As they are.
    Single,
    /// In 16 bits, eleven of them significant: half the bytes, to look at or to train on, but not to continue bit for bit.
    Half,
}

/// Bytes that hold these tensors and, as JSON under this key, the metadata.
///
/// # Errors
/// `not-finite` when a value is too large for half precision.
pub(crate) fn write(
    key: &str,
    metadata: &impl Serialize,
    tensors: Vec<NamedTensor>,
    precision: Precision,
) -> Result<Vec<u8>> {
    let metadata = serde_json::to_string(metadata).expect("metadata are plain values");
    let all = tensors
        .into_iter()
        .map(|t| Ok((bytes_of(&t, precision)?, t.name, t.shape)))
        .collect::<Result<Vec<_>>>()?;
    let dtype = match precision {
        Precision::Single => Dtype::F32,
        Precision::Half => Dtype::F16,
    };
    let views = all.iter().map(|(bytes, name, shape)| {
        let view = TensorView::new(dtype, shape.clone(), bytes);
        (name, view.expect("the shape fits the values"))
    });
    let metadata = HashMap::from([(key.to_string(), metadata)]);
    Ok(safetensors::serialize(views, Some(metadata)).expect("the tensors' names differ"))
}

/// The metadata under this key, as JSON, and the tensors by name. `foreign` says what a file without the key is.
///
/// # Errors
/// `bad-file` when the file lacks the key, and those of [`metadata`] and [`tensors`].
pub(crate) fn read(
    key: &str,
    foreign: &str,
    bytes: &[u8],
) -> Result<(String, BTreeMap<String, NamedTensor>)> {
    let metadata = metadata(key, bytes)?
        .ok_or_else(|| bad(format!("The file says nothing under \"{key}\": {foreign}.")))?;
    Ok((metadata, tensors(bytes)?))
}

/// The metadata under this key, if the file has any.
///
/// # Errors
/// `bad-file` when the bytes are no safetensors.
pub(crate) fn metadata(key: &str, bytes: &[u8]) -> Result<Option<String>> {
    let (_, header) = SafeTensors::read_metadata(bytes).map_err(|error| {
        bad(match bytes {
            [] => "The file is empty: no whole safetensors file.".into(),
            // A zip archive, or the pickles of old: what `torch.save` writes.
            [b'P', b'K', ..] | [0x80, 2..=5, ..] => PICKLE.into(),
            _ => format!(
                "This is no whole safetensors file ({error}). Choose one that the playground saved."
            ),
        })
    })?;
    Ok(header
        .metadata()
        .as_ref()
        .and_then(|all| all.get(key))
        .cloned())
}

/// What to do with a file of `torch.save`, which only Python can read.
const PICKLE: &str = "This looks like a PyTorch file, which is no safetensors file. Convert it in Python: \
    import torch, safetensors.torch as st; \
    st.save_file({k: v.contiguous() for k, v in torch.load('model.pt', map_location='cpu').items()}, 'model.safetensors')";

/// Parts of names that PyTorch adds around a model (`DataParallel`, `torch.compile`), wherever they stand.
const WRAPPERS: [&str; 2] = ["module", "_orig_mod"];

/// The tensors by name. A counter of batches, which PyTorch keeps with each batch normalisation, is left out.
///
/// # Errors
/// `bad-file` when the bytes are damaged, two tensors have one name once wrappers are taken off, or a tensor holds anything
/// but finite floating-point numbers.
pub(crate) fn tensors(bytes: &[u8]) -> Result<BTreeMap<String, NamedTensor>> {
    let file = SafeTensors::deserialize(bytes)
        .map_err(|error| bad(format!("The file is damaged: {error}.")))?;
    let mut tensors = BTreeMap::new();
    for (name, view) in file.iter() {
        if name.rsplit('.').next() == Some("num_batches_tracked") {
            continue;
        }
        let parts: Vec<_> = name
            .split('.')
            .filter(|part| !WRAPPERS.contains(part))
            .collect();
        let bare = parts.join(".");
        let tensor = named(&bare, &view)?;
        if tensors.insert(bare, tensor).is_some() {
            return Err(bad(format!(
                "The file has the tensor {name} twice, with and without a wrapper's name."
            )));
        }
    }
    Ok(tensors)
}

fn named(name: &str, view: &TensorView) -> Result<NamedTensor> {
    let bytes = view.data();
    let values: Vec<f32> = match view.dtype() {
        Dtype::F64 => each(bytes, |b| f64::from_le_bytes(b) as f32),
        Dtype::F32 => each(bytes, f32::from_le_bytes),
        Dtype::F16 => each(bytes, |b| f16::from_le_bytes(b).to_f32()),
        Dtype::BF16 => each(bytes, |b| bf16::from_le_bytes(b).to_f32()),
        other => {
            return Err(bad(format!(
                "The tensor {name} holds {other:?} values; only F64, F32, F16 and BF16 are read."
            )));
        }
    };
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

/// Values of `N` bytes each, as 32-bit numbers.
fn each<const N: usize>(bytes: &[u8], value: impl Fn([u8; N]) -> f32) -> Vec<f32> {
    bytes
        .as_chunks()
        .0
        .iter()
        .map(|&bytes| value(bytes))
        .collect()
}

/// Plain values by name, as a file's metadata give them back: a decimal number may not read as the very number it was
/// written from.
pub(crate) fn as_map(values: Map<String, Value>) -> Map<String, Value> {
    let text = Value::Object(values).to_string();
    serde_json::from_str(&text).expect("written a line above")
}

/// A hash of values by name, to tell whether they were changed (not by whom), in hexadecimal.
pub(crate) fn hash(values: &Map<String, Value>) -> String {
    let mut text = String::new();
    // In the order of their names, as the map has them.
    for (key, value) in values {
        // A whole number is the same with and without its point: programs write it either way.
        let value = value
            .as_f64()
            .map_or_else(|| value.to_string(), |x| x.to_string());
        text.extend([key, "=", &value, ";"]);
    }
    format!("{:016x}", of_text(&text))
}

fn bytes_of(tensor: &NamedTensor, precision: Precision) -> Result<Vec<u8>> {
    let values = &tensor.values;
    if precision == Precision::Single {
        return Ok(values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect());
    }
    let halves: Vec<_> = values.iter().map(|&value| f16::from_f32(value)).collect();
    if let Some(at) = halves.iter().position(|half| !half.is_finite()) {
        return Err(Error::new(
            ErrorCode::NotFinite,
            format!(
                "The tensor {} has the value {}, too large for half precision. Write it in full precision.",
                tensor.name, values[at]
            ),
        ));
    }
    Ok(halves.iter().flat_map(|half| half.to_le_bytes()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tensor(values: Vec<f32>) -> NamedTensor {
        NamedTensor {
            name: "w".into(),
            shape: vec![values.len()],
            values,
        }
    }

    fn half(values: Vec<f32>) -> Result<Vec<u8>> {
        write("key", &1, vec![tensor(values)], Precision::Half)
    }

    #[test]
    fn half_precision_keeps_what_it_can_hold_and_refuses_what_it_cannot() {
        let values = vec![0.0, -1.5, 65_504.0, 6.0e-8, 0.099_975_586];
        let (_, read) = read("key", "", &half(values.clone()).unwrap()).unwrap();
        let found = &read["w"].values;
        let close = |(a, b): (&f32, &f32)| (a - b).abs() <= 6.0e-8;
        assert!(values.iter().zip(found).all(close), "{found:?}");
        let error = half(vec![0.0, 70_000.0]).unwrap_err();
        assert_eq!(error.code, ErrorCode::NotFinite);
        assert!(error.message.contains("70000"), "{error}");
    }

    #[test]
    fn other_numbers_are_refused_with_their_type() {
        let mut not_finite = half(vec![1.0, 2.0]).unwrap();
        let end = not_finite.len();
        not_finite[end - 2..].copy_from_slice(&f16::INFINITY.to_le_bytes());
        let whole =
            String::from_utf8_lossy(&half(vec![1.0]).unwrap()).replace("\"F16\"", "\"I16\"");
        for (bytes, says) in [
            (not_finite, "not finite"),
            (whole.into_bytes(), "I16 values"),
        ] {
            let error = read("key", "", &bytes).unwrap_err();
            assert_eq!(error.code, ErrorCode::BadFile);
            assert!(error.message.contains(says), "{error}");
        }
    }
}
