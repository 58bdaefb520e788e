//! Looking at the training images from JavaScript, without training on them.

use super::Engine;
use super::values::{JsResult, bad_input, object, plain, seed, to_js, to_js_error, whole_option};
use crate::dataset::{Cleaning, MnistDataset, PIXELS, Part, Preview, Recipe, Split};
use crate::message::DataSummary;
use js_sys::{Float32Array, Uint8Array};
use wasm_bindgen::prelude::*;

/// Images that are shown at once.
const MOST_SHOWN: u64 = 1000;

#[wasm_bindgen]
impl Engine {
    /// Learns from these images from now on, 784 bytes each, with a label each or none: see [`MnistDataset::own`]. The model that
    /// was loaded goes. Answers what is known of them.
    ///
    /// # Errors
    /// `bad-input`; nothing has changed then.
    #[wasm_bindgen(js_name = setData)]
    pub fn set_data(
        &mut self,
        name: &str,
        images: &[u8],
        labels: Option<Vec<u8>>,
    ) -> JsResult<JsValue> {
        let own = MnistDataset::own(name, images, labels.as_deref()).map_err(to_js_error)?;
        let facts = DataSummary::from(&own.spec());
        self.learn_from(Some(own));
        to_js(&facts)
    }

    /// Learns from the published data again. The model that was loaded goes.
    #[wasm_bindgen(js_name = resetData)]
    pub fn reset_data(&mut self) {
        self.learn_from(None);
    }

    /// Images of a `part` of the data, `"train"` or `"test"`, as they are, from `start` on: `count` of them, or as many as there are:
    /// `{images, labels, train, test}`, 784 bytes an image, and how many each part has in all.
    ///
    /// # Errors
    /// `bad-input`, `no-data` while these are still arriving.
    pub fn images(&self, part: &str, start: JsValue, count: JsValue) -> JsResult<JsValue> {
        let dataset = &self.session.dataset;
        let split = dataset.part(part_named(part)?);
        let [start, count] = super::part(&start, &count)?;
        let start = start.min(split.expected());
        let count = count.min(split.expected() - start);
        let labels = split.labels(start, count).map_err(to_js_error)?;
        plain(&[
            ("images", pixels_of(split, start..start + count).into()),
            ("labels", Uint8Array::from(labels).into()),
            ("train", (dataset.train.expected() as f64).into()),
            ("test", (dataset.test.expected() as f64).into()),
        ])
    }

    /// Goes on with what takes long of a recipe, an object of `data.` settings, for some 50 milliseconds: asking a classifier about
    /// labels (`data.clean=labels`). Answers how far it is, 0 to 1; from there on `load`, `restore` and `previewData` with this recipe
    /// are quick. `options` may have the run's `seed`.
    ///
    /// # Errors
    /// `unknown-setting`, `bad-setting`, `bad-input`, `no-data` while images are still arriving.
    #[wasm_bindgen(js_name = prepareData)]
    pub fn prepare_data(&mut self, recipe: JsValue, options: JsValue) -> JsResult<f64> {
        let (recipe, seed) = (self::recipe(recipe)?, seed(&options)?);
        let dataset = &self.session.dataset;
        let mut cleaning = match self.cleaning.take() {
            Some(cleaning) if cleaning.is_of(&recipe, seed) => cleaning,
            _ => match Cleaning::begin(dataset, &recipe, seed).map_err(to_js_error)? {
                Some(cleaning) => cleaning,
                None => return Ok(1.0),
            },
        };
        let done = cleaning.advance(dataset);
        if done < 1.0 {
            self.cleaning = Some(cleaning);
        }
        Ok(done)
    }

    /// The places of the images that the run's recipe leaves, where it chooses among them; nothing before the first step.
    pub fn chosen(&mut self) -> Option<Vec<u32>> {
        let (trainer, _) = self.session.look();
        trainer?.data().chosen().map(<[u32]>::to_vec)
    }

    /// What a recipe, an object of `data.` settings, makes of the training images: `{stages: [key, images][], before, after,
    /// originals, labels, drawn, told}`, see [`Preview`]. `options` may have the run's `seed`, the `epoch` (1 by default) and
    /// the `count` of images shown.
    ///
    /// # Errors
    /// `unknown-setting`, `bad-setting`, `bad-input`, `no-data` while images are still arriving.
    #[wasm_bindgen(js_name = previewData)]
    pub fn preview_data(&self, recipe: JsValue, options: JsValue) -> JsResult<JsValue> {
        let steps = self::recipe(recipe)?;
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

/// The pixels of these images, which are there, as bytes in JavaScript's memory. Image by image: all at once would take as much of
/// WebAssembly's too, which gives none back.
pub(super) fn pixels_of(split: &Split, places: impl ExactSizeIterator<Item = usize>) -> Uint8Array {
    let pixels = Uint8Array::new_with_length((places.len() * PIXELS) as u32);
    for (at, place) in (0..).zip(places) {
        let start = at * PIXELS as u32;
        let image = pixels.subarray(start, start + PIXELS as u32);
        image.copy_from(&split.image(place));
    }
    pixels
}

/// A part of the data.
pub(super) fn part_named(name: &str) -> JsResult<Part> {
    Part::of_word(name).ok_or_else(|| bad_input("The part must be “train” or “test”."))
}

/// An object of `data.` settings.
pub(super) fn recipe(settings: JsValue) -> JsResult<Recipe> {
    let mut steps = Recipe::default();
    for (key, value) in object(settings)? {
        let key = key.strip_prefix("data.").unwrap_or(&key);
        steps.set(key, &value).map_err(to_js_error)?;
    }
    Ok(steps)
}

impl Engine {
    fn learn_from(&mut self, own: Option<MnistDataset>) {
        self.session.set_data(own);
        // What was found out about real images was about others.
        self.measured_on = None;
        self.drawing = None;
        self.scene = None;
        self.scored = Default::default();
        self.cleaning = None;
    }
}
