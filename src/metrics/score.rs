//! What a classifier thinks of images.

use super::count_points;
use crate::dataset::{PIXELS, Split};
use crate::error::{Error, ErrorCode, Result};
use crate::model::{CLASSES, Classifier, Pass};
use burn::tensor::{Device, Tensor, TensorData};
use serde::Serialize;

/// Images that are classified together.
const BATCH: usize = 500;

/// Judgement of a set of images.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// `exp(mean KL(p(digit | image) || p(digit)))`, from 1 (every image is judged alike) to 10 (every image is surely one
    /// digit, and all digits are as frequent).
    ///
    /// The Inception score of Salimans et al., "Improved Techniques for Training GANs" (2016), under a classifier of
    /// digits instead of Inception, over all images at once: only scores of the same classifier and about as many images
    /// can be compared.
    pub classifier_score: f64,
    /// Share of the images that the classifier takes for each digit.
    pub digit_shares: [f64; CLASSES],
    /// Mean probability of the digit that the classifier takes an image for, 0.1 to 1.
    pub confidence: f64,
    /// Share of the images that the classifier takes for the digit asked for, where one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label_accuracy: Option<f64>,
}

impl Score {
    /// The score of images of which the classifier says these probabilities, a row an image, and of which these digits
    /// were asked for.
    ///
    /// # Errors
    /// `bad-input` when there is no image, or there is not one label an image.
    pub fn new(probabilities: &[[f64; CLASSES]], labels: Option<&[u8]>) -> Result<Self> {
        let n = probabilities.len();
        if n == 0 || labels.is_some_and(|labels| labels.len() != n) {
            return Err(Error::new(
                ErrorCode::BadInput,
                format!("A score needs images, and no label or one each; {n} images came."),
            ));
        }
        let mean = |of: &dyn Fn(&[f64; CLASSES]) -> f64| {
            probabilities.iter().map(of).sum::<f64>() / n as f64
        };
        let marginal: [f64; CLASSES] = std::array::from_fn(|digit| mean(&|row| row[digit]));
        let digits: Vec<usize> = probabilities.iter().map(likeliest).collect();
        let share = |hits: usize| hits as f64 / n as f64;
        Ok(Self {
            classifier_score: mean(&|row| divergence(row, &marginal)).exp(),
            digit_shares: std::array::from_fn(|digit| {
                share(digits.iter().filter(|&&found| found == digit).count())
            }),
            confidence: mean(&|row| row[likeliest(row)]),
            label_accuracy: labels.map(|labels| {
                let pairs = digits.iter().zip(labels);
                share(
                    pairs
                        .filter(|(found, asked)| **found == usize::from(**asked))
                        .count(),
                )
            }),
        })
    }
}

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
        let images = TensorData::new(batch.to_vec(), [batch.len() / PIXELS, PIXELS]);
        let images = Tensor::from_data(images, device);
        let logits = classifier.logits(images, &mut Pass::eval());
        let logits = crate::model::values(&logits.into_data_async().await?);
        all.extend(logits.chunks_exact(CLASSES).map(softmax));
    }
    Ok(all)
}

/// The share of a split's images that the classifier takes for what they are.
///
/// # Errors
/// `no-data` when images are missing, `device-lost`.
pub async fn accuracy(classifier: &Classifier, split: &Split, device: &Device) -> Result<f64> {
    let pixels = split.pixels(0, split.expected())?;
    let probabilities = class_probabilities(classifier, &pixels, device).await?;
    let labels = split.labels(0, split.expected())?;
    let score = Score::new(&probabilities, Some(labels))?;
    Ok(score.label_accuracy.unwrap_or_default())
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
fn likeliest(row: &[f64; CLASSES]) -> usize {
    (1..CLASSES).fold(
        0,
        |best, digit| if row[digit] > row[best] { digit } else { best },
    )
}

/// The Kullback-Leibler divergence `KL(p || q)` in nats. What `p` excludes adds nothing.
fn divergence(p: &[f64; CLASSES], q: &[f64; CLASSES]) -> f64 {
    let terms = p.iter().zip(q).filter(|(p, _)| **p > 0.0);
    terms.map(|(p, q)| p * (p / q).ln()).sum()
}
