//! Looking at the training images from JavaScript, without training on them.

use super::Engine;
use super::values::{JsResult, object, plain, seed, to_js, to_js_error, whole_option};
use crate::dataset::{Preview, Recipe};
use js_sys::{Float32Array, Uint8Array};
use wasm_bindgen::prelude::*;

/// Images that are shown at once.
const MOST_SHOWN: u64 = 1000;

#[wasm_bindgen]
impl Engine {
    /// What a recipe, an object of `data.` settings, makes of the training images: `{stages: [key, images][], before, after,
    /// originals, labels, drawn, told}`, see [`Preview`]. `options` may have the run's `seed`, the `epoch` (1 by default) and
    /// the `count` of images shown.
    ///
    /// # Errors
    /// `unknown-setting`, `bad-setting`, `bad-input`, `no-data` while images are still arriving.
    #[wasm_bindgen(js_name = previewData)]
    pub fn preview_data(&self, recipe: JsValue, options: JsValue) -> JsResult<JsValue> {
        let mut steps = Recipe::default();
        for (key, value) in object(recipe)? {
            let key = key.strip_prefix("data.").unwrap_or(&key);
            steps.set(key, &value).map_err(to_js_error)?;
        }
        let epoch = whole_option(&options, "epoch", 1..=u64::from(u32::MAX))?.unwrap_or(1);
        let shown = whole_option(&options, "count", 0..=MOST_SHOWN)?.unwrap_or(0);
        let (seed, data) = (seed(&options)?, &self.session.dataset);
        let preview = Preview::new(data, &steps, seed, shown as usize, epoch as usize)
            .map_err(to_js_error)?;
        plain(&[
            ("stages", to_js(&preview.stages)?),
            ("before", to_js(&preview.before)?),
            ("after", to_js(&preview.after)?),
            (
                "originals",
                Float32Array::from(preview.originals.as_slice()).into(),
            ),
            ("labels", Uint8Array::from(preview.labels.as_slice()).into()),
            ("drawn", Float32Array::from(preview.drawn.as_slice()).into()),
            ("told", Uint8Array::from(preview.told.as_slice()).into()),
        ])
    }
}
