//! Runs and weights as files.

use super::Engine;
use super::values::{JsResult, bytes, is_set, to_js, to_js_error};
use crate::message::ModelSummary;
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Engine {
    /// The run as safetensors bytes: weights, optimizer state, settings, step.
    ///
    /// # Errors
    /// `not-loaded`, `device-lost`.
    pub async fn save(&mut self) -> JsResult<Uint8Array> {
        Ok(Uint8Array::from(
            self.session.save().await.map_err(to_js_error)?.as_slice(),
        ))
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
        let restored = self.session.restore_onto(&bytes(&file)?, other_data);
        let (trainer, _) = restored.map_err(to_js_error)?;
        to_js(&ModelSummary::from(trainer))
    }
}
