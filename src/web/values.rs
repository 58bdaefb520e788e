//! Values on their way from JavaScript and to it.

use crate::error::{Error, ErrorCode};
use crate::model::CLASSES;
use crate::numbers;
use crate::training::settings::MAX_SAFE_INTEGER;
use js_sys::{Array, ArrayBuffer, Float32Array, Object, Reflect, Uint8Array};
use serde::Serialize;
use serde_json::{Map, Value};
use std::ops::RangeInclusive;
use wasm_bindgen::prelude::*;

/// What every call answers.
pub type JsResult<T> = Result<T, JsValue>;

/// A plain object of these fields.
pub fn plain(fields: &[(&str, JsValue)]) -> JsResult<JsValue> {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &(*name).into(), value)?;
    }
    Ok(object.into())
}

/// A plain object of settings; nothing is an empty one.
pub fn object(value: JsValue) -> JsResult<Map<String, Value>> {
    if value.is_null_or_undefined() {
        return Ok(Map::new());
    }
    match serde_wasm_bindgen::from_value(value) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(bad_input(
            "The settings must be a plain object, { seed: 0 } for example.",
        )),
        Err(error) => Err(bad_input(&format!(
            "The settings must be a plain object: {error}."
        ))),
    }
}

/// The most of anything that is counted: images, workers.
const MOST: u64 = u32::MAX as u64;

/// A whole number within a range.
pub fn whole(value: &JsValue, name: &str, range: RangeInclusive<u64>) -> JsResult<u64> {
    numbers::whole(value.as_f64(), name, range).map_err(to_js_error)
}

/// How many of something, or which of them.
pub fn count(value: &JsValue, name: &str) -> JsResult<usize> {
    Ok(whole(value, name, 0..=MOST)? as usize)
}

/// The seed in an options object, 0 by default.
pub fn seed(options: &JsValue) -> JsResult<u64> {
    Ok(whole_option(options, "seed", 0..=MAX_SAFE_INTEGER)?.unwrap_or(0))
}

/// A whole number within a range in an options object, if it is there.
pub fn whole_option(
    options: &JsValue,
    key: &str,
    range: RangeInclusive<u64>,
) -> JsResult<Option<u64>> {
    let value = option(options, key)?;
    value.map(|value| whole(&value, key, range)).transpose()
}

/// A number in an options object, if it is there.
pub fn number_option(options: &JsValue, key: &str) -> JsResult<Option<f64>> {
    let number = |value: JsValue| {
        let wrong = || bad_input(&format!("{key} must be a number."));
        value.as_f64().ok_or_else(wrong)
    };
    option(options, key)?.map(number).transpose()
}

/// The digits in an options object: `label` is none, one, or a list with one an image.
pub fn labels(options: &JsValue) -> JsResult<Vec<u8>> {
    let Some(label) = option(options, "label")? else {
        return Ok(Vec::new());
    };
    let list = list(&label).unwrap_or_else(|| Array::of1(&label));
    let labels = list.iter().map(|label| label.as_f64());
    numbers::labels(labels, CLASSES as u8).map_err(to_js_error)
}

/// A list of numbers: of any typed array, or of a plain one.
pub fn floats(value: &JsValue, name: &str) -> JsResult<Vec<f32>> {
    // Not value by value: whoever uses these says what they may be.
    if let Some(values) = value.dyn_ref::<Float32Array>() {
        return Ok(values.to_vec());
    }
    let list = list(value).ok_or_else(|| {
        bad_input(&format!(
            "The {name} must be a Float32Array, or a list of numbers."
        ))
    })?;
    numbers::floats(list.iter().map(|value| value.as_f64()), name).map_err(to_js_error)
}

/// A list of numbers in an options object; nothing is an empty one.
pub fn floats_option(options: &JsValue, key: &str) -> JsResult<Vec<f32>> {
    match option(options, key)? {
        Some(list) => floats(&list, key),
        None => Ok(Vec::new()),
    }
}

/// A list of bytes in an options object; nothing is an empty one.
pub fn bytes_option(options: &JsValue, key: &str) -> JsResult<Vec<u8>> {
    match option(options, key)? {
        Some(list) => bytes(&list),
        None => Ok(Vec::new()),
    }
}

/// Numbers by name in an options object, under this key; nothing is none.
pub fn numbers_option(options: &JsValue, key: &str) -> JsResult<Vec<(String, f64)>> {
    let Some(given) = option(options, key)? else {
        return Ok(Vec::new());
    };
    let values = object(given)?;
    let number = |(name, value): (String, Value)| match value.as_f64() {
        Some(number) => Ok((name, number)),
        None => Err(bad_input(&format!("{name} must be a number."))),
    };
    values.into_iter().map(number).collect()
}

/// A file's bytes, copied.
pub fn bytes(value: &JsValue) -> JsResult<Vec<u8>> {
    Ok(bytes_of(value)?.to_vec())
}

/// A file's bytes where they are.
pub fn bytes_of(value: &JsValue) -> JsResult<Uint8Array> {
    if let Some(bytes) = value.dyn_ref::<Uint8Array>() {
        return Ok(bytes.clone());
    }
    if value.is_instance_of::<ArrayBuffer>() {
        return Ok(Uint8Array::new(value));
    }
    Err(bad_input(
        "A file's bytes must be a Uint8Array or an ArrayBuffer.",
    ))
}

/// The values of an array, typed or not.
fn list(value: &JsValue) -> Option<Array> {
    (Array::is_array(value) || ArrayBuffer::is_view(value)).then(|| Array::from(value))
}

/// What an options object has under this key; neither `undefined` nor `null`.
fn option(options: &JsValue, key: &str) -> JsResult<Option<JsValue>> {
    if options.is_null_or_undefined() {
        return Ok(None);
    }
    let value = Reflect::get(options, &key.into())
        .map_err(|_| bad_input("The options must be an object, { seed: 1 } for example."))?;
    Ok((!value.is_null_or_undefined()).then_some(value))
}

/// A word in an options object, if it is there.
pub fn word(options: &JsValue, key: &str) -> JsResult<Option<String>> {
    let value = option(options, key)?;
    let word = |value: JsValue| {
        value
            .as_string()
            .ok_or_else(|| bad_input(&format!("The {key} must be a word.")))
    };
    value.map(word).transpose()
}

/// An object in an options object; nothing where it is not there.
pub fn object_value(options: &JsValue, key: &str) -> JsResult<JsValue> {
    Ok(option(options, key)?.unwrap_or(JsValue::UNDEFINED))
}

/// Whether an options object has this set to true.
pub fn is_set(options: &JsValue, key: &str) -> JsResult<bool> {
    Ok(options.is_object() && Reflect::get(options, &key.into())?.is_truthy())
}

pub fn bad_input(message: &str) -> JsValue {
    to_js_error(Error::new(ErrorCode::BadInput, message))
}

pub fn to_js<T: Serialize + ?Sized>(value: &T) -> JsResult<JsValue> {
    // Plain objects instead of Maps, and numbers instead of BigInts.
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

/// A JavaScript `Error` with a `code`.
pub fn to_js_error(error: Error) -> JsValue {
    let js = js_sys::Error::new(&error.message);
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&js, &"code".into(), &error.code.word().into());
    js.into()
}
