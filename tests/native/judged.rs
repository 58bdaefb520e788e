//! Metrics as a list: what judges goes over it, whatever is in it.

use super::metrics::{device, small_mnist};
use super::session;
use generative_playground::Result;
use generative_playground::dataset::PIXELS;
use generative_playground::metrics::{
    Better, BoxFuture, Half, ImageSource, METRICS, Measured, Metric, Real, Samples, Subject, Value,
    judge, shipped_classifier,
};
use generative_playground::model::CLASSES;
use serde_json::json;
use std::cell::Cell;

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

    fn compute<'a>(&'a self, subject: &'a Subject<'a>) -> BoxFuture<'a, Result<Option<Measured>>> {
        Box::pin(async {
            let images = subject.images().await?;
            let sum: f64 = images.iter().map(|&x| f64::from(x)).sum();
            let features = subject.features().await?;
            let largest = features.iter().copied().fold(0.0, f32::max);
            Ok(Some(Measured {
                value: Value::Number(sum / images.len() as f64),
                beside: vec![("largest_feature", f64::from(largest).into())],
            }))
        })
    }
}

#[test]
fn a_metric_of_ones_own_is_judged_by_and_reported_like_the_others() {
    let device = device();
    let (classifier, _) = shipped_classifier(&device).unwrap();
    let dataset = small_mnist(20, 500);
    let real = Real {
        dataset: &dataset,
        labelled: true,
        half: Half::Judged,
    };
    let subject = Subject::new(&real, 200, &dataset, &classifier, &device).unwrap();
    let mut metrics: Vec<&dyn Metric> = METRICS.to_vec();
    metrics.retain(|metric| !metric.is_costly());
    metrics.push(&Brightness);
    let judged = pollster::block_on(judge(&metrics, &subject)).unwrap();
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
    assert!(Subject::new(&real, 0, &dataset, &classifier, &device).is_err());
}

/// Who is asked for nothing computes nothing, and who is asked twice computes once.
#[test]
fn what_a_metric_does_not_ask_for_is_not_computed() {
    struct Counting(Cell<usize>);
    impl ImageSource for Counting {
        fn images(&self, n: usize) -> BoxFuture<'_, Result<Vec<f32>>> {
            self.0.set(self.0.get() + 1);
            Box::pin(async move { Ok(vec![0.5; n * PIXELS]) })
        }

        fn labels(&self, _: usize) -> Option<Vec<u8>> {
            None
        }
    }
    let device = device();
    let (classifier, _) = shipped_classifier(&device).unwrap();
    let dataset = small_mnist(2, 2);
    let source = Counting(0.into());
    let subject = Subject::new(&source, 3, &dataset, &classifier, &device).unwrap();
    let find = |name: &str| *METRICS.iter().find(|metric| metric.name() == name).unwrap();
    let judged = pollster::block_on(judge(&[find("label_accuracy")], &subject)).unwrap();
    assert!(judged.values().is_empty(), "no digit was asked for");
    assert_eq!(source.0.get(), 0);
    let two = [
        find("classifier_score"),
        find("confidence"),
        &Brightness as &dyn Metric,
    ];
    pollster::block_on(judge(&two, &subject)).unwrap();
    assert_eq!(source.0.get(), 1);
}

#[test]
fn every_metric_has_a_name_of_its_own_and_real_images_lie_in_its_range() {
    let device = device();
    let (classifier, _) = shipped_classifier(&device).unwrap();
    let dataset = small_mnist(60, 40);
    let real = Real {
        dataset: &dataset,
        labelled: true,
        half: Half::Judged,
    };
    let subject = Subject::new(&real, 40, &dataset, &classifier, &device).unwrap();
    let judged = pollster::block_on(judge(METRICS, &subject)).unwrap();
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
    let samples = Samples { trainer, seed: 3 };
    let draw = |n| pollster::block_on(samples.images(n)).unwrap();
    let (few, many) = (draw(730), draw(1_200));
    assert!(few[..] == many[..730 * PIXELS]);
}
