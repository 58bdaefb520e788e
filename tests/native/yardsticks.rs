//! Metrics of sets of points, against published numbers, closed forms and other people's packages.

use super::metrics::small_mnist;
use super::{session, train};
use generative_playground::dataset::PIXELS;
use generative_playground::metrics::{data, data_id, draw, trained_on};
use generative_playground::random::{Purpose, normal, stream};
use serde_json::json;
use yardsticks::metrics::{Gaussian, Overlap, confusion};
use yardsticks::{
    CLASSES, Classifier, Comparison, ErrorKind, Evaluator, ImageSet, Images, METRICS, Measurement,
    Metric, RealImages, Subject, Value, judge,
};

const FIXTURE: &str = include_str!("../fixtures/metrics/metrics.json");

fn draws(seed: u64, count: usize) -> Vec<f32> {
    normal(&mut stream(seed, Purpose::Noise, 0), count)
}

/// Compares with what other packages compute of the same points. Where two distances are nearly equal, rounding may decide which
/// is larger: that changes a count.
fn compare(expected: &serde_json::Value, found: &Overlap, shares: f64) {
    for (name, found, tolerance) in [
        ("precision", found.precision, shares),
        ("recall", found.recall, shares),
        ("density", found.density, shares),
        ("coverage", found.coverage, shares),
        ("diversity", found.diversity, 1e-5),
    ] {
        let expected = expected[name].as_f64().unwrap();
        let close = (found - expected).abs() <= tolerance;
        assert!(close, "{name}: {found}, {expected}");
    }
}

#[test]
fn distances_are_those_of_scipy_and_of_the_authors_package() {
    let fixture: serde_json::Value = serde_json::from_str(FIXTURE).unwrap();
    let cases = fixture["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 3);
    for case in cases {
        let points = |key: &str| -> Vec<f32> { serde_json::from_value(case[key].clone()).unwrap() };
        let (real, samples) = (points("real"), points("samples"));
        let [dimension, k] = ["dimension", "k"].map(|key| case[key].as_u64().unwrap() as usize);
        compare(
            case,
            &Overlap::new(&real, &samples, dimension, k).unwrap(),
            1e-9,
        );
        let fit = |points| Gaussian::fit(points, dimension).unwrap();
        let found = fit(&samples).squared_distance(&fit(&real));
        let expected = case["frechet"].as_f64().unwrap();
        assert!((found - expected).abs() < 1e-3, "{found}, {expected}");
    }
}

#[test]
fn in_many_dimensions_too() {
    let fixture: serde_json::Value = serde_json::from_str(FIXTURE).unwrap();
    let wide = &fixture["wide"];
    let points = |at: usize| -> Vec<f32> {
        let count = wide["counts"][at].as_u64().unwrap() as usize;
        let mut state = at as u64 + 1;
        let mut uniform = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005);
            state = state.wrapping_add(1_442_695_040_888_963_407);
            (state >> 32) as f64 / f64::from(2).powi(32)
        };
        let mut value = || (uniform() + uniform() + uniform() + uniform() - 2.0) * 3f64.sqrt();
        (0..count * 1_000).map(|_| value() as f32).collect()
    };
    let found = Overlap::new(&points(0), &points(1), 1_000, 5).unwrap();
    compare(wide, &found, 2e-3);
}

/// The example of Naeem et al. (`clovaai/generative-evaluation-prdc`). Its draws are not known, and the numbers depend on them: over
/// twelve pairs of sets ours were 0.482 with a standard deviation of 0.011, 0.478 and 0.010, 1.007 and 0.074, 0.970 and 0.007 (the
/// expectation of the density is 1), and those of their formula in NumPy spread as much. So they are compared within three of
/// these. That the same points give what the authors' package gives is what the tests above say.
#[test]
fn precision_recall_density_and_coverage_are_the_authors_where_real_and_fake_are_alike() {
    let (n, dimension) = (10_000, 1_000);
    let found = Overlap::new(
        &draws(1, n * dimension),
        &draws(2, n * dimension),
        dimension,
        5,
    );
    let found = found.unwrap();
    // Measured: 0.4830, 0.4701, 1.0794, 0.9751.
    for (name, found, published, deviation) in [
        ("precision", found.precision, 0.477, 0.011),
        ("recall", found.recall, 0.471, 0.010),
        ("density", found.density, 1.056, 0.074),
        ("coverage", found.coverage, 0.974, 0.007),
    ] {
        println!("{name}: {found:.4}, published {published}");
        assert!(
            (found - published).abs() < 3.0 * deviation,
            "{name}: {found}, {published}"
        );
    }
    assert!((found.diversity - 1.0).abs() < 1e-3, "{found:?}");
}

#[test]
fn sets_apart_and_sets_that_are_the_same_are_told_from_each_other() {
    let near = draws(3, 200 * 4);
    let far: Vec<f32> = near.iter().map(|x| x + 1_000.0).collect();
    let overlap = |real: &[f32], samples: &[f32]| Overlap::new(real, samples, 4, 5).unwrap();
    let apart = overlap(&near, &far);
    let shares = [apart.precision, apart.recall, apart.density, apart.coverage];
    assert_eq!(shares, [0.0; 4]);
    let same = overlap(&near, &near);
    assert_eq!(
        [same.precision, same.recall, same.coverage, same.diversity],
        [1.0; 4]
    );
    // A model that knows one image: it looks real, and is all there is of it.
    let one = near[..4].repeat(200);
    let collapsed = overlap(&near, &one);
    assert_eq!((collapsed.precision, collapsed.diversity), (1.0, 0.0));
    assert!(
        collapsed.coverage < 0.1 && collapsed.recall < 0.1,
        "{collapsed:?}"
    );

    let refused =
        |real: &[f32], samples: &[f32], k| Overlap::new(real, samples, 4, k).unwrap_err().kind;
    for code in [
        refused(&near[..20], &near, 5),
        refused(&near, &near[..20], 5),
        refused(&near, &near, 0),
        refused(&near[..21], &near, 1),
        refused(&near, &[f32::NAN; 40], 1),
    ] {
        assert_eq!(code, ErrorKind::BadInput);
    }
}

/// Points of which mean and covariance are known exactly: the corners of a box, moved.
fn corners(sides: &[f32], shift: &[f32]) -> Vec<f32> {
    let d = sides.len();
    (0..1 << d)
        .flat_map(|corner: usize| {
            (0..d).map(move |i| {
                shift[i]
                    + if corner >> i & 1 == 1 {
                        sides[i]
                    } else {
                        -sides[i]
                    }
            })
        })
        .collect()
}

#[test]
fn the_distance_of_known_normal_distributions_is_the_closed_form() {
    // Of diagonal covariances it is |m1 - m2|^2 + sum (s1 - s2)^2, with s^2 = side^2 n / (n - 1).
    let (one, other) = ([1.0, 2.0, 0.5, 3.0], [4.0, 2.0, 0.25, 0.0]);
    let shift = [0.0, 3.0, -4.0, 0.5];
    let bias = (16f64 / 15.0).sqrt();
    let terms = one
        .iter()
        .zip(&other)
        .map(|(a, b)| (f64::from(a - b) * bias).powi(2));
    let expected: f64 = terms.sum::<f64>() + 25.25;
    let fit = |points: &[f32]| Gaussian::fit(points, 4).unwrap();
    let one = fit(&corners(&one, &[0.0; 4]));
    let other = fit(&corners(&other, &shift));
    for found in [one.squared_distance(&other), other.squared_distance(&one)] {
        assert!((found - expected).abs() < 1e-9, "{found}, {expected}");
    }
    assert!(one.squared_distance(&one) < 1e-9);

    // Turned both by the same angle, nothing changes: the covariances are not diagonal any more.
    let turned = |points: Vec<f32>| {
        let (sine, cosine) = 0.7f32.sin_cos();
        let pairs = points.chunks_exact(2);
        let pairs =
            pairs.flat_map(|xy| [cosine * xy[0] - sine * xy[1], sine * xy[0] + cosine * xy[1]]);
        Gaussian::fit(&pairs.collect::<Vec<_>>(), 2).unwrap()
    };
    let [a, b] = [([1.0, 5.0], [0.0, 0.0]), ([2.0, 0.5], [3.0, 4.0])];
    let found = turned(corners(&a.0, &a.1)).squared_distance(&turned(corners(&b.0, &b.1)));
    let expected = 25.0 + (1.0 + 4.5 * 4.5) * 4.0 / 3.0;
    assert!((found - expected).abs() < 1e-4, "{found}, {expected}");

    for (points, dimension) in [(&[1.0, 2.0][..], 2), (&[1.0; 5], 2), (&[f32::NAN; 4], 2)] {
        let error = Gaussian::fit(points, dimension).unwrap_err();
        assert_eq!(error.kind, ErrorKind::BadInput);
    }
}

#[test]
fn confusion_counts_what_was_asked_for_against_what_was_drawn() {
    let row = |digit: usize| std::array::from_fn(|at| if at == digit { 0.91 } else { 0.01 });
    let rows: Vec<[f64; CLASSES]> = [4, 4, 9, 9, 7].map(row).to_vec();
    let counts = confusion(&rows, &[4, 9, 9, 4, 1]).unwrap();
    for (asked, drawn, expected) in [
        (4, 4, 1),
        (4, 9, 1),
        (9, 9, 1),
        (9, 4, 1),
        (1, 7, 1),
        (7, 1, 0),
    ] {
        assert_eq!(counts[asked][drawn], expected, "{asked}, {drawn}");
    }
    assert_eq!(counts.iter().flatten().sum::<u32>(), 5);
    for labels in [&[4, 9, 9, 4][..], &[4, 9, 9, 4, 10]] {
        assert_eq!(
            confusion(&rows, labels).unwrap_err().kind,
            ErrorKind::BadInput
        );
    }
}

fn number(of: &Comparison, name: &str, real: bool) -> f64 {
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
        let data = data(dataset, &chosen);
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
            let data = data(&session.dataset, &chosen);
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
    let data = data(&dataset, &chosen);
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
            let (images, labels) = whole.test.part(0, 100).unwrap();
            dataset = generative_playground::dataset::MnistDataset::with_sizes(200, 100);
            for _ in 0..2 {
                dataset.train.append(&images, &labels).unwrap();
            }
            dataset.test.append(&images, &labels).unwrap();
        }
        let data = data(&dataset, &chosen);
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
        .load(super::settings(json!({ "hidden_dim": 8 })))
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
    let real = RealImages::of(data(&dataset, &[]), 100, false);
    let distance = |images: Images, training: std::ops::Range<u32>| {
        let chosen: Vec<u32> = training.collect();
        let images = ImageSet::new(images);
        let subject = Subject::new(&images, &real, data(&dataset, &chosen), &classifier);
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
