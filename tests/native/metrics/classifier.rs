//! The classifier that comes with the crate.

use super::{SHIPPED, device};
use crate::{mnist, small_mnist};
use burn::tensor::{Tensor, TensorData};
use generative_playground::checkpoint::{frozen_classifier, save_classifier};
use generative_playground::dataset::{PIXELS, Split};
use generative_playground::model::{self, Init, NamedTensor, Scheme, load_parameters};
use generative_playground::random::{Purpose, stream, uniform_unit};
use generative_playground::training::ClassifierTraining;
use yardsticks::metrics::label_accuracy;
use yardsticks::{Classifier, ErrorKind, TrainedAs, VERSION};

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
