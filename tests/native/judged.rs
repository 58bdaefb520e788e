//! Metrics as a list: what judges goes over it, whatever is in it.

use super::{session, small_mnist};
use generative_playground::dataset::PIXELS;
use generative_playground::metrics::{RealData, draw};
use serde_json::json;
use std::rc::Rc;
use yardsticks::{
    Better, CLASSES, Classifier, Data, ImageSet, Images, METRICS, Measured, Measurement, Metric,
    RealImages, Result, Subject, Value, judge,
};

/// A metric that nothing else knows of: the mean brightness, with the largest feature beside it.
#[derive(Debug)]
struct Brightness;

impl Metric for Brightness {
    fn name(&self) -> &'static str {
        "brightness"
    }

    fn range(&self) -> (f64, f64) {
        (0.0, 1.0)
    }

    fn better(&self) -> Better {
        Better::LikeReal
    }

    fn compute(&self, subject: &Subject<'_>) -> Result<Option<Measured>> {
        let images = subject.images();
        let sum: f64 = images.iter().map(|&x| f64::from(x)).sum();
        let features = subject.features()?;
        let largest = features.iter().copied().fold(0.0, f32::max);
        Ok(Some(Measured {
            value: Value::Number(sum / images.len() as f64),
            beside: vec![("largest_feature", f64::from(largest).into())],
        }))
    }
}

/// Data of which a model has learnt all training images.
pub fn all_of<'a>(real: &'a RealData<'a>, chosen: &'a mut Vec<u32>) -> Data<'a> {
    *chosen = (0..real.chosen(&[]).train_len() as u32).collect();
    real.chosen(chosen)
}

#[test]
fn a_metric_of_ones_own_is_judged_by_and_reported_like_the_others() {
    let (classifier, _) = Classifier::shipped().unwrap();
    let dataset = small_mnist(20, 500);
    let mut chosen = Vec::new();
    let all = RealData::of(&dataset);
    let data = all_of(&all, &mut chosen);
    let real = RealImages::of(data, 200, true);
    let subject = Subject::new(&real.judged, &real, data, &classifier);
    let mut metrics: Vec<&dyn Metric> = METRICS.to_vec();
    metrics.retain(|metric| !metric.is_costly());
    metrics.push(&Brightness);
    let judged = judge(&metrics, &subject).unwrap();
    let names: Vec<_> = judged.values().iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names,
        [
            "classifier_score",
            "classifier_distance",
            "classifier_distance_floor",
            "precision",
            "recall",
            "density",
            "coverage",
            "diversity",
            "nearest_distance",
            "digit_shares",
            "confidence",
            "label_accuracy",
            "confusion",
            "brightness",
            "largest_feature"
        ]
    );
    // Every other test image: the others are what they are compared with.
    let pixels = dataset.test.pixels(0, 400).unwrap();
    let pixels = pixels
        .chunks_exact(PIXELS)
        .step_by(2)
        .collect::<Vec<_>>()
        .concat();
    let mean = pixels.iter().map(|&x| f64::from(x)).sum::<f64>() / pixels.len() as f64;
    assert_eq!(judged.get("brightness"), Some(&Value::Number(mean)));
    let json = serde_json::to_value(&judged).unwrap();
    assert_eq!(json["brightness"], mean);
    assert_eq!(json["digit_shares"].as_array().unwrap().len(), CLASSES);
    assert!(Measurement::new(Images::default()).is_err());
}

/// Who is asked for nothing computes nothing, and who is asked twice computes once.
#[test]
fn what_a_metric_does_not_ask_for_is_not_computed() {
    let (classifier, _) = Classifier::shipped().unwrap();
    let dataset = small_mnist(2, 2);
    let mut chosen = Vec::new();
    let all = RealData::of(&dataset);
    let data = all_of(&all, &mut chosen);
    let real = RealImages::default();
    let find = |name: &str| *METRICS.iter().find(|metric| metric.name() == name).unwrap();
    let set = |pixel: f32| {
        ImageSet::new(Images {
            pixels: vec![pixel; 3 * PIXELS],
            labels: None,
        })
    };
    // What cannot be classified is no matter where nothing is to be classified.
    let spoilt = set(f32::NAN);
    let subject = Subject::new(&spoilt, &real, data, &classifier);
    let judged = judge(&[find("label_accuracy")], &subject).unwrap();
    assert!(judged.values().is_empty(), "no digit was asked for");
    assert!(judge(&[find("confidence")], &subject).is_err());
    let gray = set(0.5);
    let subject = Subject::new(&gray, &real, data, &classifier);
    let [one, other] = [(), ()].map(|()| subject.probabilities().unwrap());
    assert!(Rc::ptr_eq(&one, &other));
}

#[test]
fn every_metric_has_a_name_of_its_own_and_real_images_lie_in_its_range() {
    let (classifier, _) = Classifier::shipped().unwrap();
    let dataset = small_mnist(60, 300);
    let mut chosen = Vec::new();
    let all = RealData::of(&dataset);
    let data = all_of(&all, &mut chosen);
    let real = RealImages::of(data, 150, true);
    let further = dataset.train.pixels(0, 30).unwrap();
    let subject = Subject::new(&real.judged, &real, data, &classifier);
    let judged = judge(METRICS, &subject.with_apart(Some(&further))).unwrap();
    let mut names: Vec<_> = judged.values().iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
    for metric in METRICS {
        let (min, max) = metric.range();
        let values = match judged.get(metric.name()).unwrap() {
            Value::Number(value) => vec![*value],
            Value::PerClass(values) => values.clone(),
            Value::PerPair(values) => values.concat(),
        };
        let all_within = values.iter().all(|value| (min..=max).contains(value));
        assert!(all_within, "{}: {values:?}", metric.name());
    }
}

#[test]
fn samples_are_the_same_however_many_are_judged() {
    let mut session = session(json!({ "hidden_dim": 8, "latent_dim": 2 }));
    let (trainer, _) = session.trainer().unwrap();
    let draw = |n| pollster::block_on(draw(trainer, n, 3)).unwrap().pixels;
    let (few, many) = (draw(730), draw(1_200));
    assert!(few[..] == many[..730 * PIXELS]);
}
