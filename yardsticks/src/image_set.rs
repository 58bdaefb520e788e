//! Some images, and what is known of them so far.

use crate::classifier::{Classified, Classifier};
use crate::search::Search;
use crate::{CLASSES, Data, Images, PIXELS, Result};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// Images that are classified in one part.
const BATCH: usize = 500;

/// Images that are compared with those of training. The standard error of the distances' median is about two percent then.
pub(crate) const COMPARED: usize = 250;

/// Images with what is computed of them: each when it is first asked for, once, and a part at a time.
#[derive(Debug, Default)]
pub struct ImageSet {
    images: Images,
    /// Of the first images only, until all have been seen.
    seen: RefCell<Vec<Classified>>,
    classified: OnceCell<Known>,
    search: RefCell<Option<Search>>,
    nearest: OnceCell<Rc<[f32]>>,
}

/// What the classifier says of all images.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    /// `[n * 64]`
    pub(crate) features: Rc<[f32]>,
    /// `[n]`
    pub(crate) probabilities: Rc<[[f64; CLASSES]]>,
}

impl ImageSet {
    /// Nothing is known of them yet.
    pub fn new(images: Images) -> Self {
        Self {
            images,
            ..Self::default()
        }
    }

    /// The images.
    pub fn images(&self) -> &Images {
        &self.images
    }

    /// Those at these places, with what is known of them.
    pub(crate) fn only(&self, places: &[usize]) -> Self {
        let pixels = |&at: &usize| &self.images.pixels[at * PIXELS..(at + 1) * PIXELS];
        let labels = self.images.labels.as_ref();
        let images = Images {
            pixels: places.iter().flat_map(pixels).copied().collect(),
            labels: labels.map(|labels| places.iter().map(|&at| labels[at]).collect()),
        };
        let set = Self::new(images);
        if let Some(Known {
            features,
            probabilities,
        }) = self.classified.get()
        {
            const D: usize = Classifier::FEATURES;
            let features = places
                .iter()
                .flat_map(|&at| &features[at * D..(at + 1) * D]);
            let probabilities = places.iter().map(|&at| probabilities[at]);
            set.classified.get_or_init(|| Known {
                features: features.copied().collect(),
                probabilities: probabilities.collect(),
            });
        }
        if let Some(nearest) = self.nearest.get() {
            // Only the first have been compared.
            let found = places.iter().filter_map(|&at| nearest.get(at));
            set.nearest.get_or_init(|| found.copied().collect());
        }
        set
    }

    /// What the classifier says of them, once it has seen all.
    pub(crate) fn known(&self) -> Option<&Known> {
        self.classified.get()
    }

    /// Shows the classifier some more of these images, and says whether these were the last.
    pub(crate) fn classify(&self, classifier: &Classifier) -> Result<bool> {
        if self.classified.get().is_some() {
            return Ok(true);
        }
        let pixels = &self.images.pixels;
        let mut seen = self.seen.borrow_mut();
        let start = seen.len() * BATCH * PIXELS;
        let end = pixels.len().min(start + BATCH * PIXELS);
        if start < end {
            seen.push(classifier.classify(&pixels[start..end])?);
        }
        if end < pixels.len() {
            return Ok(false);
        }
        let seen = std::mem::take(&mut *seen);
        self.classified.get_or_init(|| Known {
            features: seen
                .iter()
                .flat_map(|part| part.features.iter().copied())
                .collect(),
            probabilities: (seen.iter())
                .flat_map(|part| part.probabilities.iter().copied())
                .collect(),
        });
        Ok(true)
    }

    /// The distance of the first 250 to the nearest training image each, `[n]`, once all of these have been compared.
    pub(crate) fn nearest(&self) -> Option<&Rc<[f32]>> {
        self.nearest.get()
    }

    /// Compares the first of these images with some more of those of training, and says whether these were the last.
    pub(crate) fn compare(&self, data: Data) -> bool {
        if self.nearest.get().is_some() {
            return true;
        }
        let mut search = self.search.borrow_mut();
        let search = search.get_or_insert_with(|| {
            let pixels = &self.images.pixels;
            Search::new(&pixels[..pixels.len().min(COMPARED * PIXELS)])
        });
        let done = search.advance(data);
        if done {
            self.nearest.get_or_init(|| search.distances().into());
        }
        done
    }

    /// How much of both has been done, 0 to 1 each.
    pub(crate) fn shares(&self, data: Data) -> [f64; 2] {
        let seen = self.seen.borrow().len() * BATCH;
        let classified = match self.classified.get() {
            Some(_) => 1.0,
            None => seen as f64 / self.images.len().max(1) as f64,
        };
        let search = self.search.borrow();
        let compared = match self.nearest.get() {
            Some(_) => 1.0,
            None => search.as_ref().map_or(0.0, |search| search.share(data)),
        };
        [classified, compared]
    }
}
