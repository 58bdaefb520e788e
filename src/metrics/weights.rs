//! The classifier's weights as a file: safetensors, with PyTorch's names (`body.0.weight`, `head.1.bias`). The file's
//! metadata holds, under [`METADATA_KEY`], how they were trained.

use crate::checkpoint::{Precision, file};
use crate::error::{Error, ErrorCode, Result};
use crate::model::{Classifier, Init, Scheme, load_parameters, read_parameters};
use burn::module::Module;
use burn::tensor::Device;
use serde::{Deserialize, Serialize};

/// The key of the safetensors metadata; another than a run's, so that one is not taken for the other.
const METADATA_KEY: &str = "generative-playground-classifier";

/// The version of the format that this code writes, and the newest that it reads.
const VERSION: u32 = 1;

/// How a classifier was trained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrainedAs {
    /// Share of the test images that it takes for what they are.
    pub accuracy: f64,
    /// Times it saw each training image.
    pub epochs: usize,
    /// What decided its random numbers.
    pub seed: u64,
}

#[derive(Serialize, Deserialize)]
struct Metadata {
    version: u32,
    #[serde(flatten)]
    trained: TrainedAs,
}

/// The weights as bytes.
///
/// # Errors
/// `device-lost`.
pub async fn save_classifier(classifier: &Classifier, trained: TrainedAs) -> Result<Vec<u8>> {
    let metadata = Metadata {
        version: VERSION,
        trained,
    };
    let parameters = read_parameters(classifier).await?;
    file::write(METADATA_KEY, &metadata, parameters, Precision::Single)
}

/// The classifier that was saved, on `device`, and how it was trained.
///
/// # Errors
/// `bad-file`, saying what is wrong with the bytes.
pub fn load_classifier(bytes: &[u8], device: &Device) -> Result<(Classifier, TrainedAs)> {
    let (metadata, mut tensors) =
        file::read(METADATA_KEY, "it holds no classifier's weights", bytes)?;
    let Metadata { version, trained } = serde_json::from_str(&metadata).map_err(|error| {
        bad(format!(
            "The classifier's metadata cannot be read: {error}."
        ))
    })?;
    if version > VERSION {
        return Err(bad(format!(
            "The classifier has format version {version}; this playground reads up to {VERSION}."
        )));
    }
    // Parameters are loaded as trainable ones, which only a device with automatic differentiation holds.
    let autodiff = device.clone().autodiff();
    let blank = Classifier::new(&mut Init::new(Scheme::Pytorch, 0, &autodiff));
    let classifier = load_parameters(blank, &mut tensors)?.valid();
    match tensors.keys().next() {
        None => Ok((classifier, trained)),
        Some(name) => Err(bad(format!(
            "The file has a tensor {name} that the classifier lacks."
        ))),
    }
}

/// The classifier that comes with the crate. Not in a browser: the page's bundles would grow by its 424 KB.
///
/// # Errors
/// `bad-file`, when the crate was built with a damaged file.
#[cfg(not(target_family = "wasm"))]
pub fn shipped_classifier(device: &Device) -> Result<(Classifier, TrainedAs)> {
    load_classifier(
        include_bytes!("../../assets/classifier.safetensors"),
        device,
    )
}

fn bad(message: String) -> Error {
    Error::new(ErrorCode::BadFile, message)
}
