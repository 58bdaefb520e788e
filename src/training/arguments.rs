//! What callers hand to a model: labels, latents and pixels, refused where they are none.

use super::Trainer;
use super::families::Capability;
use crate::dataset::PIXELS;
use crate::error::{Error, ErrorCode, Result};
use crate::model::CLASSES;
use burn::tensor::{Tensor, TensorData};

impl Trainer {
    /// Latents `[n * latent]` as a tensor `[n, latent]`.
    pub(super) fn latents(&self, z: Vec<f32>) -> Result<Tensor<2>> {
        let latent = self.latent_dim();
        if z.is_empty() || !z.len().is_multiple_of(latent) || z.iter().any(|x| !x.is_finite()) {
            return Err(Error::new(
                ErrorCode::BadInput,
                format!(
                    "A latent is {latent} finite numbers; {} values came.",
                    z.len()
                ),
            ));
        }
        let n = z.len() / latent;
        Ok(Tensor::from_data(
            TensorData::new(z, [n, latent]),
            &self.device,
        ))
    }

    /// The digits of `n` images: one for all, or one each. A model that is not conditional is told none.
    pub(crate) fn labels(&self, n: usize, labels: &[u8]) -> Result<Vec<u8>> {
        let refuse = |message: String| Err(Error::new(ErrorCode::BadInput, message));
        match (self.can(Capability::Conditional), labels) {
            (false, []) => Ok(vec![0; n]),
            (false, _) => refuse(
                "This model is not told the digit: load cvae or cgan, or set conditional=true."
                    .into(),
            ),
            (true, []) => refuse(
                "This model is told the digit: give it too, { label: 3 } for example.".into(),
            ),
            (true, [label]) if usize::from(*label) < self.classes() => Ok(vec![*label; n]),
            (true, labels)
                if labels.len() == n
                    && (labels.iter()).all(|label| usize::from(*label) < self.classes()) =>
            {
                Ok(labels.to_vec())
            }
            (true, _) => refuse(format!(
                "The label must be one digit from 0 to {}, or {n} of them.",
                self.classes() - 1
            )),
        }
    }

    /// All labels, over and over.
    pub(crate) fn digits_in_turn(&self, n: usize) -> Vec<u8> {
        (0..n).map(|at| (at % self.classes()) as u8).collect()
    }

    /// Labels that the model has been told, at most the ten that it can be.
    fn classes(&self) -> usize {
        self.data.spec().classes.clamp(1, CLASSES)
    }

    /// Pixels `[n * 784]` as a tensor `[n, 784]`.
    pub(super) fn images(&self, pixels: Vec<f32>) -> Tensor<2> {
        let n = pixels.len() / PIXELS;
        Tensor::from_data(TensorData::new(pixels, [n, PIXELS]), &self.device)
    }
}

pub(crate) fn check_pixels(pixels: &[f32]) -> Result<()> {
    if pixels.is_empty() || !pixels.len().is_multiple_of(PIXELS) {
        return Err(Error::new(
            ErrorCode::BadInput,
            format!(
                "An image is {PIXELS} numbers (28 x 28); {} came.",
                pixels.len()
            ),
        ));
    }
    match pixels.iter().find(|p| !(0.0..=1.0).contains(*p)) {
        Some(p) => Err(Error::new(
            ErrorCode::BadInput,
            format!("Pixels go from 0 to 1; one is {p}."),
        )),
        None => Ok(()),
    }
}
