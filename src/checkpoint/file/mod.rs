//! Named tensors with metadata, as safetensors bytes.

mod reading;
mod tensors;
mod writing;

use super::bad;
use crate::dataset::hash::of_text;
use serde_json::{Map, Value};

pub(crate) use reading::File;
pub use reading::Input;
pub(crate) use tensors::Tensors;
pub use writing::{Output, Precision};
pub(crate) use writing::{write, write_pending};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{ErrorCode, Result};
    use crate::model::NamedTensor;
    use burn::tensor::f16;
    use std::collections::BTreeMap;

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

    fn read(bytes: &Vec<u8>) -> Result<BTreeMap<String, NamedTensor>> {
        File::open(bytes)?.tensors()?.take_all()
    }

    #[test]
    fn half_precision_keeps_what_it_can_hold_and_refuses_what_it_cannot() {
        let values = vec![0.0, -1.5, 65_504.0, 6.0e-8, 0.099_975_586];
        let bytes = half(values.clone()).unwrap();
        let read = read(&bytes).unwrap();
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
            let error = read(&bytes).unwrap_err();
            assert_eq!(error.code, ErrorCode::BadFile);
            assert!(error.message.contains(says), "{error}");
        }
    }
}
