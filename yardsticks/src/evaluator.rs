//! All metrics of samples beside real images, a part at a time.

use crate::classifier::Classifier;
use crate::data::{Data, Images};
use crate::image_set::ImageSet;
use crate::judgement::{Comparison, Judgement, judge};
use crate::probabilities::likeliest;
use crate::subject::{RealImages, Subject};
use crate::{CLASSES, Error, ErrorKind, METRICS, Metric, PIXELS, Result};

/// The classifier by which models are measured, and what it has said of real images, which is kept from one measurement to the
/// next.
#[derive(Debug)]
pub struct Evaluator {
    classifier: Classifier,
    known: Option<Known>,
}

/// Real images of the last measurement.
#[derive(Debug)]
struct Known {
    /// What they are the real images of: the data, the number of samples, whether these have labels, and whether costly metrics are asked for.
    of: (u64, usize, bool, bool),
    images: RealImages,
    judgement: Option<Judgement>,
}

/// Samples on their way to be measured.
#[derive(Debug)]
pub struct Measurement {
    samples: ImageSet,
    /// Further samples for costly metrics.
    apart: Option<Vec<f32>>,
    by_digit: bool,
    judgement: Option<Judgement>,
    digits: Vec<Comparison>,
    share: f64,
    notes: Vec<String>,
}

impl Measurement {
    /// Of these samples.
    ///
    /// # Errors
    /// `bad-input` when there is none, or they are not whole.
    pub fn new(samples: Images) -> Result<Self> {
        if samples.is_empty() || !samples.pixels.len().is_multiple_of(PIXELS) {
            return Err(Error::new(
                ErrorKind::BadInput,
                format!(
                    "There is no whole image to judge: images are {PIXELS} numbers each, and {} came.",
                    samples.pixels.len()
                ),
            ));
        }
        Ok(Self {
            samples: ImageSet::new(samples),
            apart: None,
            by_digit: false,
            judgement: None,
            digits: Vec::new(),
            share: 0.0,
            notes: Vec::new(),
        })
    }

    /// Of each digit too.
    pub fn by_digit(mut self, by_digit: bool) -> Self {
        self.by_digit = by_digit;
        self
    }

    /// By costly metrics too, with these further samples `[n * 784]`.
    pub fn with_costly(mut self, further: Vec<f32>) -> Self {
        self.apart = Some(further);
        self
    }

    /// How much of it has been done, 0 to 1.
    pub fn share(&self) -> f64 {
        self.share
    }

    /// Sentences for whoever reads the numbers.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}

impl Evaluator {
    /// With this classifier.
    pub fn new(classifier: Classifier) -> Self {
        Self {
            classifier,
            known: None,
        }
    }

    /// Goes on with a measurement until it is done.
    ///
    /// # Errors
    /// As [`advance`](Self::advance).
    pub fn complete(&mut self, measurement: &mut Measurement, data: Data) -> Result<Comparison> {
        loop {
            if let Some(found) = self.advance(measurement, data)? {
                return Ok(found);
            }
        }
    }

    /// Goes on with a measurement for some hundred milliseconds at most, and answers once it is done. Costly metrics take minutes.
    ///
    /// # Errors
    /// `bad-input` when a sample is not finite; `no-data` when there are not two test images; those of the metrics.
    pub fn advance(
        &mut self,
        measurement: &mut Measurement,
        data: Data,
    ) -> Result<Option<Comparison>> {
        let Measurement { samples, apart, .. } = measurement;
        let count = samples.images().len();
        let labelled = samples.images().labels.is_some();
        if data.real_count(count) == 0 {
            return Err(Error::new(
                ErrorKind::NoData,
                "Two test images are needed, one to judge beside the samples and one to compare both with: load more.",
            ));
        }
        let of = (data.id, count, labelled, apart.is_some());
        let known = match self.known.take() {
            Some(known) if known.of == of => known,
            _ => Known {
                of,
                images: RealImages::of(data, count, labelled),
                judgement: None,
            },
        };
        let known = self.known.insert(known);
        let RealImages { judged, reference } = &known.images;

        let classifier = &self.classifier;
        let ready = samples.classify(classifier)?
            && judged.classify(classifier)?
            && reference.classify(classifier)?
            && samples.compare(data)
            && judged.compare(data);
        if !ready {
            let [a, b] = samples.shares(data);
            let [c, d] = judged.shares(data);
            let [e, _] = reference.shares(data);
            measurement.share = (a + b + c + d + e) / 5.0;
            return Ok(None);
        }

        let metrics: Vec<&dyn Metric> = (METRICS.iter().copied())
            .filter(|metric| apart.is_some() || !metric.is_costly())
            .collect();
        let Some(found) = &measurement.judgement else {
            let subject = Subject::new(samples, &known.images, data, classifier);
            let subject = subject.with_apart(apart.as_deref());
            measurement.judgement = Some(judge(&metrics, &subject)?);
            measurement.notes.extend(subject.take_notes());
            return Ok(None);
        };
        let real = match &known.judgement {
            Some(judgement) => judgement.clone(),
            None => {
                let further = apart.as_ref().map(|all| data.apart(all.len() / PIXELS));
                let further = further.transpose()?;
                let subject = Subject::new(judged, &known.images, data, classifier);
                judge(&metrics, &subject.with_apart(further.as_deref()))?
            }
        };
        known.judgement = Some(real.clone());
        if measurement.by_digit && measurement.digits.len() < CLASSES {
            let digit = measurement.digits.len();
            let found = self.of_digit(&measurement.samples, data, digit)?;
            measurement.digits.push(found);
            return Ok(None);
        }
        Ok(Some(Comparison {
            count,
            real_count: data.real_count(count),
            samples: found.clone(),
            real,
            by_digit: std::mem::take(&mut measurement.digits),
        }))
    }

    /// By all metrics but the costly ones, samples of one digit beside real images of it: what was asked for, or else what the
    /// classifier takes for it.
    fn of_digit(&self, samples: &ImageSet, data: Data, digit: usize) -> Result<Comparison> {
        let known = self.known.as_ref().expect("real images are known by now");
        let RealImages { judged, reference } = &known.images;
        let [samples, judged, reference] = [samples, judged, reference].map(|set| of(set, digit));
        let real = RealImages { judged, reference };
        let metrics: Vec<&dyn Metric> = (METRICS.iter().copied())
            .filter(|metric| !metric.is_costly())
            .collect();
        let of = |images: &ImageSet| {
            if images.images().is_empty() {
                return Ok(Judgement::default());
            }
            let subject = Subject::new(images, &real, data, &self.classifier);
            judge(&metrics, &subject)
        };
        Ok(Comparison {
            count: samples.images().len(),
            real_count: real.judged.images().len(),
            samples: of(&samples)?,
            real: of(&real.judged)?,
            by_digit: Vec::new(),
        })
    }
}

/// The images of a digit.
fn of(set: &ImageSet, digit: usize) -> ImageSet {
    let places: Vec<usize> = match (&set.images().labels, set.known()) {
        (Some(labels), _) => (0..labels.len())
            .filter(|&at| usize::from(labels[at]) == digit)
            .collect(),
        (None, Some(known)) => (0..known.probabilities.len())
            .filter(|&at| likeliest(&known.probabilities[at]) == digit)
            .collect(),
        (None, None) => Vec::new(),
    };
    set.only(&places)
}
