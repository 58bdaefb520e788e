//! Looking into a model from JavaScript.

use super::Engine;
use super::values::{JsResult, floats, floats_option, labels, object, plain, to_js, to_js_error};
use crate::message::Description;
use crate::training::Settings;
use js_sys::{Array, Float32Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Engine {
    /// What settings would make, without making it: `{parameterCount, parts, latentDim}`.
    ///
    /// # Errors
    /// `unknown-preset`, `unknown-setting`, `bad-setting`.
    pub fn describe(&self, preset: &str, settings: JsValue) -> JsResult<JsValue> {
        let settings = Settings::with(preset, &object(settings)?).map_err(to_js_error)?;
        to_js(&Description::of(&settings).map_err(to_js_error)?)
    }

    /// The first layer of each network that looks at pictures: `{network, name, count, height, width, values}[]`.
    ///
    /// # Errors
    /// `not-loaded`, `device-lost`.
    pub async fn filters(&mut self) -> JsResult<Array> {
        let (trainer, _) = self.session.trainer().map_err(to_js_error)?;
        let filters = trainer.filters().await.map_err(to_js_error)?;
        filters
            .iter()
            .map(|filter| {
                let [count, height, width] = filter.shape;
                plain(&[
                    ("network", filter.network.into()),
                    ("name", filter.name.as_str().into()),
                    ("count", count.into()),
                    ("height", height.into()),
                    ("width", width.into()),
                    (
                        "values",
                        Float32Array::from(filter.values.as_slice()).into(),
                    ),
                ])
            })
            .collect::<JsResult<Array>>()
    }

    /// What comes out of every layer for one image, 784 values, and for one latent, `z` of the options:
    /// `{network, layers: {name, shape, values}[]}[]`. `options` has the `label` too, for a conditional model.
    ///
    /// # Errors
    /// `not-loaded`, `bad-input`, `device-lost`.
    pub async fn activations(&mut self, image: JsValue, options: JsValue) -> JsResult<Array> {
        let image = floats(&image, "image")?;
        let (labels, z) = (labels(&options)?, floats_option(&options, "z")?);
        let (trainer, _) = self.session.trainer().map_err(to_js_error)?;
        let networks = trainer.activations(image, z, &labels).await;
        networks
            .map_err(to_js_error)?
            .iter()
            .map(|network| {
                let layers = network.layers.iter().map(|layer| {
                    plain(&[
                        ("name", layer.name.as_str().into()),
                        ("shape", to_js(&layer.shape)?),
                        ("values", Float32Array::from(layer.values.as_slice()).into()),
                    ])
                });
                let layers = layers.collect::<JsResult<Array>>()?;
                plain(&[
                    ("network", network.network.into()),
                    ("layers", layers.into()),
                ])
            })
            .collect::<JsResult<Array>>()
    }
}
