//! Playing a scene from JavaScript, a part at a time.

use super::Engine;
use super::values::{
    JsResult, bad_input, bytes_option, floats_option, labels, numbers_option, plain, seed, to_js,
    to_js_error, whole_option,
};
use crate::metrics::trained_on;
use crate::scenes::{self, Judge, Request};
use js_sys::{Array, Float32Array, Uint8Array};
use wasm_bindgen::prelude::*;

/// Images that a scene is played with at once: more would not fit a browser's memory with every model.
const MOST: u64 = 1_000;

#[wasm_bindgen]
impl Engine {
    /// Begins the scene of this name with the model as it is. `request` may have `image` (n * 784 values; test images else, `count` of
    /// them from `start`), `label`, `mask` (784 values), `seed` and the scene's `options`; of scenes that ask the frozen classifier also
    /// `classifier`, the bytes of its file. One that was under way is dropped.
    ///
    /// # Errors
    /// `not-loaded`, `no-data`, `bad-input`, `bad-setting`.
    #[wasm_bindgen(js_name = beginScene)]
    pub fn begin_scene(&mut self, name: &str, request: JsValue) -> JsResult<()> {
        let asked = Request {
            images: floats_option(&request, "image")?,
            labels: labels(&request)?,
            mask: floats_option(&request, "mask")?,
            start: whole_option(&request, "start", 0..=u64::from(u32::MAX))?.unwrap_or(0) as usize,
            count: whole_option(&request, "count", 1..=MOST)?.unwrap_or(0) as usize,
            seed: seed(&request)?,
            options: numbers_option(&request, "options")?,
            classifier: bytes_option(&request, "classifier")?,
        };
        let (trainer, dataset) = self.session.trainer().map_err(to_js_error)?;
        let begun = scenes::begin(name, asked, trainer, dataset).map_err(to_js_error)?;
        if scenes::scene(name).map_err(to_js_error)?.judge() == Judge::Yardsticks {
            // Its pictures are samples, which are measured beside these.
            self.measured_on = Some(trained_on(trainer, dataset).map_err(to_js_error)?);
        }
        self.scene = Some(begun);
        Ok(())
    }

    /// Goes on for some hundred milliseconds at most. Resolves to `{share, preview}`; at the end with `numbers`, those of the model
    /// and under `plain` and `others` those of methods without one, with `answers` (pictures of the model for each image), and with
    /// `pictures`: `[truth, seen, model, plain, ...others]`, and with `file` where it has made one.
    ///
    /// # Errors
    /// `no-data` when images are missing; `bad-input` when nothing was begun; `device-lost`.
    pub async fn scene(&mut self) -> JsResult<JsValue> {
        let Some(work) = &mut self.scene else {
            return Err(bad_input(
                "No scene is being played, or its images have gone: call beginScene.",
            ));
        };
        let progress = work.advance(&self.session.dataset).await;
        let progress = progress.map_err(to_js_error)?;
        let floats = |values: &[f32]| JsValue::from(Float32Array::from(values));
        let mut fields = vec![
            ("share", progress.share.into()),
            ("preview", floats(&progress.preview)),
        ];
        if let Some(outcome) = &progress.outcome {
            let rows = [&outcome.truth, &outcome.seen, &outcome.model.images];
            let plain = outcome.plain.iter().map(|answer| &answer.images);
            let pictures = rows.into_iter().chain(plain).map(|images| floats(images));
            fields.push(("numbers", to_js(outcome)?));
            fields.push(("answers", (outcome.answers as u32).into()));
            fields.push(("pictures", pictures.collect::<Array>().into()));
            if !outcome.file.is_empty() {
                fields.push(("file", Uint8Array::from(&outcome.file[..]).into()));
            }
            self.scene = None;
        }
        plain(&fields)
    }
}
