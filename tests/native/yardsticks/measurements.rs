//! Measurements of models, in parts and digit by digit.

use crate::{session, small_mnist, train};
use generative_playground::metrics::{RealData, draw, trained_on};
use serde_json::json;
use yardsticks::{
    CLASSES, Classifier, Comparison, Evaluator, ImageSet, Images, METRICS, Measurement, Metric,
    RealImages, Subject, Value, judge,
};

pub fn number(of: &Comparison, name: &str, real: bool) -> f64 {
    let judgement = if real { &of.real } else { &of.samples };
    match judgement.get(name) {
        Some(Value::Number(number)) => *number,
        other => panic!("{name}: {other:?}"),
    }
}

/// What the page does with a model: a part at a time, and the model may train in between.
#[test]
fn a_measurement_in_parts_is_the_judgement_of_the_model_as_it_was() {
    let mut session = session(json!({ "hidden_dim": 32, "latent_dim": 4 }));
    train(&mut session, 60);
    let (count, seed) = (700, 5);
    let (classifier, _) = Classifier::shipped().unwrap();
    let metrics: Vec<&dyn Metric> = METRICS
        .iter()
        .copied()
        .filter(|it| !it.is_costly())
        .collect();
    let expected = {
        let (trainer, dataset) = session.trainer().unwrap();
        let chosen = trained_on(trainer, dataset).unwrap();
        let real = RealData::of(dataset);
        let data = real.chosen(&chosen);
        let real = RealImages::of(data, count, false);
        let samples = pollster::block_on(draw(trainer, count, seed)).unwrap();
        let samples = ImageSet::new(samples);
        let judge = |images| {
            let subject = Subject::new(images, &real, data, &classifier);
            judge(&metrics, &subject).unwrap()
        };
        Comparison {
            count,
            real_count: count,
            samples: judge(&samples),
            real: judge(&real.judged),
            by_digit: Vec::new(),
        }
    };
    let mut evaluator = Evaluator::new(classifier.clone());
    for again in [false, true] {
        let (trainer, dataset) = session.trainer().unwrap();
        let chosen = trained_on(trainer, dataset).unwrap();
        let samples = pollster::block_on(draw(trainer, count, seed)).unwrap();
        let mut measurement = Measurement::new(samples).unwrap();
        let (mut parts, mut share) = (0, 0.0);
        let found = loop {
            if !again {
                train(&mut session, 1);
            }
            parts += 1;
            let real = RealData::of(&session.dataset);
            let data = real.chosen(&chosen);
            if let Some(found) = evaluator.advance(&mut measurement, data).unwrap() {
                break found;
            }
            assert!(measurement.share() >= share && measurement.share() <= 1.0);
            share = measurement.share();
        };
        if again {
            assert_eq!(
                found.real, expected.real,
                "real images do not change with the model"
            );
            assert_ne!(found.samples, expected.samples);
        } else {
            assert_eq!(found, expected);
        }
        // The second time real images are known. Of 60,000 training images 10,000 are compared with at once.
        let (classified, compared) = (2, 6);
        let real = 2 * classified + compared;
        let all = classified + compared + if again { 0 } else { real };
        assert!(
            (all - 3..all + 3).contains(&parts),
            "{parts} parts, {all} of them long"
        );
        assert!(share > 0.5);
    }
    // Real images: of all kinds, near to each other, and judged by others than themselves.
    assert!(number(&expected, "classifier_distance", true) > 0.0);
    assert_eq!(
        number(&expected, "classifier_distance", true),
        number(&expected, "classifier_distance_floor", false)
    );
    for name in ["precision", "recall", "density", "coverage", "diversity"] {
        let real = number(&expected, name, true);
        assert!((0.85..1.15).contains(&real), "{name}: {real}");
    }
    // After 60 steps a model draws some digits, and few ways of writing each.
    for name in ["recall", "coverage", "classifier_score"] {
        assert!(
            number(&expected, name, false) < number(&expected, name, true),
            "{name}"
        );
    }
}

/// All of it once more for each digit: what a conditional model was asked for, or what the classifier sees.
#[test]
fn digits_are_judged_one_by_one() {
    let (classifier, _) = Classifier::shipped().unwrap();
    let dataset = small_mnist(300, 2_000);
    let chosen: Vec<u32> = (0..300).collect();
    let real = RealData::of(&dataset);
    let data = real.chosen(&chosen);
    // Test images as samples, with fours that were to be nines.
    let pixels = dataset.test.pixels(0, 1_000).unwrap();
    let asked: Vec<u8> = (0..1_000)
        .map(|at| match dataset.test.label(at) {
            4 => 9,
            label => label,
        })
        .collect();
    let mut evaluator = Evaluator::new(classifier.clone());
    let mut measure = |labels: Option<Vec<u8>>| {
        let pixels = pixels.clone();
        let measurement = Measurement::new(Images { pixels, labels }).unwrap();
        let mut measurement = measurement.by_digit(true);
        loop {
            if let Some(found) = evaluator.advance(&mut measurement, data).unwrap() {
                break found;
            }
        }
    };
    let value = |of: &Comparison, name: &str| match of.samples.get(name) {
        Some(Value::Number(number)) => *number,
        other => panic!("{name}: {other:?}"),
    };
    let found = measure(Some(asked.clone()));
    assert_eq!(found.by_digit.len(), CLASSES);
    for (digit, of) in found.by_digit.iter().enumerate() {
        let count = |labels: &[u8]| {
            labels
                .iter()
                .filter(|&&it| usize::from(it) == digit)
                .count()
        };
        assert_eq!(of.count, count(&asked), "{digit}");
        // Every other test image is judged.
        let labels: Vec<u8> = (0..1_000).map(|at| dataset.test.label(2 * at)).collect();
        assert_eq!(of.real_count, count(&labels), "{digit}");
    }
    // None was asked for, and half of the nines are none.
    assert!(found.by_digit[4].samples.values().is_empty());
    let right = value(&found.by_digit[9], "label_accuracy");
    assert!((0.3..0.65).contains(&right), "{right}");
    assert!(value(&found.by_digit[3], "label_accuracy") > 0.95);
    assert!(value(&found.by_digit[9], "precision") < value(&found.by_digit[3], "precision"));
    assert!(value(&found.by_digit[3], "coverage") > 0.8);

    // The same as of these images alone, judged beside the real ones of the digit.
    let seen = measure(None);
    let rows = classifier.probabilities(&pixels).unwrap();
    let taken = |row: &[f64; CLASSES]| (0..CLASSES).max_by(|&a, &b| row[a].total_cmp(&row[b]));
    let fours: Vec<usize> = (0..1_000)
        .filter(|&at| taken(&rows[at]) == Some(4))
        .collect();
    assert_eq!(seen.by_digit[4].count, fours.len());
    let mean: f64 = fours.iter().map(|&at| rows[at][4]).sum::<f64>() / fours.len() as f64;
    assert!((value(&seen.by_digit[4], "confidence") - mean).abs() < 1e-12);
    let counts: usize = seen.by_digit.iter().map(|of| of.count).sum();
    assert_eq!(counts, 1_000);
    let json = serde_json::to_value(&seen).unwrap();
    assert_eq!(json["by_digit"][4]["count"], fours.len());
    assert!(json["by_digit"][4]["real"]["precision"].is_number());
}
