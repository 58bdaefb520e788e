//! Measuring from JavaScript, for `www/engine/worker/yardsticks.js`.

use crate::{Classifier, Data, Error, Evaluator, Images, Measurement};
use js_sys::Reflect;
use wasm_bindgen::prelude::*;

/// Has matrix products round a sum once a term instead of twice, where the browser can (relaxed SIMD).
#[wasm_bindgen]
pub fn fuse() -> bool {
    cpu_kernels::product::fuse()
}

/// The classifier, real images and what is being measured.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Yardsticks {
    evaluator: Evaluator,
    id: u64,
    /// Those images that a model was trained on, and their places.
    train: Vec<u8>,
    chosen: Vec<u32>,
    test: Vec<u8>,
    test_labels: Vec<u8>,
    measurement: Option<Measurement>,
}

#[wasm_bindgen]
impl Yardsticks {
    /// With the bytes of `assets/classifier.safetensors`.
    ///
    /// # Errors
    /// `bad-file`.
    #[wasm_bindgen(constructor)]
    pub fn new(classifier: &[u8]) -> Result<Yardsticks, JsValue> {
        let (classifier, _) = Classifier::load(classifier).map_err(to_js)?;
        Ok(Self {
            evaluator: Evaluator::new(classifier),
            id: 0,
            train: Vec::new(),
            chosen: Vec::new(),
            test: Vec::new(),
            test_labels: Vec::new(),
            measurement: None,
        })
    }

    /// Compares with these images from now on, bytes `[n * 784]`: those that a model was trained on, and test images with a label
    /// each.
    #[wasm_bindgen(js_name = setData)]
    pub fn set_data(&mut self, train: Vec<u8>, test: Vec<u8>, test_labels: Vec<u8>) {
        self.id += 1;
        self.chosen = (0..(train.len() / crate::PIXELS) as u32).collect();
        (self.train, self.test, self.test_labels) = (train, test, test_labels);
        self.measurement = None;
    }

    /// Begins to measure samples `[n * 784]`, 0 to 1, with the digits that were asked for, if any were; of each digit too where
    /// that is wanted. A measurement that was under way is dropped.
    ///
    /// # Errors
    /// `bad-input`.
    pub fn begin(
        &mut self,
        pixels: Vec<f32>,
        labels: Option<Vec<u8>>,
        by_digit: bool,
    ) -> Result<(), JsValue> {
        let begun = Measurement::new(Images { pixels, labels }).map_err(to_js)?;
        self.measurement = Some(begun.by_digit(by_digit));
        Ok(())
    }

    /// Goes on for some hundred milliseconds at most. Answers the metrics by their names as JSON once they are there, those of
    /// real images under `real`, and nothing before.
    ///
    /// # Errors
    /// `bad-input`.
    pub fn advance(&mut self) -> Result<Option<String>, JsValue> {
        let Some(measurement) = &mut self.measurement else {
            return Ok(None);
        };
        let data = Data {
            id: self.id,
            train: &self.train,
            chosen: &self.chosen,
            test: &self.test,
            test_labels: &self.test_labels,
        };
        let found = self.evaluator.advance(measurement, data).map_err(to_js)?;
        Ok(found.map(|found| {
            self.measurement = None;
            serde_json::to_string(&found).expect("numbers under names are JSON")
        }))
    }

    /// How much of the measurement has been done, 0 to 1.
    pub fn share(&self) -> f64 {
        self.measurement.as_ref().map_or(0.0, Measurement::share)
    }
}

/// A JavaScript `Error` with a `code`.
fn to_js(error: Error) -> JsValue {
    let js = js_sys::Error::new(&error.message);
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&js, &"code".into(), &error.kind.word().into());
    js.into()
}
