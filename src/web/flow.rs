//! Models whose samples follow paths from noise to data, from JavaScript.

use super::values::{
    JsResult, bad_input, floats, is_set, labels, number_option, plain, seed, to_js_error, whole,
    whole_option, word,
};
use super::{Engine, MOST_PATHS};
use crate::flow::Solver;
use crate::training::Follow;
use js_sys::Float32Array;
use wasm_bindgen::prelude::*;

/// Steps that a path has at most; which numbers a setting may be, the trainer says.
const MOST_STEPS: u64 = 1_000;

#[wasm_bindgen]
impl Engine {
    /// The images that the states on the way to `count` samples would be, `states * count * 784` values: noise first, and in the
    /// end what `sample` answers. `options` as for `sample`.
    ///
    /// # Errors
    /// As `sample`.
    #[wasm_bindgen(js_name = samplePath)]
    pub async fn sample_path(
        &mut self,
        count: JsValue,
        options: JsValue,
    ) -> JsResult<Float32Array> {
        let count = whole(&count, "number of samples", 1..=MOST_PATHS)?;
        let (seed, labels) = (seed(&options)?, labels(&options)?);
        let (trainer, _) = self.session.trainer().map_err(to_js_error)?;
        let path = trainer.sample_path(count as usize, seed, &labels).await;
        Ok(Float32Array::from(path.map_err(to_js_error)?.as_slice()))
    }

    /// `{states, images, predicted}` of the paths to `count` samples, noise first: the states themselves, the images that they
    /// would be, and those that the flow expects at the end from each. `options` as for `sample`; `steps` and `solver` in place of
    /// the settings; `ends`: true for the last states alone.
    ///
    /// # Errors
    /// As `sample`; `bad-setting`.
    pub async fn paths(&mut self, count: JsValue, options: JsValue) -> JsResult<JsValue> {
        let count = whole(&count, "number of samples", 1..=MOST_PATHS)?;
        let solver = word(&options, "solver")?.map(|name| {
            let unknown = || {
                bad_input(&format!(
                    "There is no solver \"{name}\". There are: {}.",
                    Solver::WORDS.join(", ")
                ))
            };
            Solver::of_word(&name).ok_or_else(unknown)
        });
        let steps = whole_option(&options, "steps", 1..=MOST_STEPS)?;
        let asked = Follow {
            seed: seed(&options)?,
            labels: labels(&options)?,
            steps: steps.map(|steps| steps as usize),
            solver: solver.transpose()?,
        };
        let ends = is_set(&options, "ends")?;
        let (trainer, _) = self.session.trainer().map_err(to_js_error)?;
        let followed = trainer.follow(count as usize, asked, ends).await;
        let followed = followed.map_err(to_js_error)?;
        let array = |values: &[f32]| Float32Array::from(values).into();
        plain(&[
            ("states", array(&followed.states)),
            ("images", array(&followed.images)),
            ("predicted", array(&followed.predicted)),
        ])
    }

    /// The velocities of paths that are at these states, as `paths` has them, at the `time` of the options (0 by default). `options`
    /// has the `label` too, for a conditional model.
    ///
    /// # Errors
    /// `not-loaded`, `bad-input`, `device-lost`.
    pub async fn velocity(&mut self, states: JsValue, options: JsValue) -> JsResult<Float32Array> {
        let (states, labels) = (floats(&states, "states")?, labels(&options)?);
        let time = number_option(&options, "time")?.unwrap_or(0.0);
        let (trainer, _) = self.session.trainer().map_err(to_js_error)?;
        let velocities = trainer.velocity(states, time, &labels).await;
        Ok(Float32Array::from(
            velocities.map_err(to_js_error)?.as_slice(),
        ))
    }
}
