//! Scores of images for JavaScript, a part at a time.

use super::values::{JsResult, object_value, plain, seed, to_js, to_js_error, word};
use super::{Engine, values};
use crate::dataset::{Part, Recipe};
use crate::scores::{Found, Scorer};
use js_sys::{Float32Array, Uint32Array};
use wasm_bindgen::prelude::*;

/// The images of a part of the data under a recipe of this seed, with what is known of them.
#[derive(Debug)]
pub(super) struct Scored {
    recipe: Recipe,
    seed: u64,
    scorer: Scorer,
}

#[wasm_bindgen]
impl Engine {
    /// Goes on computing a score of the images of a part for some hundred milliseconds at most. `options` has the `part`, `"train"`
    /// (the default) or `"test"`, and may have a `recipe` of `data.` settings, the run's `seed`, and `again`: true at the first call
    /// about a model, of which the score `reconstruction` is.
    ///
    /// Resolves to `{progress}`, 0 to 1; at 1 also to `values`, a `Float32Array` of one an image of the part (not a number for those
    /// that the recipe leaves out), `others`, a `Uint32Array` of the nearest other image each, where the score compares them, and
    /// `suspects`, `{index, label, suggested, score}` each, where it doubts labels.
    ///
    /// # Errors
    /// `bad-input`, `bad-setting`, `no-data`, `not-loaded`, `device-lost`.
    pub async fn scores(&mut self, name: String, options: JsValue) -> JsResult<JsValue> {
        let score = Scorer::named(&name).map_err(to_js_error)?;
        let part = word(&options, "part")?;
        let part = match part.as_deref() {
            None => Part::Train,
            Some(name) => super::data::part_named(name)?,
        };
        let recipe = super::data::recipe(object_value(&options, "recipe")?)?;
        let seed = seed(&options)?;
        let again = values::is_set(&options, "again")?;
        let scored = &mut self.scored[part as usize];
        let fits = |scored: &Scored| (&scored.recipe, scored.seed) == (&recipe, seed);
        if !scored.as_ref().is_some_and(fits) {
            let dataset = &self.session.dataset;
            let scorer = Scorer::new(dataset, part, &recipe, seed).map_err(to_js_error)?;
            *scored = Some(Scored {
                recipe,
                seed,
                scorer,
            });
        }
        let Some(Scored { scorer, .. }) = scored else {
            return Ok(JsValue::UNDEFINED);
        };
        if again {
            scorer.forget_model();
        }
        let (trainer, dataset) = self.session.look();
        let done = scorer.advance(score, dataset, trainer).await;
        let done = done.map_err(to_js_error)?;
        if done < 1.0 {
            return plain(&[("progress", done.into())]);
        }
        answer(
            scorer,
            &scorer.found(score, dataset),
            scorer.collection().split(dataset).len(),
        )
    }
}

/// By the images' places among the `count` of their split.
fn answer(scorer: &Scorer, found: &Found, count: usize) -> JsResult<JsValue> {
    let indices = &scorer.collection().indices;
    let mut values = vec![f32::NAN; count];
    let mut others = vec![0; if found.others.is_empty() { 0 } else { count }];
    for (at, &index) in indices.iter().enumerate() {
        values[index as usize] = found.values[at];
        if let Some(&other) = found.others.get(at) {
            others[index as usize] = indices[other as usize];
        }
    }
    let mut fields = vec![
        ("progress", JsValue::from(1.0)),
        ("values", Float32Array::from(values.as_slice()).into()),
    ];
    if !others.is_empty() {
        fields.push(("others", Uint32Array::from(others.as_slice()).into()));
    }
    if let Some(suspects) = &found.suspects {
        fields.push(("suspects", to_js(suspects)?));
    }
    plain(&fields)
}
