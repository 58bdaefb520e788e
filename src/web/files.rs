//! Runs and weights as files.

use super::Engine;
use super::values::{JsResult, bytes_of, is_set, to_js, to_js_error};
use crate::checkpoint::{Input, Output};
use crate::message::ModelSummary;
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

/// A file that lies in JavaScript's memory, of which this program only ever holds a piece: WebAssembly gives no memory back, and a run
/// is three times as large as its weights.
#[derive(Default)]
pub(super) struct Outside {
    bytes: Uint8Array,
    written: u32,
}

/// A file that somebody has handed over.
pub(super) fn outside(file: &JsValue) -> JsResult<Outside> {
    let bytes = bytes_of(file)?;
    let written = bytes.length();
    Ok(Outside { bytes, written })
}

impl Output for Outside {
    fn begin(&mut self, length: usize) {
        self.bytes = Uint8Array::new_with_length(length as u32);
    }

    fn write(&mut self, bytes: &[u8]) {
        let end = self.written + bytes.len() as u32;
        self.bytes.subarray(self.written, end).copy_from(bytes);
        self.written = end;
    }
}

impl Input for Outside {
    fn length(&self) -> usize {
        self.bytes.length() as usize
    }

    fn fetch(&self, at: usize, into: &mut [u8]) {
        let end = at + into.len();
        self.bytes.subarray(at as u32, end as u32).copy_to(into);
    }
}

#[wasm_bindgen]
impl Engine {
    /// The run as safetensors bytes: weights, optimizer state, settings, step.
    ///
    /// # Errors
    /// `not-loaded`, `device-lost`.
    pub async fn save(&mut self) -> JsResult<Uint8Array> {
        let mut file = Outside::default();
        self.session.save_to(&mut file).await.map_err(to_js_error)?;
        Ok(file.bytes)
    }

    /// The weights alone as safetensors bytes, for other programs.
    ///
    /// # Errors
    /// `not-loaded`, `device-lost`.
    #[wasm_bindgen(js_name = exportWeights)]
    pub async fn export_weights(&mut self) -> JsResult<Uint8Array> {
        Ok(Uint8Array::from(
            self.session.export().await.map_err(to_js_error)?.as_slice(),
        ))
    }

    /// Continues a saved run. Resolves to what `load` returns. `options` may have `otherData`: true for a run that goes on with
    /// other data than those it was trained on, which is refused else.
    ///
    /// # Errors
    /// `bad-file`, `no-data`, `bad-input`; the model loaded before stays then.
    pub fn restore(&mut self, file: JsValue, options: JsValue) -> JsResult<JsValue> {
        let other_data = is_set(&options, "otherData")?;
        let restored = self.session.restore_onto(&outside(&file)?, other_data);
        let (trainer, _) = restored.map_err(to_js_error)?;
        to_js(&ModelSummary::from(trainer))
    }
}
