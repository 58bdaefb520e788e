//! What a model is asked: samples, latents and images, how real images are, its losses.

use super::values::{JsResult, count, floats, labels, plain, seed, to_js, to_js_error, whole};
use super::{Engine, MOST_SAMPLES};
use js_sys::Float32Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Engine {
    /// Mean losses over the first `limit` test images (all that are there, by default).
    ///
    /// # Errors
    /// `not-loaded`, `no-data`, `bad-input`, `device-lost`.
    pub async fn evaluate(&mut self, limit: Option<JsValue>) -> JsResult<JsValue> {
        let limit = limit.map(|limit| count(&limit, "limit")).transpose()?;
        let (trainer, dataset) = self.session.trainer().map_err(to_js_error)?;
        let limit = limit.unwrap_or(dataset.test.len());
        to_js(
            &trainer
                .evaluate(dataset, limit)
                .await
                .map_err(to_js_error)?,
        )
    }

    /// `count` samples, `Float32Array` of `count * 784` values 0 to 1. `options` may have a `seed`, and a `label` for a
    /// conditional model.
    ///
    /// # Errors
    /// `not-loaded`, `bad-input`, `device-lost`.
    pub async fn sample(&mut self, count: JsValue, options: JsValue) -> JsResult<Float32Array> {
        let count = whole(&count, "number of samples", 1..=MOST_SAMPLES)?;
        let seed = seed(&options)?;
        let labels = labels(&options)?;
        let (trainer, _) = self.session.trainer().map_err(to_js_error)?;
        let images = trainer
            .sample(count as usize, seed, &labels)
            .await
            .map_err(to_js_error)?;
        Ok(Float32Array::from(images.as_slice()))
    }

    /// `{mean, logvar}` of images, `Float32Array`s of `n * latentDim` values. `options` has the `label`, a digit or one an
    /// image, for a conditional model.
    ///
    /// # Errors
    /// `not-loaded`, `bad-input`, `device-lost`.
    pub async fn encode(&mut self, images: JsValue, options: JsValue) -> JsResult<JsValue> {
        let (images, labels) = (floats(&images, "images")?, labels(&options)?);
        let (trainer, _) = self.session.trainer().map_err(to_js_error)?;
        let (mean, logvar) = trainer.encode(images, &labels).await.map_err(to_js_error)?;
        plain(&[
            ("mean", Float32Array::from(mean.as_slice()).into()),
            ("logvar", Float32Array::from(logvar.as_slice()).into()),
        ])
    }

    /// Images, `n * 784` values, from latents, `n * latentDim` values. `options` as for `encode`.
    ///
    /// # Errors
    /// `not-loaded`, `bad-input`, `device-lost`.
    pub async fn decode(&mut self, z: JsValue, options: JsValue) -> JsResult<Float32Array> {
        let (z, labels) = (floats(&z, "z")?, labels(&options)?);
        let (trainer, _) = self.session.trainer().map_err(to_js_error)?;
        Ok(Float32Array::from(
            trainer
                .decode(z, &labels)
                .await
                .map_err(to_js_error)?
                .as_slice(),
        ))
    }

    /// Images through the mean of their latent and back, `n * 784` values. `options` as for `encode`.
    ///
    /// # Errors
    /// `not-loaded`, `bad-input`, `device-lost`.
    pub async fn reconstruct(
        &mut self,
        images: JsValue,
        options: JsValue,
    ) -> JsResult<Float32Array> {
        let (images, labels) = (floats(&images, "images")?, labels(&options)?);
        let (trainer, _) = self.session.trainer().map_err(to_js_error)?;
        Ok(Float32Array::from(
            trainer
                .reconstruct(images, &labels)
                .await
                .map_err(to_js_error)?
                .as_slice(),
        ))
    }

    /// How real the discriminator takes each image for, `n` logits. `options` as for `encode`.
    ///
    /// # Errors
    /// `not-loaded`, `bad-input`, `device-lost`.
    pub async fn judge(&mut self, images: JsValue, options: JsValue) -> JsResult<Float32Array> {
        let (images, labels) = (floats(&images, "images")?, labels(&options)?);
        let (trainer, _) = self.session.trainer().map_err(to_js_error)?;
        let logits = trainer.judge(images, &labels).await.map_err(to_js_error)?;
        Ok(Float32Array::from(logits.as_slice()))
    }
}
