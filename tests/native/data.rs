//! The data that the set-up packs for the page fits what the engine expects.

use crate::session;
use generative_playground::dataset::{DatasetSpec, MnistDataset};
use serde_json::{Value, json};
use std::io::Read;
use std::path::Path;

#[test]
fn the_pages_parts_are_the_engines() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/web");
    let unpack = |part: &Value, kind: &str| {
        let path = directory.join(part[kind].as_str().unwrap());
        let mut bytes = Vec::new();
        let file = std::fs::File::open(path).unwrap();
        flate2::read::GzDecoder::new(file)
            .read_to_end(&mut bytes)
            .unwrap();
        bytes
    };
    let manifest = std::fs::read(directory.join("mnist.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();

    let mut dataset = MnistDataset::mnist();
    let mut ends = Vec::new();
    for part in manifest["train"].as_array().unwrap() {
        assert_eq!(part["offset"], dataset.train.len());
        let (images, labels) = (unpack(part, "images"), unpack(part, "labels"));
        ends.push(dataset.train.append(&images, &labels).unwrap());
    }
    let spec = DatasetSpec::mnist();
    assert_eq!(ends, [spec.part_ends, &[spec.train]].concat());
    for part in manifest["test"].as_array().unwrap() {
        dataset
            .test
            .append(&unpack(part, "images"), &unpack(part, "labels"))
            .unwrap();
    }
    assert_eq!(dataset.test.len(), spec.test);
    assert_eq!(dataset.spec(), *spec, "the parts are known by their hash");

    // The same images, in the same order, as natively.
    let native = super::mnist();
    assert_eq!(
        dataset.train.pixels(0, spec.train),
        native.train.pixels(0, spec.train)
    );
    assert_eq!(
        dataset.train.labels(0, spec.train),
        native.train.labels(0, spec.train)
    );
    assert_eq!(
        dataset.test.pixels(0, spec.test),
        native.test.pixels(0, spec.test)
    );
}

/// 10,000 test images after each epoch of ten images would be all that is done.
#[test]
fn test_images_are_looked_at_after_as_many_as_they_are() {
    for (limit, epoch, looks) in [
        (60_000, 468, 468),
        (10_000, 78, 156),
        (1_000, 7, 84),
        (10, 1, 79),
    ] {
        let mut session = session(json!({ "data.limit": limit, "hidden_dim": 2, "latent_dim": 1 }));
        let (trainer, _) = session.trainer().unwrap();
        assert_eq!(
            (
                trainer.steps_per_epoch(),
                trainer.steps_between_looks(10_000)
            ),
            (epoch, looks),
            "{limit}"
        );
        assert_eq!(trainer.steps_between_looks(0), epoch);
    }
}
