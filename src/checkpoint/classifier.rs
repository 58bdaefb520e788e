//! The weights of the classifier that samples are judged by, as the file that the package `yardsticks` reads.

use super::{Precision, file};
use crate::error::Result;
use crate::model::{Classifier, read_parameters};
use yardsticks::{METADATA_KEY, TrainedAs};

/// The weights as bytes.
///
/// # Errors
/// `device-lost`.
pub async fn save_classifier(classifier: &Classifier, trained: &TrainedAs) -> Result<Vec<u8>> {
    let parameters = read_parameters(classifier).await?;
    file::write(METADATA_KEY, trained, parameters, Precision::Single)
}

/// The same network as the yardsticks compute it.
///
/// # Errors
/// `device-lost`.
pub async fn frozen_classifier(classifier: &Classifier) -> Result<yardsticks::Classifier> {
    let parameters = read_parameters(classifier).await?;
    let tensors = parameters
        .into_iter()
        .map(|tensor| (tensor.name, (tensor.shape, tensor.values)));
    Ok(yardsticks::Classifier::of(tensors)?)
}
