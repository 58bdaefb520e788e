//! What the page's yardsticks need of an engine: samples, and the images that these are compared with.

use super::values::{JsResult, plain, seed, to_js_error, whole_option};
use super::{Engine, MOST_SAMPLES, bad_input};
use crate::dataset::PIXELS;
use crate::metrics::{data_id, draw, trained_on};
use js_sys::{Float32Array, Uint8Array};
use wasm_bindgen::prelude::*;

/// Samples that are measured where nobody says how many.
const SAMPLES: u64 = 2_000;

/// Images that are copied together.
const BLOCK: usize = 1_000;

#[wasm_bindgen]
impl Engine {
    /// `{pixels, labels}` of samples that are to be measured, from the model as it is: `labels` are the digits that a conditional
    /// model was asked for. `options` may have a `count`, 2,000 by default, and a `seed`.
    ///
    /// # Errors
    /// `not-loaded`, `no-data`, `bad-input`, `device-lost`.
    #[wasm_bindgen(js_name = drawMeasured)]
    pub async fn draw_measured(&mut self, options: JsValue) -> JsResult<JsValue> {
        let count = whole_option(&options, "count", 1..=MOST_SAMPLES)?.unwrap_or(SAMPLES);
        let seed = seed(&options)?;
        let (trainer, dataset) = self.session.trainer().map_err(to_js_error)?;
        let chosen = trained_on(trainer, dataset).map_err(to_js_error)?;
        let drawn = draw(trainer, count as usize, seed).await;
        let drawn = drawn.map_err(to_js_error)?;
        self.measured_on = Some(chosen);
        let labels = drawn.labels.as_deref();
        plain(&[
            ("pixels", Float32Array::from(drawn.pixels.as_slice()).into()),
            ("labels", labels.map(Uint8Array::from).into()),
        ])
    }

    /// `{id, train, test, testLabels}`: the images that the model of the last samples was trained on, and all test images, as
    /// bytes. Without the images where their `id` is the one that is known.
    ///
    /// # Errors
    /// `no-data` when images are missing; `bad-input` when there are no samples, or other data since.
    #[wasm_bindgen(js_name = measuredOn)]
    pub fn measured_on(&self, known: Option<String>) -> JsResult<JsValue> {
        let Some(chosen) = &self.measured_on else {
            return Err(bad_input(
                "The samples are of other data than there are now: measure once more.",
            ));
        };
        let dataset = &self.session.dataset;
        for split in [&dataset.train, &dataset.test] {
            split.require(split.expected()).map_err(to_js_error)?;
        }
        let id = format!("{:016x}", data_id(dataset, chosen));
        if known.as_ref() == Some(&id) {
            return plain(&[("id", id.into())]);
        }
        let train = Uint8Array::new_with_length((chosen.len() * PIXELS) as u32);
        let mut start = 0;
        for places in chosen.chunks(BLOCK) {
            let images = places.iter().map(|&at| dataset.train.image(at as usize));
            let block = images.collect::<Vec<_>>().concat();
            let end = start + block.len() as u32;
            train.subarray(start, end).copy_from(&block);
            start = end;
        }
        plain(&[
            ("id", id.into()),
            ("train", train.into()),
            ("test", Uint8Array::from(dataset.test.images()).into()),
            (
                "testLabels",
                Uint8Array::from(dataset.test.all_labels()).into(),
            ),
        ])
    }
}
