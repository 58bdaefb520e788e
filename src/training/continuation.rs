//! What can be asked of a model that draws piece by piece.

use super::arguments::check_pixels;
use super::families::{Attention, Autoregressive, Continuation, Continued};
use super::likelihood::refuse;
use super::{SETTINGS, Trainer};
use crate::dataset::PIXELS;
use crate::error::Result;

/// Pixels from this brightness on are white.
const WHITE: f32 = 0.5;

/// How an image is continued.
#[derive(Clone, Debug, Default)]
pub struct Continue {
    /// Which pixels stay, `[784]`, those that are not 0.
    pub known: Vec<f32>,
    /// Images to draw.
    pub count: usize,
    /// The same seed gives the same images.
    pub seed: u64,
    /// The digit, for a conditional model; all in turn without one.
    pub labels: Vec<u8>,
    /// In place of the setting `temperature`.
    pub temperature: Option<f64>,
    /// In place of the setting `top_p`.
    pub top_p: Option<f64>,
}

impl Trainer {
    /// Images that agree with the known pixels of an image `[784]`, 0 to 1, which is seen black and white.
    ///
    /// # Errors
    /// `bad-input` where the model does not draw piece by piece, or what came is no image; `bad-setting` for a temperature that
    /// the setting could not have; `device-lost`.
    pub async fn continue_image(&self, image: &[f32], asked: Continue) -> Result<Continued> {
        let model = self.autoregressive()?;
        for values in [image, &asked.known] {
            check_pixels(values)?;
            if values.len() != PIXELS {
                return Err(refuse("One image is continued at a time."));
            }
        }
        for (key, value) in [("temperature", asked.temperature), ("top_p", asked.top_p)] {
            if let (Some(value), Some(info)) = (value, SETTINGS.iter().find(|info| info.key == key))
            {
                info.check(&value.into())?;
            }
        }
        let answer = model.continue_image(Continuation {
            white: image.iter().map(|&pixel| pixel >= WHITE).collect(),
            known: asked.known.iter().map(|&known| known != 0.0).collect(),
            seed: asked.seed,
            labels: self.labels_of_samples(asked.count, &asked.labels)?,
            temperature: asked.temperature,
            top_p: asked.top_p,
        });
        answer.await
    }

    /// How little each block of an image `[784]`, 0 to 1, which is seen black and white, was to be expected from those before it,
    /// in nats, `[196]`.
    ///
    /// # Errors
    /// As [`continue_image`](Self::continue_image); `bad-input` where a conditional model is not told the digit.
    pub async fn surprise(&self, image: &[f32], labels: &[u8]) -> Result<Vec<f32>> {
        let model = self.autoregressive()?;
        check_pixels(image)?;
        let labels = self.labels(image.len() / PIXELS, labels)?;
        let white = image
            .iter()
            .map(|&pixel| f32::from(u8::from(pixel >= WHITE)));
        let nats = model.surprise(self.images(white.collect()), &labels);
        Ok(crate::model::values(&nats.into_data_async().await?))
    }

    /// How much the places of an image `[784]`, 0 to 1, which is seen black and white, look at those up to them.
    ///
    /// # Errors
    /// As [`surprise`](Self::surprise).
    pub async fn attention(&self, image: &[f32], labels: &[u8]) -> Result<Attention> {
        let model = self.autoregressive()?;
        check_pixels(image)?;
        if image.len() != PIXELS {
            return Err(refuse("Attention is that of one image, 784 values."));
        }
        let labels = self.labels(1, labels)?;
        let white: Vec<_> = image.iter().map(|&pixel| pixel >= WHITE).collect();
        model.attention(&white, labels[0]).await
    }

    fn autoregressive(&self) -> Result<&dyn Autoregressive> {
        self.training.autoregressive().ok_or_else(|| {
            refuse("This model draws all pixels at once. Load transformer, which draws piece by piece.")
        })
    }
}
