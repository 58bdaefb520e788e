//! The weights of the classifier that samples are judged by, as the file that the package `yardsticks` reads.

use super::file::File;
use crate::error::Result;
use crate::model::{Classifier, Init, Scheme, load_parameters};
use burn::tensor::Device;
use yardsticks::METADATA_KEY;
#[cfg(not(target_family = "wasm"))]
use {super::Precision, crate::model::read_parameters, yardsticks::TrainedAs};

/// The classifier of a file, to be asked on `device` with or without automatic differentiation.
///
/// # Errors
/// `bad-file`, saying what is wrong with the bytes.
pub fn load_classifier(bytes: &[u8], device: &Device) -> Result<Classifier> {
    let file = File::open(&bytes)?;
    file.own_metadata(METADATA_KEY, "it holds no classifier's weights")?;
    let mut tensors = file.tensors()?.take_all()?;
    let device = device.clone().autodiff();
    let mut init = Init::new(Scheme::Pytorch, 0, &device);
    load_parameters(Classifier::new(&mut init), &mut tensors)
}

/// The weights as bytes.
///
/// # Errors
/// `device-lost`.
#[cfg(not(target_family = "wasm"))]
pub async fn save_classifier(classifier: &Classifier, trained: &TrainedAs) -> Result<Vec<u8>> {
    let parameters = read_parameters(classifier).await?;
    super::file::write(METADATA_KEY, trained, parameters, Precision::Single)
}

/// The same network as the yardsticks compute it.
///
/// # Errors
/// `device-lost`.
#[cfg(not(target_family = "wasm"))]
pub async fn frozen_classifier(classifier: &Classifier) -> Result<yardsticks::Classifier> {
    let parameters = read_parameters(classifier).await?;
    let tensors = parameters
        .into_iter()
        .map(|tensor| (tensor.name, (tensor.shape, tensor.values)));
    Ok(yardsticks::Classifier::of(tensors)?)
}
