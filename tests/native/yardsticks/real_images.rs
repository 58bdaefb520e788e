//! The real images that samples are compared with.

use super::measurements::number;
use crate::{piece, session, small_mnist};
use generative_playground::dataset::PIXELS;
use generative_playground::metrics::{RealData, data_id, trained_on};
use serde_json::json;
use yardsticks::{
    Classifier, Evaluator, ImageSet, Images, METRICS, Measurement, RealImages, Subject, Value,
    judge,
};

/// Other training images under the same places are other data: a self-consuming loop measures one generation after another.
#[test]
fn real_images_are_not_those_of_other_data() {
    let (classifier, _) = Classifier::shipped().unwrap();
    let whole = small_mnist(400, 100);
    let mut evaluator = Evaluator::new(classifier);
    let chosen: Vec<u32> = (0..200).collect();
    let mut distances = Vec::new();
    for seen in [false, true] {
        let mut dataset = small_mnist(200, 100);
        if seen {
            // The real images that are judged are learnt by heart.
            let (images, labels) = piece(&whole.test, 0, 100);
            dataset = generative_playground::dataset::MnistDataset::with_sizes(200, 100);
            for _ in 0..2 {
                dataset.train.append(&images, &labels).unwrap();
            }
            dataset.test.append(&images, &labels).unwrap();
        }
        let real = RealData::of(&dataset);
        let data = real.chosen(&chosen);
        let pixels = whole.train.pixels(300, 50).unwrap();
        let samples = Images {
            pixels,
            labels: None,
        };
        let mut measurement = Measurement::new(samples).unwrap();
        let found = loop {
            if let Some(found) = evaluator.advance(&mut measurement, data).unwrap() {
                break found;
            }
        };
        distances.push(number(&found, "nearest_distance", true));
    }
    assert!(distances[0] > 1.0, "{distances:?}");
    assert_eq!(distances[1], 0.0);
}

/// What a model was trained on is what its data's recipe has chosen, as far as it is there.
#[test]
fn training_images_are_those_of_the_recipe() {
    let mut session = session(json!({ "data.digits": "3,5", "data.limit": 400, "hidden_dim": 8 }));
    let (trainer, dataset) = session.trainer().unwrap();
    let chosen = trained_on(trainer, dataset).unwrap();
    assert_eq!(chosen.len(), 400);
    let label = |&index: &u32| dataset.train.label(index as usize);
    assert!(chosen.iter().all(|index| [3, 5].contains(&label(index))));
    let id = data_id(dataset, &chosen);
    assert_ne!(id, data_id(dataset, &chosen[1..]));
    assert_ne!(id, data_id(&small_mnist(50, 10), &chosen));
    session
        .load(crate::settings(json!({ "hidden_dim": 8 })))
        .unwrap();
    let (trainer, _) = session.trainer().unwrap();
    let few = trained_on(trainer, &small_mnist(50, 10)).unwrap();
    assert!(few.into_iter().eq(0..50));
}

/// Training images, given out as samples, are found out; those that were not trained on are none.
#[test]
fn samples_that_were_learnt_by_heart_lie_at_no_distance() {
    let (classifier, _) = Classifier::shipped().unwrap();
    let dataset = small_mnist(400, 200);
    let metric = METRICS
        .iter()
        .find(|it| it.name() == "nearest_distance")
        .unwrap();
    let all = RealData::of(&dataset);
    let real = RealImages::of(all.chosen(&[]), 100, false);
    let distance = |images: Images, training: std::ops::Range<u32>| {
        let chosen: Vec<u32> = training.collect();
        let images = ImageSet::new(images);
        let subject = Subject::new(&images, &real, all.chosen(&chosen), &classifier);
        match judge(&[*metric], &subject).unwrap().get("nearest_distance") {
            Some(Value::Number(number)) => *number,
            other => panic!("{other:?}"),
        }
    };
    let copies = Images {
        pixels: dataset.train.pixels(0, 100).unwrap(),
        labels: None,
    };
    assert_eq!(distance(copies.clone(), 0..400), 0.0);
    let others = distance(copies, 100..400);
    let test = distance(real.judged.images().clone(), 100..400);
    assert!(
        others > 4.0 && (others / test - 1.0).abs() < 0.2,
        "{others}, {test}"
    );

    // The median of an even number, by all pixels of all.
    let images = dataset.test.pixels(0, 200).unwrap();
    let train = dataset.train.pixels(100, 300).unwrap();
    let judged = images.chunks_exact(PIXELS).step_by(2);
    let mut nearest: Vec<f64> = judged
        .map(|image| {
            let distances = train.chunks_exact(PIXELS).map(|other| {
                let squares = image
                    .iter()
                    .zip(other)
                    .map(|(x, y)| f64::from(x - y).powi(2));
                squares.sum::<f64>().sqrt()
            });
            distances.fold(f64::INFINITY, f64::min)
        })
        .collect();
    nearest.sort_by(f64::total_cmp);
    let median = (nearest[49] + nearest[50]) / 2.0;
    assert!((test - median).abs() < 1e-4, "{test}, {median}");
}
