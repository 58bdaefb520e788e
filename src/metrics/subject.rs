//! What a metric may ask for.

use super::class_probabilities;
use super::source::ImageSource;
use crate::dataset::{MnistDataset, PIXELS};
use crate::error::{Error, ErrorCode, Result};
use crate::model::{CLASSES, Classifier};
use burn::tensor::{Device, Tensor, TensorData};
use std::cell::{OnceCell, RefCell};
use std::fmt;
use std::rc::Rc;

/// Images that are judged, with what metrics need to judge them. All of it is computed when it is first asked for, and once.
pub struct Subject<'a> {
    source: &'a dyn ImageSource,
    count: usize,
    dataset: &'a MnistDataset,
    classifier: &'a Classifier,
    device: &'a Device,
    images: OnceCell<Rc<[f32]>>,
    probabilities: OnceCell<Rc<[[f64; CLASSES]]>>,
    features: OnceCell<Rc<[f32]>>,
    notes: RefCell<Vec<String>>,
}

impl<'a> Subject<'a> {
    /// `count` images of a source, or as many as there are, beside these data, by a classifier on `device`.
    ///
    /// # Errors
    /// `bad-input` when `count` is 0.
    pub fn new(
        source: &'a dyn ImageSource,
        count: usize,
        dataset: &'a MnistDataset,
        classifier: &'a Classifier,
        device: &'a Device,
    ) -> Result<Self> {
        if count == 0 {
            return Err(Error::new(
                ErrorCode::BadInput,
                "There is no image to judge: count must be 1 at least.",
            ));
        }
        Ok(Self {
            source,
            count,
            dataset,
            classifier,
            device,
            images: OnceCell::new(),
            probabilities: OnceCell::new(),
            features: OnceCell::new(),
            notes: RefCell::default(),
        })
    }

    /// Their pixels, `[n * 784]`, 0 to 1.
    ///
    /// # Errors
    /// `no-data`, `device-lost`.
    pub async fn images(&self) -> Result<Rc<[f32]>> {
        if let Some(images) = self.images.get() {
            return Ok(images.clone());
        }
        let images = self.source.images(self.count).await?;
        Ok(self.images.get_or_init(|| images.into()).clone())
    }

    /// The digits that were asked for, `[n]`, if any were.
    pub fn labels(&self) -> Option<Vec<u8>> {
        self.source.labels(self.count)
    }

    /// What the classifier says of each, `[n]` rows of ten probabilities.
    ///
    /// # Errors
    /// `no-data`, `device-lost`; `bad-input` when a pixel is not finite.
    pub async fn probabilities(&self) -> Result<Rc<[[f64; CLASSES]]>> {
        if let Some(rows) = self.probabilities.get() {
            return Ok(rows.clone());
        }
        let images = self.images().await?;
        let rows = class_probabilities(self.classifier, &images, self.device).await?;
        Ok(self.probabilities.get_or_init(|| rows.into()).clone())
    }

    /// What the classifier's last hidden layer says of each, `[n * 64]`.
    ///
    /// # Errors
    /// `no-data`, `device-lost`.
    pub async fn features(&self) -> Result<Rc<[f32]>> {
        if let Some(features) = self.features.get() {
            return Ok(features.clone());
        }
        /// Images that are looked at together.
        const BATCH: usize = 500;
        let images = self.images().await?;
        let mut all = Vec::new();
        for batch in images.chunks(BATCH * PIXELS) {
            let data = TensorData::new(batch.to_vec(), [batch.len() / PIXELS, PIXELS]);
            let features = (self.classifier).features(Tensor::from_data(data, self.device));
            all.extend(crate::model::values(&features.into_data_async().await?));
        }
        Ok(self.features.get_or_init(|| all.into()).clone())
    }

    /// Up to `n` images of the same kind that are apart from all images they may be compared with, `[n * 784]`.
    ///
    /// # Errors
    /// `no-data`, `device-lost`.
    pub async fn apart(&self, n: usize) -> Result<Vec<f32>> {
        self.source.apart(n).await
    }

    /// Real images to compare with, and those that a model has learnt from.
    pub fn dataset(&self) -> &MnistDataset {
        self.dataset
    }

    /// Where to compute.
    pub fn device(&self) -> &Device {
        self.device
    }

    /// Leaves a sentence for whoever reads the numbers.
    pub fn note(&self, sentence: String) {
        self.notes.borrow_mut().push(sentence);
    }

    /// The sentences that were left.
    pub fn take_notes(&self) -> Vec<String> {
        self.notes.take()
    }
}

impl fmt::Debug for Subject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Subject of {} images", self.count)
    }
}
