//! What is refused, with the reason.

use crate::{session_of, train};
use generative_playground::ErrorCode;
use generative_playground::training::{Settings, families};
use serde_json::json;

#[test]
fn conditional_models_ask_for_the_digit_and_others_refuse_it() {
    let mut conditional = session_of("cvae", &json!({ "hidden_dim": 8 }));
    let (trainer, dataset) = conditional.trainer().unwrap();
    let image = dataset.test.pixels(0, 1).unwrap();
    let error = pollster::block_on(trainer.encode(image, &[])).unwrap_err();
    assert_eq!(error.code, ErrorCode::BadInput);
    let two = dataset.test.pixels(0, 2).unwrap();
    for labels in [&[10][..], &[1, 2, 3], &[1, 10]] {
        let error = pollster::block_on(trainer.encode(two.clone(), labels)).unwrap_err();
        assert_eq!(error.code, ErrorCode::BadInput, "{labels:?}");
    }
    assert!(pollster::block_on(trainer.encode(two, &[7, 2])).is_ok());
    let mut plain = session_of("vae", &json!({ "hidden_dim": 8 }));
    let (trainer, _) = plain.trainer().unwrap();
    let error = pollster::block_on(trainer.sample(1, 0, &[3])).unwrap_err();
    assert_eq!(error.code, ErrorCode::BadInput);
}

#[test]
fn settings_that_make_no_sense_together_are_refused_with_the_reason() {
    let table = [
        ("vae", json!({ "importance_samples": 5 }), "objective=iwae"),
        ("vae", json!({ "objective": "iwae", "beta": 2 }), "beta=1"),
        (
            "vae",
            json!({ "binarise": true, "likelihood": "gaussian" }),
            "likelihood=bernoulli",
        ),
        (
            "vae",
            json!({ "binarise": true, "likelihood": "discretised-logistic" }),
            "likelihood=bernoulli",
        ),
        ("vae", json!({ "objective": "hinge" }), "no discriminator"),
        ("vae", json!({ "architecture": "dcgan" }), "no encoder"),
        (
            "vae",
            json!({ "num_critic": 5 }),
            "num_critic has no effect",
        ),
        (
            "vae",
            json!({ "gan_weight": 5 }),
            "gan_weight has no effect",
        ),
        ("gan", json!({ "beta": 4 }), "beta has no effect"),
        (
            "gan",
            json!({ "hidden_dim": 100 }),
            "hidden_dim has no effect",
        ),
        (
            "gan",
            json!({ "objective": "wasserstein" }),
            "weight_clip=0.01",
        ),
        ("wgan-gp", json!({ "dropout": 0.3 }), "dropout=0"),
        (
            "wgan-gp",
            json!({ "critic_norm": "batch" }),
            "critic_norm=none",
        ),
        (
            "wgan-gp",
            json!({ "critic_norm": "spectral" }),
            "choose one",
        ),
        ("hinge-gan", json!({ "label_smoothing": 0.1 }), "targets"),
        ("gan", json!({ "r1": 1 }), "dropout=0"),
        ("vae-gan", json!({ "r1": 1 }), "dropout=0"),
        ("wgan-gp", json!({ "r1": 1 }), "r1=0"),
        ("fast-gan", json!({ "critic_norm": "batch" }), "choose one"),
        (
            "fast-gan",
            json!({ "critic_norm": "spectral" }),
            "choose one",
        ),
        ("fast-gan", json!({ "batch_size": 1 }), "2 or more"),
        ("autoencoder", json!({ "beta": 2 }), "beta has no effect"),
        (
            "autoencoder",
            json!({ "architecture": "gan-mlp" }),
            "no encoder",
        ),
        ("dcgan", json!({ "batch_size": 1 }), "2 or more"),
    ];
    for (preset, changes, says) in table {
        let error = Settings::with(preset, changes.as_object().unwrap()).unwrap_err();
        assert_eq!(error.code, ErrorCode::BadSetting);
        let message = error.message;
        assert!(message.contains(says), "{message} should say {says}");
    }
    // What the preset has anyway is no error: the page sends every setting.
    for preset in families::presets() {
        let all = serde_json::to_value(Settings::preset(preset.id).unwrap()).unwrap();
        let mut all = all.as_object().unwrap().clone();
        all.remove("preset");
        assert!(Settings::with(preset.id, &all).is_ok(), "{}", preset.id);
    }
}

#[test]
fn latents_have_up_to_4096_values() {
    for preset in ["vae", "gan"] {
        let changes =
            json!({ "latent_dim": 4096, "batch_size": 4, "hidden_dim": 8, "width": 0.05 });
        let mut changes = changes.as_object().unwrap().clone();
        changes.remove(if preset == "vae" {
            "width"
        } else {
            "hidden_dim"
        });
        let mut session = session_of(preset, &changes.clone().into());
        let losses = train(&mut session, 1);
        assert!(
            losses[0].losses.values().all(|loss| loss.is_finite()),
            "{preset}"
        );
        changes.insert("latent_dim".into(), json!(4097));
        assert_eq!(
            Settings::with(preset, &changes).unwrap_err().code,
            ErrorCode::BadSetting
        );
    }
}
