//! Measuring a model from JavaScript, a part at a time.

use super::values::{JsResult, bytes, seed, to_js, to_js_error, whole_option};
use super::{Engine, MOST_SAMPLES};
use crate::error::{Error, ErrorCode};
use crate::metrics::{Evaluator, Measurement, load_classifier};
use wasm_bindgen::prelude::*;

/// Samples that are measured where nobody says how many.
const SAMPLES: u64 = 2_000;

#[wasm_bindgen]
impl Engine {
    /// Takes the weights of the classifier that models are measured by, the bytes of `assets/classifier.safetensors`.
    ///
    /// # Errors
    /// `bad-file`.
    #[wasm_bindgen(js_name = setClassifier)]
    pub fn set_classifier(&mut self, file: JsValue) -> JsResult<()> {
        let device = &self.session.device.device;
        let (classifier, _) = load_classifier(&bytes(&file)?, device).map_err(to_js_error)?;
        self.evaluator = Some(Evaluator::new(classifier, device.clone()));
        Ok(())
    }

    /// Draws the samples that are to be measured, from the model as it is. `options` may have a `count`, 2,000 by default, and a
    /// `seed`. A measurement that was under way is dropped.
    ///
    /// # Errors
    /// `not-loaded`, `no-data`, `bad-input`, `device-lost`.
    #[wasm_bindgen(js_name = beginMeasurement)]
    pub async fn begin_measurement(&mut self, options: JsValue) -> JsResult<()> {
        let count = whole_option(&options, "count", 1..=MOST_SAMPLES)?.unwrap_or(SAMPLES);
        let seed = seed(&options)?;
        let (trainer, dataset) = self.session.trainer().map_err(to_js_error)?;
        let begun = Measurement::begin(trainer, dataset, count as usize, seed).await;
        self.measurement = Some(begun.map_err(to_js_error)?);
        Ok(())
    }

    /// Goes on measuring for some hundred milliseconds at most. Resolves to the metrics by their names once they are there,
    /// those of real images under `real`; to nothing before.
    ///
    /// # Errors
    /// `no-data` when images are missing; `bad-input` when nothing was begun, or without a classifier; `device-lost`.
    pub async fn measure(&mut self) -> JsResult<JsValue> {
        let (Some(evaluator), Some(measurement)) = (&mut self.evaluator, &mut self.measurement)
        else {
            return Err(to_js_error(Error::new(
                ErrorCode::BadInput,
                "Nothing is being measured: call setClassifier and beginMeasurement first.",
            )));
        };
        let dataset = &self.session.dataset;
        for split in [&dataset.train, &dataset.test] {
            split.require(split.expected()).map_err(to_js_error)?;
        }
        let found = evaluator.advance(measurement, dataset).await;
        let Some(found) = found.map_err(to_js_error)? else {
            return Ok(JsValue::UNDEFINED);
        };
        self.measurement = None;
        to_js(&found)
    }
}
