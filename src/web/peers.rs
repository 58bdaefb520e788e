//! The way to the other workers that train the same model: a JavaScript function.

use crate::error::{Error, ErrorCode, Result};
use crate::training::AllReduce;
use js_sys::{Float32Array, Function, Promise};
use std::pin::Pin;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// `(Float32Array) => Promise<Float32Array>`: the sums over all workers.
#[derive(Debug)]
pub struct Peers(pub Function);

impl AllReduce for Peers {
    fn sum<'a>(&'a self, values: Vec<f32>) -> Pin<Box<dyn Future<Output = Result<Vec<f32>>> + 'a>> {
        Box::pin(async move {
            let count = values.len();
            let handed = Float32Array::from(values.as_slice());
            // Its memory takes up the sums again.
            let mut sums = values;
            let promise = self.0.call1(&JsValue::NULL, &handed).map_err(lost)?;
            let answer = JsFuture::from(Promise::resolve(&promise)).await;
            match answer.map_err(lost)?.dyn_into::<Float32Array>() {
                Ok(array) if array.length() as usize == count => {
                    array.copy_to(&mut sums);
                    Ok(sums)
                }
                _ => Err(Error::new(
                    ErrorCode::ReplicaLost,
                    format!("The other workers did not answer with {count} sums."),
                )),
            }
        })
    }
}

fn lost(error: JsValue) -> Error {
    let message = js_sys::Error::from(error).message();
    Error::new(
        ErrorCode::ReplicaLost,
        format!("Another worker stopped: {}", String::from(message)),
    )
}
