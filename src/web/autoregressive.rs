//! Models that draw piece by piece, from JavaScript.

use super::values::{
    JsResult, floats, floats_option, labels, number_option, plain, seed, to_js_error, whole_option,
};
use super::{Engine, MOST_PATHS};
use crate::training::Continue;
use js_sys::Float32Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Engine {
    /// `{images, probabilities}`: images that agree with an image, 784 values, where `known` of the options, 784 values, is not 0;
    /// and how likely each of the 16 blocks of 2 by 2 pixels was at each of the 196 places. `options` may have `count` (1 by
    /// default), `seed`, `label`, `temperature` and `top_p` too.
    ///
    /// # Errors
    /// `not-loaded`, `bad-input`, `bad-setting`, `device-lost`.
    #[wasm_bindgen(js_name = continueImage)]
    pub async fn continue_image(&mut self, image: JsValue, options: JsValue) -> JsResult<JsValue> {
        let image = floats(&image, "image")?;
        let asked = Continue {
            known: floats_option(&options, "known")?,
            count: whole_option(&options, "count", 1..=MOST_PATHS)?.unwrap_or(1) as usize,
            seed: seed(&options)?,
            labels: labels(&options)?,
            temperature: number_option(&options, "temperature")?,
            top_p: number_option(&options, "top_p")?,
        };
        let (trainer, _) = self.session.trainer().map_err(to_js_error)?;
        let continued = trainer.continue_image(&image, asked).await;
        let continued = continued.map_err(to_js_error)?;
        let array = |values: &[f32]| Float32Array::from(values).into();
        plain(&[
            ("images", array(&continued.images)),
            ("probabilities", array(&continued.probabilities)),
        ])
    }

    /// `{layers, heads, weights}`: how much each of the 196 places of an image, 784 values, looks at those up to it, `layers * heads *
    /// 196 * 196` values: by layer, head, place that looks and place that is looked at. `options` has the `label`, for a conditional
    /// model.
    ///
    /// # Errors
    /// `not-loaded`, `bad-input`, `device-lost`.
    pub async fn attention(&mut self, image: JsValue, options: JsValue) -> JsResult<JsValue> {
        let (image, labels) = (floats(&image, "image")?, labels(&options)?);
        let (trainer, _) = self.session.trainer().map_err(to_js_error)?;
        let attention = trainer.attention(&image, &labels).await;
        let attention = attention.map_err(to_js_error)?;
        plain(&[
            ("layers", attention.layers.into()),
            ("heads", attention.heads.into()),
            (
                "weights",
                Float32Array::from(attention.weights.as_slice()).into(),
            ),
        ])
    }

    /// How little each block of 2 by 2 pixels of images was to be expected from those before it, in nats, `n * 196` values.
    /// `options` has the `label`, for a conditional model.
    ///
    /// # Errors
    /// `not-loaded`, `bad-input`, `device-lost`.
    pub async fn surprise(&mut self, images: JsValue, options: JsValue) -> JsResult<Float32Array> {
        let (images, labels) = (floats(&images, "images")?, labels(&options)?);
        let (trainer, _) = self.session.trainer().map_err(to_js_error)?;
        let nats = trainer.surprise(&images, &labels).await;
        Ok(Float32Array::from(nats.map_err(to_js_error)?.as_slice()))
    }
}
