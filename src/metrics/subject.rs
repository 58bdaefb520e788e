//! What a metric may ask for.

use super::image_set::{Classified, ImageSet};
use super::manifold::{NEIGHBOURS, Overlap};
use super::nearest::TrainingImages;
use super::source::{Half, ImageSource, Real};
use crate::dataset::MnistDataset;
use crate::error::{Error, ErrorCode, Result};
use crate::model::{CLASSES, Classifier};
use burn::tensor::Device;
use std::cell::{OnceCell, RefCell};
use std::fmt;
use std::rc::Rc;

/// Real images beside those that are judged, with what is known of them: it can be kept, and is the same for all models.
#[derive(Clone, Debug, Default)]
pub struct RealImages {
    /// What is judged as samples are.
    pub(super) judged: Rc<ImageSet>,
    /// What both are compared with.
    pub(super) reference: Rc<ImageSet>,
}

/// Images that are judged, with what metrics need to judge them. All of it is computed when it is first asked for, and once.
pub struct Subject<'a> {
    source: &'a dyn ImageSource,
    count: usize,
    dataset: &'a MnistDataset,
    classifier: &'a Classifier,
    device: &'a Device,
    training: OnceCell<Rc<TrainingImages>>,
    images: Rc<ImageSet>,
    real: RealImages,
    overlap: OnceCell<Option<Overlap>>,
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
            training: OnceCell::new(),
            images: Rc::default(),
            real: RealImages::default(),
            overlap: OnceCell::new(),
            notes: RefCell::default(),
        })
    }

    /// The same, of a model that was trained on these images; else it is all training images.
    pub fn trained_on(mut self, training: &Rc<TrainingImages>) -> Self {
        self.training = OnceCell::from(training.clone());
        self
    }

    /// The same, beside real images of which something may be known already.
    pub fn beside(mut self, real: &RealImages) -> Self {
        self.real = real.clone();
        self
    }

    /// The same, where the source is that of real images.
    pub fn itself_real(mut self) -> Self {
        self.images = self.real.judged.clone();
        self
    }

    /// The same, of images of which something is known already.
    pub(super) fn of_images(mut self, images: &Rc<ImageSet>) -> Self {
        self.images = images.clone();
        self
    }

    /// Their pixels, `[n * 784]`, 0 to 1.
    ///
    /// # Errors
    /// `no-data`, `device-lost`.
    pub async fn images(&self) -> Result<Rc<[f32]>> {
        self.images.images(self.source, self.count).await
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
        let found = self.classified(&self.images, self.source).await?;
        Ok(found.probabilities.clone())
    }

    /// What the classifier's last hidden layer says of each, `[n * 64]`.
    ///
    /// # Errors
    /// As [`probabilities`](Self::probabilities).
    pub async fn features(&self) -> Result<Rc<[f32]>> {
        let found = self.classified(&self.images, self.source).await?;
        Ok(found.features.clone())
    }

    /// The same of two sets of [`Real`] images, as many as are judged each, or half of all test images: those that are judged
    /// beside samples, and those that both are compared with.
    ///
    /// # Errors
    /// As [`probabilities`](Self::probabilities).
    pub async fn real_features(&self) -> Result<(Rc<[f32]>, Rc<[f32]>)> {
        let judged = self.half(Half::Judged);
        let judged = self.classified(&self.real.judged, &judged).await?;
        let reference = self.half(Half::Reference);
        let reference = self.classified(&self.real.reference, &reference).await?;
        Ok((judged.features.clone(), reference.features.clone()))
    }

    /// How their features and those of the real images that they are compared with lie to each other; none where there are too
    /// few of either.
    ///
    /// # Errors
    /// As [`probabilities`](Self::probabilities).
    pub async fn overlap(&self) -> Result<Option<Overlap>> {
        if let Some(overlap) = self.overlap.get() {
            return Ok(*overlap);
        }
        let features = self.features().await?;
        let reference = self.half(Half::Reference);
        let reference = self.classified(&self.real.reference, &reference).await?;
        let fewest = features.len().min(reference.features.len()) / Classifier::FEATURES;
        let overlap = if fewest > NEIGHBOURS {
            let reference = &reference.features;
            let overlap = Overlap::new(reference, &features, Classifier::FEATURES, NEIGHBOURS);
            Some(overlap?)
        } else {
            None
        };
        Ok(*self.overlap.get_or_init(|| overlap))
    }

    /// The distance in pixels of the first 1,000 to the nearest image each that the model was trained on, `[n]`.
    ///
    /// # Errors
    /// `no-data`, `device-lost`.
    pub async fn nearest(&self) -> Result<Rc<[f32]>> {
        let images = self.images().await?;
        loop {
            if let Some(nearest) = self.images.nearest() {
                return Ok(nearest.clone());
            }
            (self.images).compare(&images, self.training(), &self.dataset.train);
        }
    }

    /// Computes a part of what takes long, and says whether that was the last. What is not computed so, metrics compute.
    ///
    /// # Errors
    /// `no-data`, `device-lost`; `bad-input` when a pixel is not finite.
    pub async fn advance(&self) -> Result<bool> {
        let (judged, reference) = (self.half(Half::Judged), self.half(Half::Reference));
        let sets: [(&ImageSet, &dyn ImageSource); 3] = [
            (&self.images, self.source),
            (&self.real.judged, &judged),
            (&self.real.reference, &reference),
        ];
        for (set, source) in sets {
            if set.classified().is_none() {
                let images = set.images(source, self.count).await?;
                set.classify(&images, self.classifier, self.device).await?;
                return Ok(false);
            }
        }
        if self.images.nearest().is_none() {
            let images = self.images().await?;
            (self.images).compare(&images, self.training(), &self.dataset.train);
        }
        Ok(self.images.nearest().is_some())
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

    async fn classified<'b>(
        &self,
        set: &'b ImageSet,
        source: &dyn ImageSource,
    ) -> Result<&'b Classified> {
        loop {
            if let Some(found) = set.classified() {
                return Ok(found);
            }
            let images = set.images(source, self.count).await?;
            set.classify(&images, self.classifier, self.device).await?;
        }
    }

    fn training(&self) -> &TrainingImages {
        self.training.get_or_init(|| {
            let all = (0..self.dataset.train.len() as u32).collect();
            Rc::new(TrainingImages::new(all))
        })
    }

    fn half(&self, half: Half) -> Real<'a> {
        Real {
            dataset: self.dataset,
            labelled: false,
            half,
        }
    }
}

impl fmt::Debug for Subject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Subject of {} images", self.count)
    }
}
