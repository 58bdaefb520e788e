//! Saved runs whose settings somebody changed in the file.

use super::weights::{exported, small, tensors, trainer};
use burn::tensor::Device;
use generative_playground::checkpoint;
use safetensors::tensor::{SafeTensors, TensorView};
use serde_json::{Value, json};

/// A saved run that says something else of itself.
pub fn changed(bytes: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let (_, header) = SafeTensors::read_metadata(bytes).unwrap();
    let mut metadata = header.metadata().clone().unwrap();
    let ours = metadata.get_mut(checkpoint::METADATA_KEY).unwrap();
    let mut all: Value = serde_json::from_str(ours).unwrap();
    change(&mut all);
    *ours = all.to_string();
    let tensors = tensors(bytes);
    let views = tensors.iter().map(|(name, dtype, shape, bytes)| {
        (name, TensorView::new(*dtype, shape.clone(), bytes).unwrap())
    });
    safetensors::serialize(views, Some(metadata)).unwrap()
}

/// A saved run whose settings have these values instead.
fn edited(bytes: &[u8], changes: &Value) -> Vec<u8> {
    changed(bytes, |all| {
        for (key, value) in changes.as_object().unwrap() {
            assert_ne!(all["settings"][key], *value, "{key}");
            all["settings"][key] = value.clone();
        }
    })
}

#[test]
fn settings_that_were_edited_in_a_file_are_refused() {
    let width = json!({"width": 0.05});
    let spectral = json!({"width": 0.05, "critic_norm": "spectral"});
    let table = [
        // Rounded to the same layers, or to others.
        ("gan", &width, json!({"width": 0.0501})),
        ("gan", &width, json!({"width": 0.5})),
        ("dcgan", &width, json!({"width": 0.0501})),
        ("gan-conv-critic", &width, json!({"width": 0.0501})),
        ("gan", &width, json!({"latent_dim": 99})),
        ("gan", &width, json!({"dropout": 0.0})),
        ("gan", &width, json!({"ema": 0.5})),
        ("gan", &width, json!({"critic_norm": "spectral"})),
        ("gan", &spectral, json!({"critic_norm": "none"})),
        ("cgan", &width, json!({"conditional": false})),
        ("wgan-gp", &width, json!({"gp_lambda": 1.0})),
        ("vae", &json!({"hidden_dim": 8}), json!({"hidden_dim": 9})),
        (
            "vae",
            &json!({"hidden_dim": 8}),
            json!({"likelihood": "gaussian"}),
        ),
        ("vae-gan", &width, json!({"gan_weight": 3.0})),
    ];
    let device = Device::flex();
    for (preset, settings, changes) in table {
        let trainer = trainer(small(preset, settings.clone()));
        let saved = pollster::block_on(checkpoint::save(&trainer)).unwrap();
        assert!(
            checkpoint::restore(&edited(&saved, &json!({})), &device).is_ok(),
            "{preset}"
        );
        for bytes in [saved, exported(&trainer)] {
            let error = checkpoint::restore(&edited(&bytes, &changes), &device);
            assert!(error.is_err(), "{preset}: {changes} opens");
        }
    }
}

/// Decimal numbers are written and read again, and must be the same to the last digit.
#[test]
fn settings_that_nobody_edited_are_never_taken_for_edited() {
    let device = Device::flex();
    for lr in [
        0.1 + 0.2,
        1.0 / 3.0,
        2.0_f64.powi(-40),
        0.001_234_567_890_123_456_7,
        5e-324,
    ] {
        let settings = small("vae", json!({"hidden_dim": 2, "latent_dim": 1, "lr": lr}));
        let saved = pollster::block_on(checkpoint::save(&trainer(settings))).unwrap();
        checkpoint::restore(&saved, &device).unwrap_or_else(|error| panic!("{lr}: {error}"));
    }
}
