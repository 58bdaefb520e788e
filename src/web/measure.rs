//! What the page's yardsticks need of an engine: samples, and the images that these are compared with.

use super::data::pixels_of;
use super::values::{JsResult, is_set, plain, seed, to_js_error, whole_option};
use super::{Engine, MOST_SAMPLES, bad_input};
use crate::metrics::{Samples, data_id, trained_on};
use crate::training::Trainer;
use js_sys::{Float32Array, Uint8Array};
use std::mem::take;
use wasm_bindgen::prelude::*;
use yardsticks::Images;

/// Samples that are measured where nobody says how many.
const SAMPLES: u64 = 2_000;

/// Samples that are being drawn.
#[derive(Debug)]
pub(super) struct Drawing {
    /// The model as it was when they were asked for.
    trainer: Trainer,
    samples: Samples,
    count: usize,
    seed: u64,
    /// The places of the images that the model was trained on.
    chosen: Vec<u32>,
}

#[wasm_bindgen]
impl Engine {
    /// Draws some of the samples that are to be measured. The first call has `options`: `begin`, and perhaps a `count`, 2,000 by default,
    /// and a `seed`; the samples are of the model as it is then. Resolves to `{progress}`, 0 to 1; at 1 also to `pixels` and `labels`, the
    /// digits that a conditional model was asked for.
    ///
    /// # Errors
    /// `not-loaded`, `no-data`, `bad-input`, `device-lost`.
    #[wasm_bindgen(js_name = drawMeasured)]
    pub async fn draw_measured(&mut self, options: JsValue) -> JsResult<JsValue> {
        if is_set(&options, "begin")? {
            let count = whole_option(&options, "count", 1..=MOST_SAMPLES)?.unwrap_or(SAMPLES);
            let seed = seed(&options)?;
            let (trainer, dataset) = self.session.trainer().map_err(to_js_error)?;
            self.drawing = Some(Drawing {
                chosen: trained_on(trainer, dataset).map_err(to_js_error)?,
                trainer: trainer.clone(),
                samples: Samples::default(),
                count: count as usize,
                seed,
            });
        }
        let Some(drawing) = &mut self.drawing else {
            return Err(bad_input(
                "No samples are being drawn, or their images have gone: measure once more.",
            ));
        };
        let Drawing {
            trainer,
            samples,
            count,
            seed,
            chosen,
        } = drawing;
        let is_done = samples.advance(trainer, *count, *seed).await;
        if !is_done.map_err(to_js_error)? {
            let progress = samples.count() as f64 / *count as f64;
            return plain(&[("progress", progress.into())]);
        }
        self.measured_on = Some(take(chosen));
        let Images { pixels, labels } = take(samples).into_images(trainer);
        self.drawing = None;
        plain(&[
            ("progress", 1.0.into()),
            ("pixels", Float32Array::from(pixels.as_slice()).into()),
            ("labels", labels.as_deref().map(Uint8Array::from).into()),
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
        let (train, test) = (&dataset.train, &dataset.test);
        let chosen = chosen.iter().map(|&at| at as usize);
        plain(&[
            ("id", id.into()),
            ("train", pixels_of(train, chosen).into()),
            ("test", pixels_of(test, 0..test.len()).into()),
            ("testLabels", Uint8Array::from(test.all_labels()).into()),
        ])
    }
}
