//! What a metric may ask for.

use crate::classifier::Classifier;
use crate::image_set::{ImageSet, Known};
use crate::metrics::{NEIGHBOURS, Overlap};
use crate::{CLASSES, Data, Half, Result};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// Real images beside those that are judged, with what is known of them: it can be kept, and is the same for all models.
#[derive(Debug, Default)]
pub struct RealImages {
    /// What is judged as samples are.
    pub judged: ImageSet,
    /// What both are compared with.
    pub reference: ImageSet,
}

impl RealImages {
    /// Beside so many samples, with labels where these have some.
    pub fn of(data: Data, samples: usize, labelled: bool) -> Self {
        let half = |half| ImageSet::new(data.real(half, samples, labelled));
        Self {
            judged: half(Half::Judged),
            reference: half(Half::Reference),
        }
    }
}

/// Images that are judged, with what metrics need to judge them. All of it is computed when it is first asked for, and once.
#[derive(Debug)]
pub struct Subject<'a> {
    images: &'a ImageSet,
    real: &'a RealImages,
    data: Data<'a>,
    classifier: &'a Classifier,
    apart: Option<&'a [f32]>,
    overlap: OnceCell<Option<Overlap>>,
    notes: RefCell<Vec<String>>,
}

impl<'a> Subject<'a> {
    /// These images, beside real ones.
    pub fn new(
        images: &'a ImageSet,
        real: &'a RealImages,
        data: Data<'a>,
        classifier: &'a Classifier,
    ) -> Self {
        Self {
            images,
            real,
            data,
            classifier,
            apart: None,
            overlap: OnceCell::new(),
            notes: RefCell::default(),
        }
    }

    /// The same with further images of the same kind, `[n * 784]`, that are apart from all images they may be compared with: costly
    /// metrics need many.
    pub fn with_apart(mut self, images: Option<&'a [f32]>) -> Self {
        self.apart = images;
        self
    }

    /// Their pixels, `[n * 784]`, 0 to 1.
    pub fn images(&self) -> &[f32] {
        &self.images.images().pixels
    }

    /// The digits that were asked for, `[n]`, if any were.
    pub fn labels(&self) -> Option<&[u8]> {
        self.images.images().labels.as_deref()
    }

    /// What the classifier says of each, `[n]` rows of ten probabilities.
    ///
    /// # Errors
    /// `bad-input` when there is no image or a pixel is not finite.
    pub fn probabilities(&self) -> Result<Rc<[[f64; CLASSES]]>> {
        Ok(self.known(self.images)?.probabilities.clone())
    }

    /// What the classifier's last hidden layer says of each, `[n * 64]`.
    ///
    /// # Errors
    /// As [`probabilities`](Self::probabilities).
    pub fn features(&self) -> Result<Rc<[f32]>> {
        Ok(self.known(self.images)?.features.clone())
    }

    /// The same of two sets of real images, as many as are judged each, or half of all test images: those that are judged beside
    /// samples, and those that both are compared with.
    ///
    /// # Errors
    /// As [`probabilities`](Self::probabilities).
    pub fn real_features(&self) -> Result<[Rc<[f32]>; 2]> {
        let judged = self.known(&self.real.judged)?.features.clone();
        Ok([judged, self.known(&self.real.reference)?.features.clone()])
    }

    /// How their features and those of the real images that they are compared with lie to each other; none where there are too
    /// few of either.
    ///
    /// # Errors
    /// As [`probabilities`](Self::probabilities).
    pub fn overlap(&self) -> Result<Option<Overlap>> {
        if let Some(overlap) = self.overlap.get() {
            return Ok(*overlap);
        }
        const D: usize = Classifier::FEATURES;
        let features = self.features()?;
        let reference = self.known(&self.real.reference)?.features.clone();
        let enough = features.len().min(reference.len()) / D > NEIGHBOURS;
        let overlap = enough
            .then(|| Overlap::new(&reference, &features, D, NEIGHBOURS))
            .transpose()?;
        Ok(*self.overlap.get_or_init(|| overlap))
    }

    /// The distance in pixels of the first 250 to the nearest image each that the model was trained on, `[n]`.
    pub fn nearest(&self) -> Rc<[f32]> {
        loop {
            if let Some(nearest) = self.images.nearest() {
                return nearest.clone();
            }
            self.images.compare(self.data);
        }
    }

    /// Further images of the same kind, `[n * 784]`, where there are some: see [`with_apart`](Self::with_apart).
    pub fn apart(&self) -> Option<&[f32]> {
        self.apart
    }

    /// Real images to compare with, and those that a model has learnt from.
    pub fn data(&self) -> Data<'a> {
        self.data
    }

    /// Leaves a sentence for whoever reads the numbers.
    pub fn note(&self, sentence: String) {
        self.notes.borrow_mut().push(sentence);
    }

    /// The sentences that were left.
    pub fn take_notes(&self) -> Vec<String> {
        self.notes.take()
    }

    fn known<'b>(&self, set: &'b ImageSet) -> Result<&'b Known> {
        loop {
            if let Some(known) = set.known() {
                return Ok(known);
            }
            set.classify(self.classifier)?;
        }
    }
}
