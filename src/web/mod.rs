//! The boundary to JavaScript: the only module that uses wasm-bindgen. `www/engine/worker/worker.js` calls it, and `www/engine/worker/replica.js` for a thread
//! that helps it.

mod autoregressive;
mod data;
mod files;
mod flow;
mod inside;
mod measure;
mod model;
mod peers;
mod rest;
mod scene;
mod scores;
mod training;
mod values;

use crate::dataset::{Cleaning, DatasetSpec, MnistDataset, SPECS, Split};
use crate::device::{self, DeviceKind};
use crate::error::{Error, ErrorCode};
use crate::message::ModelSummary;
use crate::scenes::Work;
use crate::session::Session;
use crate::training::Settings;
use js_sys::{Float32Array, Uint8Array};
use serde::Serialize;
use values::{JsResult, bad_input, object, plain, to_js, to_js_error};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(start)]
fn start() {
    console_error_panic_hook::set_once();
}

/// Has matrix products on the CPU round a sum once a term instead of twice, where the browser can (relaxed SIMD), and says
/// whether it can. That is faster, and other last digits than a browser's that cannot.
#[wasm_bindgen]
pub fn fuse() -> bool {
    cpu_kernels::product::fuse()
}

/// Images that are sampled at once: more would not fit a browser's memory with every model.
const MOST_SAMPLES: u64 = 10_000;
/// And whose paths: each is up to a hundred images.
const MOST_PATHS: u64 = 256;

/// A [`Session`] for JavaScript. Calls must not overlap: await one before the next.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Engine {
    session: Session,
    /// The places of the images that the model of the last measured samples was trained on.
    measured_on: Option<Vec<u32>>,
    /// Samples that are being drawn, to be measured.
    drawing: Option<measure::Drawing>,
    /// The scene that is being played.
    scene: Option<Box<dyn Work>>,
    /// What is known of the images of each part.
    scored: [Option<scores::Scored>; 2],
    /// What takes long of a recipe.
    cleaning: Option<Cleaning>,
}

#[wasm_bindgen]
impl Engine {
    /// Opens a device, `"cpu"` or `"webgpu"`, for the data set of this name, MNIST by default.
    ///
    /// # Errors
    /// `no-webgpu`, `bad-input`.
    pub async fn create(kind: String, data: Option<String>) -> JsResult<Engine> {
        let kind = match kind.as_str() {
            "cpu" => DeviceKind::Cpu,
            "webgpu" => DeviceKind::Gpu,
            _ => {
                return Err(to_js_error(Error::new(
                    ErrorCode::BadInput,
                    format!("There is no device \"{kind}\"."),
                )));
            }
        };
        let data = data.as_deref().unwrap_or("mnist");
        let Some(spec) = DatasetSpec::named(data) else {
            let known: Vec<_> = SPECS.iter().map(|spec| &*spec.name).collect();
            return Err(bad_input(&format!(
                "There is no data set \"{data}\". There are: {}.",
                known.join(", ")
            )));
        };
        let device = device::open(kind).await.map_err(to_js_error)?;
        Ok(Self {
            session: Session::new(device, MnistDataset::expecting(spec.clone())),
            measured_on: None,
            drawing: None,
            scene: None,
            scored: Default::default(),
            cleaning: None,
        })
    }

    /// How many threads a graphics card is given at once: as was found for this adapter before, or as is measured now, which takes
    /// half a second. Answers what is to be kept; 0 on the CPU.
    #[wasm_bindgen(js_name = divideWork)]
    pub async fn divide_work(&self, known: Option<u32>) -> u32 {
        #[cfg(feature = "gpu")]
        if self.session.device.kind == DeviceKind::Gpu {
            use crate::kernels::width;
            return match known {
                Some(threads) => {
                    width::want(threads as usize);
                    threads
                }
                None => width::measure(&self.session.device.device).await as u32,
            };
        }
        let _ = known;
        0
    }

    /// `{kind, adapter}`.
    ///
    /// # Errors
    /// None.
    pub fn device(&self) -> JsResult<JsValue> {
        #[derive(Serialize)]
        struct Device<'a> {
            kind: &'static str,
            adapter: &'a str,
        }
        let device = &self.session.device;
        let kind = if device.kind == DeviceKind::Cpu {
            "cpu"
        } else {
            "webgpu"
        };
        to_js(&Device {
            kind,
            adapter: &device.adapter,
        })
    }

    /// Appends a part of the published data, as the bytes of two IDX files. Returns the number of images in the split now.
    ///
    /// # Errors
    /// `bad-file`, `bad-input`.
    #[wasm_bindgen(js_name = addPart)]
    pub fn add_part(&mut self, split: &str, images: &[u8], labels: &[u8]) -> JsResult<usize> {
        self.split(split)?
            .append(images, labels)
            .map_err(to_js_error)
    }

    /// Starts a fresh model. `settings` is an object of the settings that differ from the preset's.
    ///
    /// # Errors
    /// `unknown-preset`, `unknown-setting`, `bad-setting`.
    pub fn load(&mut self, preset: &str, settings: JsValue) -> JsResult<JsValue> {
        let changes = object(settings)?;
        let settings = Settings::with(preset, &changes).map_err(to_js_error)?;
        let trainer = self.session.load(settings).map_err(to_js_error)?;
        to_js(&ModelSummary::from(trainer))
    }

    /// `{images, labels}` of `count` test images from `start`.
    ///
    /// # Errors
    /// `no-data`, `bad-input`.
    #[wasm_bindgen(js_name = testImages)]
    pub fn test_images(&self, start: JsValue, count: JsValue) -> JsResult<JsValue> {
        let [start, count] = part(&start, &count)?;
        let test = &self.session.dataset.test;
        let images = test.pixels(start, count).map_err(to_js_error)?;
        let labels = test.labels(start, count).map_err(to_js_error)?;
        plain(&[
            ("images", Float32Array::from(images.as_slice()).into()),
            ("labels", Uint8Array::from(labels).into()),
        ])
    }

    /// Panics, so that tests can see the page recover from a real panic.
    #[wasm_bindgen(js_name = panicForTest)]
    pub fn panic_for_test(&self) {
        panic!("this panic was asked for");
    }

    fn split(&mut self, name: &str) -> JsResult<&mut Split> {
        match name {
            "train" => Ok(&mut self.session.published().train),
            "test" => Ok(&mut self.session.published().test),
            _ => Err(to_js_error(Error::new(
                ErrorCode::BadInput,
                format!("There is no split \"{name}\"."),
            ))),
        }
    }
}

/// Which images, and how many of them.
fn part(start: &JsValue, count: &JsValue) -> JsResult<[usize; 2]> {
    Ok([
        values::count(start, "start")?,
        values::count(count, "count")?,
    ])
}
