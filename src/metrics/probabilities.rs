//! What a classifier thinks of each image.

use super::{count_points, label_accuracy};
use crate::dataset::{PIXELS, Split};
use crate::error::{Error, ErrorCode, Result};
use crate::model::{CLASSES, Classifier, Pass};
use burn::tensor::{Device, Tensor, TensorData, Transaction};

/// Images that are classified together.
pub(super) const BATCH: usize = 500;

/// The probabilities of the digits of each image, from pixels `[n * 784]`, 0 to 1, by a classifier on `device`.
///
/// # Errors
/// `bad-input` when the pixels are not whole images or not finite; `device-lost`.
pub async fn class_probabilities(
    classifier: &Classifier,
    pixels: &[f32],
    device: &Device,
) -> Result<Vec<[f64; CLASSES]>> {
    count_points(pixels, PIXELS, "images")?;
    let mut all = Vec::new();
    for batch in pixels.chunks(BATCH * PIXELS) {
        all.extend(classify(classifier, batch, device).await?.1);
    }
    Ok(all)
}

/// The features `[n * 64]` of some images `[n * 784]`, and the probabilities of the digits of each.
///
/// # Errors
/// `bad-input` when the pixels are not whole images or not finite; `device-lost`.
pub(super) async fn classify(
    classifier: &Classifier,
    pixels: &[f32],
    device: &Device,
) -> Result<(Vec<f32>, Vec<[f64; CLASSES]>)> {
    let n = count_points(pixels, PIXELS, "images")?;
    let images = TensorData::new(pixels.to_vec(), [n, PIXELS]);
    let features = classifier.features(Tensor::from_data(images, device));
    let logits = (classifier.head).forward(features.clone(), &mut Pass::eval());
    let read = Transaction::default().register(features).register(logits);
    let read = read.execute_async().await?;
    let [features, logits] = [0, 1].map(|at| crate::model::values(&read[at]));
    Ok((
        features,
        logits.chunks_exact(CLASSES).map(softmax).collect(),
    ))
}

/// The share of a split's images that the classifier takes for what they are.
///
/// # Errors
/// `no-data` when images are missing, `device-lost`.
pub async fn accuracy(classifier: &Classifier, split: &Split, device: &Device) -> Result<f64> {
    let pixels = split.pixels(0, split.expected())?;
    let probabilities = class_probabilities(classifier, &pixels, device).await?;
    let labels = split.labels(0, split.expected())?;
    label_accuracy(&probabilities, labels)
}

/// In double precision, so that a score of sure judgements is not off by single precision's rounding.
fn softmax(logits: &[f32]) -> [f64; CLASSES] {
    let logit = |digit: usize| f64::from(logits[digit]);
    let largest = (0..CLASSES).map(logit).fold(f64::MIN, f64::max);
    let powers: [f64; CLASSES] = std::array::from_fn(|digit| (logit(digit) - largest).exp());
    let sum: f64 = powers.iter().sum();
    powers.map(|power| power / sum)
}

/// The first of the likeliest digits.
pub(super) fn likeliest(row: &[f64; CLASSES]) -> usize {
    (1..CLASSES).fold(
        0,
        |best, digit| if row[digit] > row[best] { digit } else { best },
    )
}

/// Whether there is an image at all.
pub(super) fn require_rows(probabilities: &[[f64; CLASSES]]) -> Result<()> {
    if probabilities.is_empty() {
        return Err(Error::new(
            ErrorCode::BadInput,
            "There is no image to judge: give one at least.",
        ));
    }
    Ok(())
}
