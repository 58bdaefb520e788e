//! Twenty images of one's own, fewer than a batch has: every preset learns from them, by the recipe too.

use super::resumed_data::session_on;
use super::{mnist, train};
use generative_playground::dataset::{MnistDataset, PIXELS, idx};
use generative_playground::device::{self, DeviceKind};
use generative_playground::metrics::{RealData, draw, trained_on};
use generative_playground::training::{Continuity, Settings, families};
use generative_playground::{ErrorCode, Session};
use pollster::block_on;
use serde_json::{Value, json};
use std::process::Command;
use yardsticks::{Classifier, Evaluator, Measurement};

/// Twenty images of two kinds: a bar from side to side, or from top to bottom, three pixels wide, somewhere in the middle.
fn bars() -> (Vec<u8>, Vec<u8>) {
    let mut images = vec![0; 20 * PIXELS];
    for (at, image) in images.chunks_exact_mut(PIXELS).enumerate() {
        for along in 4..24 {
            for across in 6 + at / 2..9 + at / 2 {
                let place = if at % 2 == 0 {
                    across * 28 + along
                } else {
                    along * 28 + across
                };
                image[place] = 255;
            }
        }
    }
    (images, (0..20).map(|at| at % 2).collect())
}

fn own(labelled: bool) -> MnistDataset {
    let (images, labels) = bars();
    MnistDataset::own("bars", &images, labelled.then_some(&labels)).unwrap()
}

/// A preset as it is, but narrower, on the bars.
fn session(preset: &str, labelled: bool, changes: Value) -> Session {
    let device = block_on(device::open(DeviceKind::Cpu)).unwrap();
    let mut session = Session::new(device, mnist());
    session.set_data(Some(own(labelled)));
    let mut all = json!({ "data.augment": "shift:2,rotate:10,scale:0.1,elastic:1" });
    let has_width = Settings::with(preset, json!({ "width": 0.1 }).as_object().unwrap()).is_ok();
    if has_width {
        all["width"] = json!(0.1);
    }
    (all.as_object_mut().unwrap()).extend(changes.as_object().unwrap().clone());
    session
        .load(Settings::with(preset, all.as_object().unwrap()).unwrap())
        .unwrap();
    session
}

#[test]
fn every_preset_learns_from_fewer_images_than_a_batch_has() {
    for preset in families::presets() {
        let id = preset.id;
        let mut first = session(id, true, json!({}));
        let metrics = train(&mut first, 2);
        assert!(
            metrics
                .iter()
                .flat_map(|m| m.losses.values())
                .all(|loss| loss.is_finite()),
            "{id}"
        );
        let (trainer, dataset) = first.trainer().unwrap();
        let batch_size = trainer.settings().batch_size;
        assert_eq!(trainer.train_size(), 18, "{id}");
        assert_eq!(
            trainer.steps_per_epoch(),
            (18_u64).div_ceil(batch_size as u64),
            "{id}"
        );
        let samples = block_on(trainer.sample(3, 1, &[])).unwrap();
        assert!(
            samples.len() == 3 * PIXELS && samples.iter().all(|p| (0.0..=1.0).contains(p)),
            "{id}"
        );
        let losses = block_on(trainer.evaluate(dataset, 2)).unwrap();
        assert!(
            losses.values().all(|loss| loss.is_finite()),
            "{id}: {losses:?}"
        );
        // A saved run goes on as if nothing had been between.
        let bytes = block_on(first.save()).unwrap();
        let next = train(&mut first, 1);
        let mut second = session("vae", true, json!({}));
        assert_eq!(
            second.restore_onto(&bytes, false).unwrap().1,
            Continuity::Same
        );
        assert_eq!(train(&mut second, 1), next, "{id}");
    }
}

#[test]
fn an_epoch_shows_every_image_about_as_often_and_never_twice_the_same() {
    let mut session = session("vae", true, json!({ "batch_size": 50 }));
    let (trainer, dataset) = session.trainer().unwrap();
    let seen =
        block_on(trainer.step_in_detail(dataset, generative_playground::training::Part::Both))
            .unwrap();
    let mut images: Vec<_> = seen
        .images
        .chunks_exact(PIXELS)
        .map(|image| image.iter().map(|p| p.to_bits()).collect::<Vec<_>>())
        .collect();
    images.sort();
    images.dedup();
    assert_eq!(
        images.len(),
        50,
        "augmentations are drawn anew for each place"
    );

    // Without them it is 18 images, two or three times each: 54 places, of which 4 are left out.
    let mut plain = self::session("vae", true, json!({ "batch_size": 50, "data.augment": "" }));
    let (trainer, dataset) = plain.trainer().unwrap();
    let seen =
        block_on(trainer.step_in_detail(dataset, generative_playground::training::Part::Both))
            .unwrap();
    let mut counts = vec![0; 18];
    for image in seen.images.chunks_exact(PIXELS) {
        let same = |at: &usize| dataset.train.pixels(*at, 1).unwrap() == image;
        counts[(0..18).find(same).unwrap()] += 1;
    }
    assert!(
        counts.iter().all(|count| (0..=3).contains(count)),
        "{counts:?}"
    );
    assert_eq!(counts.iter().sum::<u32>(), 50);
}

fn correlation(sample: &[f32], pattern: &[u8]) -> f64 {
    let centred = |values: Vec<f64>| -> Vec<f64> {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.into_iter().map(|value| value - mean).collect()
    };
    let a = centred(sample.iter().map(|&p| f64::from(p)).collect());
    let b = centred(pattern.iter().map(|&p| f64::from(p)).collect());
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    dot(&a, &b) / (dot(&a, &a) * dot(&b, &b)).sqrt()
}

#[test]
fn samples_resemble_what_was_learnt_from() {
    let pattern: Vec<u8> = (0..PIXELS)
        .map(|at| if (at / 28 + at % 28) % 9 < 4 { 230 } else { 0 })
        .collect();
    let device = block_on(device::open(DeviceKind::Cpu)).unwrap();
    let mut session = Session::new(device, mnist());
    session.set_data(Some(
        MnistDataset::own("stripes", &pattern.repeat(20), None).unwrap(),
    ));
    session.load(Settings::preset("vae").unwrap()).unwrap();
    train(&mut session, 60);
    let (trainer, _) = session.trainer().unwrap();
    let samples = block_on(trainer.sample(10, 1, &[])).unwrap();
    for sample in samples.chunks_exact(PIXELS) {
        let alike = correlation(sample, &pattern);
        assert!(
            alike > 0.9,
            "a sample has correlation {alike} with the only image"
        );
    }
}

#[test]
fn labels_are_those_of_the_images() {
    let mut told = session("cvae", true, json!({}));
    let (trainer, _) = told.trainer().unwrap();
    let in_turn = block_on(trainer.sample(4, 1, &[])).unwrap();
    assert!(in_turn == block_on(trainer.sample(4, 1, &[0, 1, 0, 1])).unwrap());
    let error = block_on(trainer.sample(1, 1, &[2])).unwrap_err();
    assert!(error.message.contains("from 0 to 1"), "{}", error.message);

    let device = block_on(device::open(DeviceKind::Cpu)).unwrap();
    let mut without = Session::new(device, mnist());
    without.set_data(Some(own(false)));
    let error = without.load(Settings::preset("cvae").unwrap()).unwrap_err();
    assert_eq!(error.code, ErrorCode::BadSetting);
    assert!(
        error.message.contains("these images have none"),
        "{}",
        error.message
    );
    // Wrong labels: of one class there is no other, and look-alikes that the images have not are left alone.
    for (labelled, kind) in [(false, "uniform"), (true, "alike")] {
        let mut spoilt = session(
            "vae",
            labelled,
            json!({ "data.mislabel": 1, "data.mislabel_kind": kind }),
        );
        let (trainer, dataset) = spoilt.trainer().unwrap();
        let seen =
            block_on(trainer.step_in_detail(dataset, generative_playground::training::Part::Both))
                .unwrap();
        assert!(seen.labels.iter().all(|&label| label <= u8::from(labelled)));
    }
}

#[test]
fn few_images_are_measured_and_what_cannot_be_is_left_out() {
    let mut session = session("vae", true, json!({}));
    let mut evaluator = Evaluator::new(Classifier::shipped().unwrap().0);
    let (trainer, dataset) = session.trainer().unwrap();
    let chosen = trained_on(trainer, dataset).unwrap();
    let real = RealData::of(dataset);
    let samples = block_on(draw(trainer, 50, 1)).unwrap();
    let mut measurement = Measurement::new(samples).unwrap().by_digit(true);
    let found = loop {
        let next = evaluator.advance(&mut measurement, real.chosen(&chosen));
        if let Some(found) = next.unwrap() {
            break serde_json::to_value(&found).unwrap();
        }
    };
    assert_eq!(found["real_count"], 1);
    for judged in [&found, &found["real"]] {
        for (name, value) in judged.as_object().unwrap() {
            assert!(!value.is_null(), "{name} is no number: {judged}");
        }
    }
    assert!(found.get("coverage").is_none());
    let digits = found["by_digit"].as_array().unwrap();
    let sum: u64 = digits
        .iter()
        .map(|digit| digit["count"].as_u64().unwrap())
        .sum();
    assert_eq!((digits.len(), sum), (10, 50));
}

#[test]
fn going_back_to_mnist_finds_it_as_it_was() {
    let mut session = session_on(mnist(), json!({}));
    let spec = session.dataset.spec();
    let saved = block_on(session.save()).unwrap();
    session.set_data(Some(own(true)));
    assert_eq!(session.trainer().unwrap_err().code, ErrorCode::NotLoaded);
    assert_eq!(session.dataset.spec().name, "bars");
    assert_eq!(session.published().spec(), spec);
    assert_eq!(
        session.restore(&saved).unwrap_err().code,
        ErrorCode::BadFile
    );
    session.set_data(Some(own(false)));
    session.set_data(None);
    assert_eq!(session.dataset.spec(), spec);
    assert_eq!(
        session.restore_onto(&saved, false).unwrap().1,
        Continuity::Same
    );
}

#[test]
fn the_command_takes_what_the_page_writes() {
    let directory = std::env::temp_dir().join(format!("playground-own-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let (images, labels) = bars();
    std::fs::write(
        directory.join("bars-images-idx3-ubyte"),
        idx::write_images(&images),
    )
    .unwrap();
    std::fs::write(
        directory.join("bars-labels-idx1-ubyte"),
        idx::write_labels(&labels),
    )
    .unwrap();
    let weights = directory.join("run.safetensors");
    let output = Command::new(env!("CARGO_BIN_EXE_playground"))
        .args("train --preset cvae --steps 1 --set hidden_dim=4".split(' '))
        .args([
            "--data",
            directory.to_str().unwrap(),
            "--save",
            weights.to_str().unwrap(),
        ])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mut session = session("vae", true, json!({}));
    let bytes = std::fs::read(weights).unwrap();
    assert_eq!(
        session.restore_onto(&bytes, false).unwrap().1,
        Continuity::Same
    );
    std::fs::remove_dir_all(directory).unwrap();
}
