//! The classifier that comes with the crate, and the numbers that samples are judged by.

use super::{mnist, mnist_directory, session, train};
use burn::tensor::{Device, Tensor, TensorData};
use generative_playground::checkpoint::{frozen_classifier, save_classifier};
use generative_playground::dataset::{MnistDataset, PIXELS, Split};
use generative_playground::model::{self, CLASSES, Init, NamedTensor, Scheme, load_parameters};
use generative_playground::random::{Purpose, normal, stream, uniform_unit};
use generative_playground::training::{ClassifierTraining, Settings};
use serde_json::{Value, json};
use std::f64::consts::PI;
use std::path::Path;
use std::process::Command;
use yardsticks::metrics::{
    Parzen, ParzenWindow, classifier_score, confidence, digit_shares, label_accuracy, sigmas,
};
use yardsticks::{Classifier, ErrorKind, TrainedAs, VERSION};

const SHIPPED: &[u8] = include_bytes!("../../assets/classifier.safetensors");

pub fn device() -> Device {
    Device::flex()
}

/// The first images of MNIST.
pub fn small_mnist(train: usize, test: usize) -> MnistDataset {
    let whole = mnist();
    let mut dataset = MnistDataset::with_sizes(train, test);
    for (split, from, count) in [
        (&mut dataset.train, &whole.train, train),
        (&mut dataset.test, &whole.test, test),
    ] {
        let header = |words: &[u32]| -> Vec<u8> {
            words.iter().flat_map(|word| word.to_be_bytes()).collect()
        };
        let mut images = header(&[0x803, count as u32, 28, 28]);
        (0..count).for_each(|at| images.extend_from_slice(from.image(at)));
        let mut labels = header(&[0x801, count as u32]);
        labels.extend_from_slice(from.labels(0, count).unwrap());
        split.append(&images, &labels).unwrap();
    }
    dataset
}

/// The share of a split's images that the classifier takes for what they are.
fn accuracy(classifier: &Classifier, split: &Split) -> f64 {
    let pixels = split.pixels(0, split.len()).unwrap();
    let rows = classifier.probabilities(&pixels).unwrap();
    label_accuracy(&rows, split.all_labels()).unwrap()
}

#[test]
fn the_shipped_classifier_is_small_and_knows_the_test_images() {
    assert!(SHIPPED.len() < 500_000, "{} bytes", SHIPPED.len());
    let (classifier, trained) = Classifier::shipped().unwrap();
    let found = accuracy(&classifier, &mnist().test);
    assert!(found >= 0.99, "{found}");
    // Another processor may round a doubtful image to the other side.
    assert!(
        (found - trained.accuracy).abs() <= 0.0002,
        "{found}, {trained:?}"
    );
}

/// The network that is trained, made of burn's tensors, and the one that judges, on plain memory.
#[test]
fn the_frozen_classifier_computes_what_the_trained_network_does() {
    let device = device().autodiff();
    let network = model::Classifier::new(&mut Init::new(Scheme::Pytorch, 7, &device));
    let shipped = {
        let file = safetensors::SafeTensors::deserialize(SHIPPED).unwrap();
        let tensors = file.iter().map(|(name, view)| {
            let (values, _) = view.data().as_chunks();
            let tensor = NamedTensor {
                name: name.into(),
                shape: view.shape().to_vec(),
                values: values.iter().map(|&b| f32::from_le_bytes(b)).collect(),
            };
            (name.to_string(), tensor)
        });
        load_parameters(network.clone(), &mut tensors.collect()).unwrap()
    };
    // More than go through the layers together, and what no digit looks like.
    let mut pixels = mnist().test.pixels(0, 57).unwrap();
    pixels.extend(uniform_unit(&mut stream(3, Purpose::Noise, 0), 3 * PIXELS));
    for network in [network, shipped] {
        let frozen = pollster::block_on(frozen_classifier(&network)).unwrap();
        let found = frozen.classify(&pixels).unwrap();
        let images = Tensor::<2>::from_data(TensorData::new(pixels.clone(), [60, PIXELS]), &device);
        let read = |tensor: Tensor<2>| -> Vec<f32> { tensor.into_data().try_to_vec().unwrap() };
        let features = read(network.features(images.clone()));
        assert_eq!(features.len(), 60 * Classifier::FEATURES);
        let largest = features.iter().copied().fold(0.0, f32::max);
        for (one, other) in features.iter().zip(&found.features) {
            assert!(*other >= 0.0 && (one - other).abs() < 1e-4 * largest.max(1.0));
        }
        let probabilities = read(network.probabilities(images));
        for (one, other) in probabilities.iter().zip(found.probabilities.as_flattened()) {
            assert!((f64::from(*one) - other).abs() < 1e-4, "{one}, {other}");
        }
    }
}

#[test]
fn training_a_classifier_learns_and_repeats_bit_for_bit() {
    let device = device();
    let dataset = small_mnist(2_000, 500);
    let run = || {
        let mut training = ClassifierTraining::new(3, 2, 2_000, &device).unwrap();
        let mut losses = Vec::new();
        for _ in 0..2 {
            pollster::block_on(training.epoch(&dataset.train, |loss| losses.push(loss))).unwrap();
        }
        (losses, training.classifier())
    };
    let (losses, classifier) = run();
    assert_eq!(losses.len(), 2 * (2_000 / 128));
    assert!((losses[0] - 10f64.ln()).abs() < 0.1, "{losses:?}");
    let frozen = pollster::block_on(frozen_classifier(&classifier)).unwrap();
    let right = accuracy(&frozen, &dataset.test);
    assert!(right > 0.5, "{right}");

    let trained = TrainedAs {
        version: VERSION,
        accuracy: right,
        epochs: 2,
        seed: 3,
    };
    let save = |classifier: &model::Classifier| {
        pollster::block_on(save_classifier(classifier, &trained)).unwrap()
    };
    let bytes = save(&classifier);
    let (same_losses, same) = run();
    assert_eq!((&losses, &bytes), (&same_losses, &save(&same)));
    let (again, told) = Classifier::load(&bytes).unwrap();
    let pixels = dataset.test.pixels(0, 20).unwrap();
    let features = |classifier: &Classifier| classifier.classify(&pixels).unwrap().features;
    assert_eq!((told, features(&again)), (trained, features(&frozen)));

    let error = ClassifierTraining::new(0, 1, 127, &device).unwrap_err();
    assert_eq!(error.code, generative_playground::ErrorCode::NoData);
}

#[test]
fn damaged_and_foreign_weights_are_refused_with_the_reason() {
    let replaced = |from: &str, to: &str| {
        let at = String::from_utf8_lossy(&SHIPPED[8..2_000])
            .find(from)
            .unwrap();
        let mut bytes = SHIPPED.to_vec();
        bytes[8 + at..][..from.len()].copy_from_slice(to.as_bytes());
        bytes
    };
    let mut not_finite = SHIPPED.to_vec();
    let end = not_finite.len();
    not_finite[end - 4..].copy_from_slice(&f32::NAN.to_le_bytes());
    let foreign = {
        let view = safetensors::tensor::TensorView::new(safetensors::Dtype::F32, vec![1], &[0; 4]);
        safetensors::serialize([("w", view.unwrap())], None).unwrap()
    };
    let table: [(&str, Vec<u8>, &str); 8] = [
        ("nothing", vec![], "no whole safetensors"),
        ("noise", vec![7; 5_000], "no whole safetensors"),
        (
            "cut short",
            SHIPPED[..end - 1].to_vec(),
            "no whole safetensors",
        ),
        ("another program's", foreign, "no classifier's weights"),
        (
            "another name",
            replaced("body.0.bias", "body.9.bias"),
            "lack the tensor body.0.bias",
        ),
        (
            "another shape",
            replaced("[64,1568]", "[1568,64]"),
            "has shape [1568, 64]",
        ),
        (
            "a newer version",
            replaced(r#"\"version\":1"#, r#"\"version\":9"#),
            "version 9",
        ),
        ("a value that is none", not_finite, "not finite"),
    ];
    for (what, bytes, says) in table {
        let error = Classifier::load(&bytes).unwrap_err();
        assert_eq!(error.kind, ErrorKind::BadFile, "{what}");
        assert!(
            error.message.contains(says),
            "{what}: {} should say {says}",
            error.message
        );
    }
}

#[test]
fn the_score_is_ten_for_sure_and_even_judgements_and_one_for_equal_ones() {
    let one_hot = |digit: usize| {
        let mut row = [0.0; CLASSES];
        row[digit] = 1.0;
        row
    };
    let even: Vec<_> = (0..50).map(|at| one_hot(at % CLASSES)).collect();
    let labels: Vec<u8> = (0..50)
        .map(|at| if at < 5 { 9 } else { (at % 10) as u8 })
        .collect();
    assert!((classifier_score(&even).unwrap() - 10.0).abs() < 1e-12);
    assert_eq!(digit_shares(&even), Ok([0.1; CLASSES]));
    assert_eq!(confidence(&even), Ok(1.0));
    assert_eq!(label_accuracy(&even, &labels), Ok(0.9));

    for row in [one_hot(3), [0.1; CLASSES]] {
        assert!((classifier_score(&[row; 9]).unwrap() - 1.0).abs() < 1e-12);
    }
    // Two digits, as frequent as 3 to 1: exp of the entropy of (3/4, 1/4).
    let uneven = [one_hot(0), one_hot(0), one_hot(0), one_hot(7)];
    let entropy = -(0.75 * 0.75f64.ln() + 0.25 * 0.25f64.ln());
    assert!((classifier_score(&uneven).unwrap() - entropy.exp()).abs() < 1e-12);
    let shares = digit_shares(&uneven).unwrap();
    assert_eq!((shares[0], shares[7]), (0.75, 0.25));

    for refused in [
        classifier_score(&[]).map(|_| ()),
        digit_shares(&[]).map(|_| ()),
        confidence(&[]).map(|_| ()),
        label_accuracy(&[], &[]).map(|_| ()),
        label_accuracy(&even, &labels[1..]).map(|_| ()),
    ] {
        assert_eq!(refused.unwrap_err().kind, ErrorKind::BadInput);
    }
}

/// `exp(H(mean p) - mean H(p))`, which is the same number by another way.
#[test]
fn the_score_is_the_exponential_of_the_mutual_information() {
    let mut rng = stream(1, Purpose::Noise, 0);
    let rows: Vec<[f64; CLASSES]> = (0..200)
        .map(|_| {
            let powers: Vec<f64> = normal(&mut rng, CLASSES)
                .iter()
                .map(|x| (2.0 * f64::from(*x)).exp())
                .collect();
            let sum: f64 = powers.iter().sum();
            std::array::from_fn(|at| powers[at] / sum)
        })
        .collect();
    let entropy = |row: &[f64]| -row.iter().map(|p| p * p.ln()).sum::<f64>();
    let mut marginal = [0.0; CLASSES];
    for row in &rows {
        marginal
            .iter_mut()
            .zip(row)
            .for_each(|(sum, p)| *sum += p / 200.0);
    }
    let conditional = rows.iter().map(|row| entropy(row)).sum::<f64>() / 200.0;
    let expected = (entropy(&marginal) - conditional).exp();
    let found = classifier_score(&rows).unwrap();
    assert!((found - expected).abs() < 1e-9, "{found}, {expected}");
}

#[test]
fn real_images_score_high_and_noise_low() {
    let (classifier, _) = Classifier::shipped().unwrap();
    let score = |pixels: &[f32]| {
        let rows = classifier.probabilities(pixels).unwrap();
        (
            classifier_score(&rows).unwrap(),
            confidence(&rows).unwrap(),
            digit_shares(&rows).unwrap(),
        )
    };
    let real = score(&mnist().test.pixels(0, 1_001).unwrap());
    let noise = score(&uniform_unit(
        &mut stream(0, Purpose::Noise, 0),
        501 * PIXELS,
    ));
    assert!(real.0 > 9.0 && real.1 > 0.97, "{real:?}");
    assert!(noise.0 < 3.0, "{noise:?}");
    assert!((real.2.iter().sum::<f64>() - 1.0).abs() < 1e-12);

    let refuse = |pixels: &[f32]| classifier.probabilities(pixels).unwrap_err().kind;
    assert_eq!(refuse(&[]), ErrorKind::BadInput);
    assert_eq!(refuse(&[0.5; PIXELS + 1]), ErrorKind::BadInput);
    assert_eq!(refuse(&[f32::NAN; PIXELS]), ErrorKind::BadInput);
}

/// The definition, in double precision and without any trick.
fn log_densities(samples: &[f32], points: &[f32], dimension: usize, sigma: f64) -> Vec<f64> {
    let points = points.chunks(dimension);
    points
        .map(|point| {
            let kernel = |sample: &[f32]| {
                let square = |(x, s): (&f32, &f32)| (f64::from(*x) - f64::from(*s)).powi(2);
                let distance: f64 = point.iter().zip(sample).map(square).sum();
                (-distance / (2.0 * sigma * sigma)).exp()
            };
            let sum: f64 = samples.chunks(dimension).map(kernel).sum();
            let volume = dimension as f64 / 2.0 * (2.0 * PI * sigma * sigma).ln();
            (sum / (samples.len() / dimension) as f64).ln() - volume
        })
        .collect()
}

#[test]
fn a_parzen_window_is_its_definition() {
    for (dimension, n, m) in [(1, 1, 1), (3, 40, 7), (20, 301, 520)] {
        let mut rng = stream(2, Purpose::Noise, dimension as u64);
        let samples = uniform_unit(&mut rng, n * dimension);
        let points = uniform_unit(&mut rng, m * dimension);
        let window = ParzenWindow::new(&samples, dimension).unwrap();
        let grid = [0.2, 0.5, 1.0];
        let all = window.log_densities(&points, &grid).unwrap();
        for (found, sigma) in all.iter().zip(grid) {
            let expected = log_densities(&samples, &points, dimension, sigma);
            assert_eq!(found.len(), m);
            for (one, other) in found.iter().zip(expected) {
                // Squared distances are off by single precision's rounding of their parts, up to 20 here.
                assert!(
                    (one - other).abs() < 1e-3,
                    "{dimension}, {sigma}: {one}, {other}"
                );
            }
        }
    }
}

#[test]
fn a_parzen_window_is_right_where_the_density_is_known() {
    // A single kernel far away, where a plain exponential would be 0: log N(1; 0, 0.01^2) in 784 dimensions.
    let window = ParzenWindow::new(&[0.0; PIXELS], PIXELS).unwrap();
    let found = window.log_densities(&[1.0; PIXELS], &[0.01]).unwrap();
    let expected = -784.0 / (2.0 * 1e-4) - 392.0 * (2.0 * PI * 1e-4).ln();
    assert!(
        (found[0][0] / expected - 1.0).abs() < 1e-12,
        "{found:?}, {expected}"
    );

    // In one dimension the density integrates to 1.
    let window = ParzenWindow::new(&[0.1, 0.5, 0.55], 1).unwrap();
    let points: Vec<f32> = (-2_000..3_000).map(|at| at as f32 / 1_000.0).collect();
    let found = window.log_densities(&points, &[0.1]).unwrap();
    let integral: f64 = found[0].iter().map(|log| log.exp() / 1_000.0).sum();
    assert!((integral - 1.0).abs() < 1e-4, "{integral}");

    for (points, sigma) in [
        (&[][..], 1.0),
        (&[f32::INFINITY][..], 1.0),
        (&[0.0][..], 0.0),
    ] {
        let error = window.log_densities(points, &[sigma]).unwrap_err();
        assert_eq!(error.kind, ErrorKind::BadInput);
    }
    assert!(ParzenWindow::new(&[0.0; 5], 3).is_err());
}

#[test]
fn parzen_chooses_the_sigma_that_the_validation_images_like_best() {
    // Points of a normal distribution of deviation 0.3 around one sample: the best sigma is their deviation.
    let mut points = normal(&mut stream(4, Purpose::Noise, 0), 500 * PIXELS);
    points.iter_mut().for_each(|x| *x = 0.5 + 0.3 * *x);
    let (validation, test) = points.split_at(200 * PIXELS);
    let sample = [0.5; PIXELS];
    let found = Parzen::new(&sample, validation, test).unwrap();
    let grid = sigmas();
    let nearest = |sigma: &f64| ((sigma / 0.3).ln().abs() * 1e9) as i64;
    assert_eq!(Some(found.sigma), grid.iter().copied().min_by_key(nearest));
    // What is left out of the second term is the test points' own deviation from 0.3.
    let entropy = -392.0 * (2.0 * PI * found.sigma.powi(2)).ln();
    let expected = entropy - 392.0 * 0.09 / found.sigma.powi(2);
    assert!(
        (found.log_likelihood - expected).abs() < 6.0,
        "{found:?}, {expected}"
    );
    // Half a chi-square of 784 degrees, over 300 points.
    let error = (784f64 / 2.0).sqrt() * 0.09 / found.sigma.powi(2) / 300f64.sqrt();
    assert!(
        (found.standard_error / error - 1.0).abs() < 0.2,
        "{found:?}, {error}"
    );

    assert_eq!((grid.len(), grid[36]), (37, 1.0));
    assert!((grid[0] - 0.1).abs() < 1e-12);
    for goodfellow in 0..10u32 {
        let expected = 10f64.powf(f64::from(goodfellow) / 9.0 - 1.0);
        assert!((grid[4 * goodfellow as usize] - expected).abs() < 1e-12);
    }
}

fn playground(arguments: &[&str]) -> (bool, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_playground"))
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (
        output.status.success(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn judge_prints_one_object_that_follows_from_the_seed() {
    let path = std::env::temp_dir().join(format!("playground-judge-{}", std::process::id()));
    let changes = json!({ "hidden_dim": 16, "latent_dim": 2 });
    let settings = Settings::with("cvae", changes.as_object().unwrap()).unwrap();
    let mut session = session(json!({}));
    session.load(settings).unwrap();
    train(&mut session, 30);
    std::fs::write(&path, pollster::block_on(session.save()).unwrap()).unwrap();
    let judge = |seed: &str| {
        let data = mnist_directory();
        let (worked, out, errors) = playground(&[
            "judge",
            "--weights",
            text(&path),
            "--count",
            "730",
            "--seed",
            seed,
            "--json",
            "--data",
            text(&data),
        ]);
        assert!(worked, "{errors}");
        out
    };
    let first = judge("1");
    let report: Value = serde_json::from_str(&first).unwrap();
    for judged in [&report, &report["real"]] {
        let number = |key: &str| judged[key].as_f64().unwrap();
        assert!(
            (1.0..=10.0).contains(&number("classifier_score")),
            "{report}"
        );
        assert!((0.1..=1.0).contains(&number("confidence")), "{report}");
        assert!((0.0..=1.0).contains(&number("label_accuracy")), "{report}");
        for share in ["precision", "recall", "coverage"] {
            assert!((0.0..=1.0).contains(&number(share)), "{share}: {report}");
        }
        for positive in [
            "classifier_distance",
            "classifier_distance_floor",
            "density",
            "diversity",
            "nearest_distance",
        ] {
            assert!(number(positive) > 0.0, "{positive}: {report}");
        }
        assert_eq!(judged["digit_shares"].as_array().unwrap().len(), CLASSES);
        let confusion = judged["confusion"].as_array().unwrap();
        let counts = confusion.iter().flat_map(|row| row.as_array().unwrap());
        let sum: f64 = counts.map(|count| count.as_f64().unwrap()).sum();
        assert_eq!((confusion.len(), sum), (CLASSES, 730.0));
        assert!(judged.get("parzen_sigma").is_none());
    }
    assert_eq!(
        (&report["count"], &report["real_count"]),
        (&json!(730), &json!(730))
    );
    assert!(report["real"]["label_accuracy"].as_f64().unwrap() > 0.97);
    let (distance, floor) = ("classifier_distance", "classifier_distance_floor");
    assert!(report[distance].as_f64() > report[floor].as_f64());
    assert_eq!(report["real"][distance], report[floor]);
    assert_eq!(first, judge("1"));
    assert_ne!(first, judge("2"));
    std::fs::remove_file(path).unwrap();
}
