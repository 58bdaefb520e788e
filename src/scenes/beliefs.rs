//! What the frozen classifier believes of pictures.

use super::latents::rows;
use crate::dataset::PIXELS;
use crate::error::Result;
use crate::model::{CLASSES, Classifier, values};
use crate::ranking::descending;
use burn::module::Module;
use burn::tensor::Device;

/// Pictures that the classifier is asked about together.
const ASKED: usize = 100;

/// Of one picture, ten probabilities.
pub(super) type Belief = [f64; CLASSES];

/// Of pictures `[n * 784]`.
///
/// # Errors
/// `device-lost`.
pub(super) async fn beliefs(
    classifier: &Classifier,
    pictures: &[f32],
    device: &Device,
) -> Result<Vec<Belief>> {
    let classifier = classifier.valid();
    let mut all = Vec::new();
    for some in pictures.chunks(ASKED * PIXELS) {
        let images = rows(some.to_vec(), PIXELS, device);
        let read = classifier.probabilities(images).into_data_async().await?;
        let read = values(&read);
        let believed = read.as_chunks::<CLASSES>().0.iter();
        all.extend(believed.map(|row| row.map(f64::from)));
    }
    Ok(all)
}

/// The digit that each of the pictures `[n * 784]` is taken for.
///
/// # Errors
/// `device-lost`.
pub(super) async fn digits(
    classifier: &Classifier,
    pictures: &[f32],
    device: &Device,
) -> Result<Vec<usize>> {
    let believed = beliefs(classifier, pictures, device).await?;
    Ok(believed
        .iter()
        .map(|belief| descending(belief)[0])
        .collect())
}
