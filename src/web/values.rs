//! Values on their way from JavaScript and to it.

use crate::error::{Error, ErrorCode};
use js_sys::{Float32Array, Object, Reflect, Uint8Array};
use serde::Serialize;
use serde_json::{Map, Value};
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

/// The digits in an options object: `label` is none, one, or a list with one an image.
pub fn labels(options: &JsValue) -> JsResult<Vec<u8>> {
    if options.is_object() {
        let list = Reflect::get(options, &"label".into())?;
        if list.is_object() {
            return Ok(Uint8Array::new(&list).to_vec());
        }
    }
    Ok(whole(options, "label", 9.0)?
        .map(|label| label as u8)
        .into_iter()
        .collect())
}

/// A list of numbers in an options object; nothing is an empty one.
pub fn floats(options: &JsValue, key: &str) -> JsResult<Vec<f32>> {
    if !options.is_object() {
        return Ok(Vec::new());
    }
    let list = Reflect::get(options, &key.into())?;
    if list.is_object() {
        Ok(Float32Array::new(&list).to_vec())
    } else {
        Ok(Vec::new())
    }
}

/// A whole number in an options object, if it is there.
pub fn whole(options: &JsValue, key: &str, max: f64) -> JsResult<Option<u64>> {
    if options.is_null_or_undefined() {
        return Ok(None);
    }
    let value = Reflect::get(options, &key.into())
        .map_err(|_| bad_input("The options must be an object, { seed: 1 } for example."))?;
    if value.is_null_or_undefined() {
        return Ok(None);
    }
    match value.as_f64() {
        Some(x) if (0.0..=max).contains(&x) && x.fract() == 0.0 => Ok(Some(x as u64)),
        _ => Err(bad_input(&format!(
            "The {key} must be a whole number from 0 to {max}."
        ))),
    }
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
