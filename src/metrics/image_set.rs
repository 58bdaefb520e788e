//! Some images, and what is known of them so far.

use super::nearest::{COMPARED, TrainingImages};
use super::probabilities::{BATCH, classify};
use super::source::ImageSource;
use crate::dataset::{PIXELS, Split};
use crate::error::Result;
use crate::model::{CLASSES, Classifier};
use burn::tensor::Device;
use std::cell::{OnceCell, RefCell};
use std::fmt;
use std::rc::Rc;

/// Images whose nearest training images are looked for together.
const NEAREST_BATCH: usize = 50;

/// What is computed of images: each when it is first asked for, once, and a part at a time.
#[derive(Default)]
pub(super) struct ImageSet {
    images: OnceCell<Rc<[f32]>>,
    /// Of the first images only, until all have been seen.
    seen: RefCell<(Vec<f32>, Vec<[f64; CLASSES]>)>,
    classified: OnceCell<Classified>,
    /// Of the first images only, until all have been compared.
    compared: RefCell<Vec<f32>>,
    nearest: OnceCell<Rc<[f32]>>,
}

/// What the classifier says of all images.
pub(super) struct Classified {
    /// `[n * 64]`
    pub(super) features: Rc<[f32]>,
    /// `[n]`
    pub(super) probabilities: Rc<[[f64; CLASSES]]>,
}

impl fmt::Debug for ImageSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seen = self.seen.borrow().1.len();
        write!(f, "ImageSet, {seen} of them being classified")
    }
}

impl ImageSet {
    /// Their pixels, `[n * 784]`.
    pub(super) async fn images(&self, source: &dyn ImageSource, count: usize) -> Result<Rc<[f32]>> {
        if let Some(images) = self.images.get() {
            return Ok(images.clone());
        }
        let images = source.images(count).await?;
        Ok(self.images.get_or_init(|| images.into()).clone())
    }

    /// What the classifier says of them, once it has seen all.
    pub(super) fn classified(&self) -> Option<&Classified> {
        self.classified.get()
    }

    /// Shows the classifier some more of these images.
    pub(super) async fn classify(
        &self,
        images: &[f32],
        classifier: &Classifier,
        device: &Device,
    ) -> Result<()> {
        let start = self.seen.borrow().1.len() * PIXELS;
        let end = images.len().min(start + BATCH * PIXELS);
        if start < end {
            let (features, rows) = classify(classifier, &images[start..end], device).await?;
            let mut seen = self.seen.borrow_mut();
            seen.0.extend(features);
            seen.1.extend(rows);
        }
        if end == images.len() {
            let (features, probabilities) = self.seen.take();
            self.classified.get_or_init(|| Classified {
                features: features.into(),
                probabilities: probabilities.into(),
            });
        }
        Ok(())
    }

    /// The distance of the first 1,000 to the nearest training image each, `[n]`, once all of these have been compared.
    pub(super) fn nearest(&self) -> Option<&Rc<[f32]>> {
        self.nearest.get()
    }

    /// Compares some more of these images with those of training.
    pub(super) fn compare(&self, images: &[f32], training: &TrainingImages, train: &Split) {
        let images = &images[..images.len().min(COMPARED * PIXELS)];
        let mut compared = self.compared.borrow_mut();
        let start = compared.len() * PIXELS;
        let end = images.len().min(start + NEAREST_BATCH * PIXELS);
        compared.extend(training.nearest(train, &images[start..end]));
        if end == images.len() {
            let all = std::mem::take(&mut *compared);
            self.nearest.get_or_init(|| all.into());
        }
    }
}
