//! What is exported opens, for every setting that changes what a file holds, and is the same model.

use super::{session_of, train};
use burn::tensor::{Device, Tensor, TensorData};
use generative_playground::dataset::PIXELS;
use generative_playground::random::Shard;
use generative_playground::training::{Capability, Input, Settings, Trainer, families};
use generative_playground::{Session, checkpoint};
use pollster::block_on;
use serde_json::{Map, Value, json};

/// Every preset, small, with every choice of these settings that it takes.
fn cases() -> Vec<(&'static str, Value)> {
    let small = [
        ("batch_size", json!(5)),
        ("width", json!(0.03)),
        ("hidden_dim", json!(8)),
        ("blocks", json!(1)),
        ("latent_dim", json!(3)),
        ("num_critic", json!(1)),
    ];
    let choices = |key: &str| match key {
        "critic_norm" => vec![json!("none"), json!("batch"), json!("spectral")],
        "ema" => vec![json!(0.0), json!(0.5)],
        _ => vec![json!(false), json!(true)],
    };
    let mut all = Vec::new();
    for preset in families::presets() {
        let settings = Settings::preset(preset.id).unwrap();
        let family = families::of(&settings).unwrap();
        let used = |key: &&str| *key == "batch_size" || family.settings.contains(key);
        let base: Map<_, _> = small
            .iter()
            .filter(|(key, _)| used(key))
            .map(|(key, value)| (key.to_string(), value.clone()))
            .collect();
        let mut grown = vec![base];
        for key in ["critic_norm", "ema", "conditional"]
            .iter()
            .filter(|key| used(key))
        {
            grown = grown
                .into_iter()
                .flat_map(|changes| {
                    choices(key).into_iter().map(move |value| {
                        let mut changes = changes.clone();
                        changes.insert(key.to_string(), value);
                        changes
                    })
                })
                .collect();
        }
        let possible = grown
            .into_iter()
            .filter(|changes| Settings::with(preset.id, changes).is_ok());
        all.extend(possible.map(|changes| (preset.id, Value::Object(changes))));
    }
    all
}

fn label(trainer: &Trainer) -> &'static [u8] {
    if trainer.can(Capability::Conditional) {
        &[4]
    } else {
        &[]
    }
}

/// Samples, and what the discriminator says of an image.
fn answers(trainer: &Trainer) -> Vec<f32> {
    let label = label(trainer);
    let mut all = block_on(trainer.sample(2, 1, label)).unwrap();
    if trainer.can(Capability::Judges) {
        let image = (0..PIXELS).map(|at| (at % 7) as f32 / 6.0).collect();
        all.extend(block_on(trainer.judge(image, label)).unwrap());
    }
    all
}

#[test]
fn what_is_exported_opens_and_is_the_same_model() {
    let cases = cases();
    assert!(cases.len() > 60, "{}", cases.len());
    for (preset, changes) in cases {
        let mut session = session_of(preset, &changes);
        train(&mut session, 2);
        let exported = block_on(session.export()).unwrap();
        let opened = checkpoint::restore(&exported, &Device::flex())
            .unwrap_or_else(|error| panic!("{preset} {changes}: {error}"));
        let (before, after) = (answers(session.trainer().unwrap().0), answers(&opened));
        for (a, b) in before.iter().zip(&after) {
            assert!(
                (a - b).abs() < 2e-4 * a.abs().max(1.0),
                "{preset} {changes}: {b}, not {a}"
            );
        }
        // And it trains on.
        let mut other: Session = session;
        other.restore(&exported).unwrap();
        assert!(
            train(&mut other, 1)[0]
                .losses
                .values()
                .all(|loss| loss.is_finite())
        );
    }
}

/// A VAE-GAN's discriminator is asked about the kind of images that it learns from.
#[test]
fn a_binarised_hybrid_is_evaluated_on_black_and_white_images() {
    let changes = json!({ "binarise": true, "hidden_dim": 8, "width": 0.05, "seed": 5 });
    let mut session = session_of("vae-gan", &changes);
    train(&mut session, 1);
    let (trainer, dataset) = session.trainer().unwrap();
    let n = 6;
    let pixels = dataset.test.pixels(0, n).unwrap();
    let grey = Tensor::<2>::from_data(TensorData::new(pixels, [n, PIXELS]), &Device::flex());
    // What is black and white already stays as it is.
    let white = Input::Binarised.of(grey.clone(), 5, Shard::all(n), 1 << 48);
    let of = |images: Tensor<2>| -> Vec<f32> {
        let losses = trainer.training().evaluate(0, images, &vec![0; n]);
        losses.into_data().try_to_vec().unwrap()
    };
    assert_eq!(of(grey), of(white));
}
