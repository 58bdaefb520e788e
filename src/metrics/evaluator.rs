//! All metrics of a model beside real images, a part at a time.

use super::image_set::ImageSet;
use super::nearest::TrainingImages;
use super::source::{Drawn, Half, ImageSource, Real, Samples};
use super::subject::{RealImages, Subject};
use super::{Comparison, Judgement, METRICS, Metric, judge};
use crate::dataset::MnistDataset;
use crate::error::Result;
use crate::model::Classifier;
use crate::training::Trainer;
use burn::tensor::Device;
use std::rc::Rc;

/// The classifier by which models are measured, and what it has said of real images, which is kept from one measurement to the
/// next.
#[derive(Debug)]
pub struct Evaluator {
    classifier: Classifier,
    device: Device,
    known: Option<Known>,
}

/// Real images of the last measurement.
#[derive(Debug)]
struct Known {
    count: usize,
    labelled: bool,
    training: Rc<TrainingImages>,
    images: RealImages,
    judgement: Option<Judgement>,
}

/// Samples of a model as it was, on their way to be measured.
#[derive(Debug)]
pub struct Measurement {
    samples: Drawn,
    count: usize,
    training: Rc<TrainingImages>,
    images: Rc<ImageSet>,
    judgement: Option<Judgement>,
}

impl Measurement {
    /// Draws `count` samples of the model as it is, as `playground judge` does: the same seed gives the same.
    ///
    /// # Errors
    /// `bad-input` when `count` is 0; `no-data` when the recipe needs images that are not there; `device-lost`.
    pub async fn begin(
        trainer: &Trainer,
        dataset: &MnistDataset,
        count: usize,
        seed: u64,
    ) -> Result<Self> {
        let samples = Samples { trainer, seed };
        Ok(Self {
            samples: Drawn {
                images: samples.images(count).await?,
                labels: samples.labels(count),
            },
            count,
            training: TrainingImages::of(trainer, dataset)?,
            images: Rc::default(),
            judgement: None,
        })
    }
}

impl Evaluator {
    /// With a classifier that is on this device.
    pub fn new(classifier: Classifier, device: Device) -> Self {
        Self {
            classifier,
            device,
            known: None,
        }
    }

    /// Forgets what is known of real images: the data are others now.
    pub fn forget(&mut self) {
        self.known = None;
    }

    /// Goes on with a measurement for some hundred milliseconds at most, and answers once it is done: all metrics but the costly
    /// ones. All test images and those that the model was trained on must be there.
    ///
    /// # Errors
    /// `bad-input` when `count` is 0 or a sample is not finite; `device-lost`.
    pub async fn advance(
        &mut self,
        measurement: &mut Measurement,
        dataset: &MnistDataset,
    ) -> Result<Option<Comparison>> {
        let Measurement { samples, count, .. } = measurement;
        let (count, labelled) = (*count, samples.labels.is_some());
        let training = &measurement.training;
        let fits = |known: &Known| {
            let same = known.training.indices() == training.indices();
            same && (known.count, known.labelled) == (count, labelled)
        };
        let known = match self.known.take() {
            Some(known) if fits(&known) => known,
            _ => Known {
                count,
                labelled,
                training: training.clone(),
                images: RealImages::default(),
                judgement: None,
            },
        };
        let known = self.known.insert(known);

        let real = Real {
            dataset,
            labelled,
            half: Half::Judged,
        };
        let subject = |source| {
            let subject = Subject::new(source, count, dataset, &self.classifier, &self.device)?;
            Result::Ok(subject.trained_on(&known.training).beside(&known.images))
        };
        let samples = subject(samples as &dyn ImageSource)?.of_images(&measurement.images);
        let real = subject(&real)?.itself_real();
        if !samples.advance().await? || !real.advance().await? {
            return Ok(None);
        }
        let metrics: Vec<&dyn Metric> = (METRICS.iter().copied())
            .filter(|metric| !metric.is_costly())
            .collect();
        let Some(found) = &measurement.judgement else {
            measurement.judgement = Some(judge(&metrics, &samples).await?);
            return Ok(None);
        };
        let real = match &known.judgement {
            Some(judgement) => judgement.clone(),
            None => judge(&metrics, &real).await?,
        };
        known.judgement = Some(real.clone());
        Ok(Some(Comparison {
            count,
            real_count: Real::count(dataset, count),
            samples: found.clone(),
            real,
        }))
    }
}
