//! A run knows the data that it was trained on, and is not continued on others by accident.

use super::{mnist, own_data, piece, session, train};
use burn::tensor::Device;
use generative_playground::checkpoint::METADATA_KEY;
use generative_playground::dataset::{DatasetSpec, MnistDataset, OWN};
use generative_playground::device::{self, DeviceKind};
use generative_playground::training::{Continuity, Settings};
use generative_playground::{ErrorCode, Session, checkpoint};
use safetensors::SafeTensors;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// The four files of a data set, as `--data` takes them.
pub fn write_data(directory: &Path, dataset: &MnistDataset) {
    std::fs::create_dir_all(directory).unwrap();
    for (name, split) in [("train", &dataset.train), ("t10k", &dataset.test)] {
        let (images, labels) = piece(split, 0, split.len());
        std::fs::write(directory.join(format!("{name}-images-idx3-ubyte")), images).unwrap();
        std::fs::write(directory.join(format!("{name}-labels-idx1-ubyte")), labels).unwrap();
    }
}

/// A small model on these data.
pub fn session_on(dataset: MnistDataset, changes: Value) -> Session {
    let device = pollster::block_on(device::open(DeviceKind::Cpu)).unwrap();
    let mut session = Session::new(device, dataset);
    let mut all = json!({ "hidden_dim": 4, "latent_dim": 2, "batch_size": 50 });
    let changes = changes.as_object().unwrap().clone();
    all.as_object_mut().unwrap().extend(changes);
    let settings = Settings::with("vae", all.as_object().unwrap()).unwrap();
    session.load(settings).unwrap();
    session
}

fn save(session: &mut Session) -> Vec<u8> {
    pollster::block_on(session.save()).unwrap()
}

fn metadata(bytes: &[u8]) -> Value {
    let (_, header) = SafeTensors::read_metadata(bytes).unwrap();
    let text = &header.metadata().as_ref().unwrap()[METADATA_KEY];
    serde_json::from_str(text).unwrap()
}

/// The file with other metadata.
fn with_metadata(bytes: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut all = metadata(bytes);
    change(&mut all);
    let file = SafeTensors::deserialize(bytes).unwrap();
    let header = [(METADATA_KEY.to_string(), all.to_string())];
    safetensors::serialize(file.iter(), Some(header.into())).unwrap()
}

#[test]
fn mnist_is_known_by_its_bytes_whatever_it_was_called() {
    let whole = mnist();
    let spec = DatasetSpec::mnist();
    assert_eq!(whole.spec(), *spec);
    let unnamed = MnistDataset::from_splits(whole.train.clone(), whole.test.clone());
    assert_eq!(unnamed.spec(), *spec);

    // Another order of the parts' arrival, and claims that do not hold.
    let mut claimed = MnistDataset::mnist();
    assert_eq!(
        claimed.spec(),
        *spec,
        "what is expected, before it is there"
    );
    let (images, labels) = piece(&whole.test, 0, 10_000);
    claimed.test.append(&images, &labels).unwrap();
    for (start, count) in [(50_000, 10_000), (0, 50_000)] {
        assert_eq!(claimed.spec(), *spec);
        let (images, labels) = piece(&whole.train, start, count);
        claimed.train.append(&images, &labels).unwrap();
    }
    let found = claimed.spec();
    assert_eq!(found.name, OWN, "the images are there, in another order");
    assert!(found.hash.is_some() && found.hash != spec.hash);
}

#[test]
fn the_file_says_what_the_run_was_trained_on() {
    let mut session = session_on(own_data((0, 200), (0, 50)), json!({}));
    let spec = session.dataset.spec();
    let data = &metadata(&save(&mut session))["data"];
    assert_eq!(
        *data,
        json!({
            "name": "own data", "shape": [1, 28, 28], "classes": 10, "train": 200, "test": 50,
            "hash": format!("{:016x}", spec.hash.unwrap()), "recipe": {}
        })
    );
}

#[test]
fn other_data_are_refused_with_both_names_and_taken_if_asked_for() {
    let mut first = session_on(own_data((0, 200), (0, 50)), json!({}));
    train(&mut first, 5);
    let bytes = save(&mut first);
    // As many, but others: of the training images, and of the test images alone.
    for other in [
        own_data((1, 200), (0, 50)),
        own_data((0, 200), (1, 50)),
        own_data((0, 300), (0, 50)),
        mnist(),
    ] {
        let spec = other.spec();
        let mut second = session_on(other, json!({ "seed": 8 }));
        let before = save(&mut second);
        let error = second.restore(&bytes).unwrap_err();
        assert_eq!(error.code, ErrorCode::BadFile);
        for says in [
            &first.dataset.spec().to_string(),
            &spec.to_string(),
            "--other-data",
            "otherData: true",
        ] {
            assert!(
                error.message.contains(says),
                "{} should say {says}",
                error.message
            );
        }
        assert!(
            before == save(&mut second),
            "a refused file changed the run"
        );

        let (trainer, continuity) = second.restore_onto(&bytes, true).unwrap();
        assert_eq!((trainer.step(), continuity), (5, Continuity::Other));
        assert_eq!(trainer.train_size(), spec.train);
        assert_eq!(train(&mut second, 1)[0].step, 6);
        // From then on it is a run on those.
        let bytes = save(&mut second);
        assert_eq!(
            second.restore_onto(&bytes, false).unwrap().1,
            Continuity::Same
        );
        assert_eq!(*second.trainer().unwrap().0.data().spec(), spec);
    }
    // The same data need no leave.
    let mut same = session_on(own_data((0, 200), (0, 50)), json!({}));
    assert_eq!(
        same.restore_onto(&bytes, false).unwrap().1,
        Continuity::Same
    );
    // Fewer than a batch has.
    let mut few = session_on(own_data((0, 20), (0, 50)), json!({ "batch_size": 10 }));
    let (trainer, _) = few.restore_onto(&bytes, true).unwrap();
    assert_eq!((trainer.train_size(), trainer.steps_per_epoch()), (20, 1));
    assert_eq!(train(&mut few, 1)[0].step, 6);
}

#[test]
fn a_run_saved_before_all_images_are_there_is_known_as_one_on_what_is_expected() {
    let whole = mnist();
    let mut early = MnistDataset::mnist();
    let (images, labels) = piece(&whole.train, 0, 4_096);
    early.train.append(&images, &labels).unwrap();
    let mut session = session_on(early, json!({}));
    train(&mut session, 1);
    let bytes = save(&mut session);
    let mut complete = session_on(whole, json!({}));
    assert_eq!(
        complete.restore_onto(&bytes, false).unwrap().1,
        Continuity::Same
    );

    // Of one's own nothing is known yet: neither proof nor contradiction.
    let mut early = session_on(MnistDataset::with_sizes(200, 50), json!({}));
    let bytes = save(&mut early);
    assert_eq!(metadata(&bytes)["data"]["hash"], Value::Null);
    let mut there = session_on(own_data((0, 200), (0, 50)), json!({}));
    assert_eq!(
        there.restore_onto(&bytes, false).unwrap().1,
        Continuity::Unknown
    );
    let now = there.dataset.spec();
    assert_eq!(*there.trainer().unwrap().0.data().spec(), now);
}

#[test]
fn files_of_before_still_open() {
    let old = |session: &mut Session| {
        with_metadata(&save(session), |metadata| {
            metadata.as_object_mut().unwrap().remove("data").unwrap();
        })
    };
    let mut on_mnist = session(json!({ "hidden_dim": 4, "latent_dim": 2 }));
    let bytes = old(&mut on_mnist);
    assert_eq!(
        on_mnist.restore_onto(&bytes, false).unwrap().1,
        Continuity::Same
    );
    let mut own = session_on(own_data((0, 200), (0, 50)), json!({}));
    let bytes_of_own = old(&mut own);
    assert_eq!(
        own.restore_onto(&bytes_of_own, false).unwrap().1,
        Continuity::Unknown
    );
    assert_eq!(own.restore(&bytes).unwrap_err().code, ErrorCode::BadFile);
}

#[test]
fn a_damaged_record_is_refused_with_the_reason() {
    let mut session = session_on(own_data((0, 200), (0, 50)), json!({}));
    let good = save(&mut session);
    let table: [(&str, Value, &str); 5] = [
        ("hash", json!("xyz"), "hash"),
        ("train", json!(100), "only 100"),
        ("recipe", json!({ "blurr": 1 }), "data.blurr"),
        ("recipe", json!({ "noise": 7 }), "data.noise"),
        ("shape", json!([28, 28]), "cannot be read"),
    ];
    for (key, value, says) in table {
        let bytes = with_metadata(&good, |metadata| metadata["data"][key] = value);
        let error = checkpoint::restore(&bytes, &Device::flex()).unwrap_err();
        assert_eq!(error.code, ErrorCode::BadFile, "{key}");
        assert!(
            error.message.contains(says),
            "{key}: {} should say {says}",
            error.message
        );
    }
}

#[test]
fn the_command_refuses_other_data_and_takes_them_if_asked_for() {
    let directory = std::env::temp_dir().join(format!("playground-other-{}", std::process::id()));
    let path = |name: &str| directory.join(name).to_str().unwrap().to_string();
    write_data(&directory.join("one"), &own_data((0, 200), (0, 50)));
    write_data(&directory.join("other"), &own_data((300, 200), (0, 50)));
    let playground = |arguments: &str| {
        let mut arguments: Vec<&str> = arguments.split(' ').collect();
        let weights = path("run");
        arguments.extend(["--save", &weights]);
        let output = Command::new(env!("CARGO_BIN_EXE_playground"))
            .args(arguments)
            .output()
            .unwrap();
        (
            output.status.success(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let (one, other, run) = (path("one"), path("other"), path("run"));
    let (worked, errors) = playground(&format!(
        "train --preset vae --set hidden_dim=4 --steps 1 --data {one}"
    ));
    assert!(worked, "{errors}");
    let (worked, errors) = playground(&format!("train --resume {run} --steps 2 --data {other}"));
    assert!(!worked && errors.trim().lines().count() == 1, "{errors}");
    assert!(
        errors.contains("--other-data") && errors.contains("hash"),
        "{errors}"
    );
    let (worked, errors) = playground(&format!("train --resume {run} --steps 2 --data {one}"));
    assert!(worked, "{errors}");
    let (worked, errors) = playground(&format!(
        "train --resume {run} --steps 3 --data {other} --other-data"
    ));
    assert!(worked && errors.contains("own data"), "{errors}");
    std::fs::remove_dir_all(directory).unwrap();
}
