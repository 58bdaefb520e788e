//! What settings are taken, and what is refused.

use super::*;
use crate::optimizer::OptimizerKind;
use serde_json::json;

fn with(changes: Value) -> Result<Settings> {
    Settings::with("vae", changes.as_object().unwrap())
}

#[test]
fn numbers_may_come_as_text() {
    let settings =
        with(json!({"seed": "7", "lr": "3e-4", "batch_size": 64.0, "optimizer": "sgd"})).unwrap();
    assert_eq!(
        (settings.seed, settings.lr, settings.batch_size),
        (7, 3e-4, 64)
    );
    assert_eq!(settings.optimizer, OptimizerKind::Sgd);
}

#[test]
fn the_table_is_sound() {
    for info in SETTINGS {
        let default = Value::from(info.default);
        assert_eq!(info.check(&default).unwrap(), default, "{}", info.key);
        let others = info.effect.refused.iter().map(|(when, _)| *when);
        for when in info.effect.when.into_iter().chain(others) {
            let other = SETTINGS.iter().find(|other| other.key == when.key).unwrap();
            let known = other.choices();
            let unknown = when.is.iter().find(|word| !known.contains(word));
            assert_eq!(unknown, None, "{}: {}", info.key, when.key);
        }
    }
    let keys = || SETTINGS.iter().map(|info| info.key);
    for family in families::FAMILIES {
        let unknown = family
            .settings
            .iter()
            .find(|key| !keys().any(|known| known == **key));
        assert_eq!(unknown, None, "{}", family.name);
        for preset in family.presets {
            let settings = Settings::with(preset.id, &Map::new()).unwrap();
            assert_eq!(
                families::of(&settings).unwrap().name,
                family.name,
                "{}",
                preset.id
            );
        }
    }
}

#[test]
fn whole_numbers_are_never_rounded() {
    for (value, kept) in [
        (json!("9007199254740991"), Some(MAX_SAFE_INTEGER)),
        (json!(9_007_199_254_740_991_u64), Some(MAX_SAFE_INTEGER)),
        (json!(9_007_199_254_740_991.0), Some(MAX_SAFE_INTEGER)),
        (json!("9007199254740992"), None),
        (json!("9007199254740993"), None),
        (json!(9_007_199_254_740_993_u64), None),
        (json!("1e3"), Some(1_000)),
        (json!(-1), None),
        (json!("0.5"), None),
    ] {
        let found = with(json!({ "seed": value })).map(|settings| settings.seed);
        assert_eq!(found.ok(), kept, "{value}");
    }
}

#[test]
fn what_changes_nothing_is_refused_and_left_out_of_old_files() {
    let table = [
        (
            "gan",
            json!({ "gp_lambda": 5 }),
            "gp_lambda has no effect unless objective=wasserstein-gp",
        ),
        (
            "vae",
            json!({ "momentum": 0.5 }),
            "momentum has no effect unless optimizer=sgd",
        ),
        (
            "vae",
            json!({ "optimizer": "sgd", "beta1": 0.5 }),
            "beta1 has no effect unless optimizer=adam",
        ),
        (
            "vae",
            json!({ "lr_factor": 0.1 }),
            "lr_factor has no effect unless lr_schedule=step",
        ),
        (
            "iwae",
            json!({ "beta_warmup": 5 }),
            "beta_warmup has no effect unless",
        ),
        (
            "vae-gan",
            json!({ "num_critic": 5 }),
            "num_critic has no effect on a VAE with a discriminator",
        ),
    ];
    for (preset, changes, says) in table {
        let changes = changes.as_object().unwrap();
        let message = Settings::with(preset, changes).unwrap_err().message;
        assert!(message.contains(says), "{message} should say {says}");
        let saved = Settings::saved(preset, changes).unwrap().to_map();
        let usual = Settings::preset(preset).unwrap().to_map();
        let idle = says.split(' ').next().unwrap();
        assert_eq!(saved[idle], usual[idle]);
    }
    // A VAE-GAN's discriminator is checked like a GAN's.
    for changes in [
        json!({ "critic_norm": "batch", "batch_size": 1 }),
        json!({ "architecture": "conv", "batch_size": 1 }),
    ] {
        let message = Settings::with("vae-gan", changes.as_object().unwrap())
            .unwrap_err()
            .message;
        assert!(message.contains("2 or more"), "{message}");
    }
}

#[test]
fn what_cannot_be_used_is_refused_with_what_can() {
    let table = [
        (json!({"sead": 1}), ErrorCode::UnknownSetting, "batch_size"),
        (
            json!({"batch_size": 0}),
            ErrorCode::BadSetting,
            "from 1 to 4096",
        ),
        (json!({"batch_size": 1.5}), ErrorCode::BadSetting, "whole"),
        (json!({"lr": -0.1}), ErrorCode::BadSetting, "from 0 to 1"),
        (json!({"lr": "NaN"}), ErrorCode::BadSetting, "number"),
        (json!({"lr": "fast"}), ErrorCode::BadSetting, "\"fast\""),
        (json!({"lr": null}), ErrorCode::BadSetting, "null"),
        (json!({"seed": 1e300}), ErrorCode::BadSetting, "seed"),
        (
            json!({"optimizer": "lion"}),
            ErrorCode::BadSetting,
            "sgd, rmsprop, adam",
        ),
        (json!({"optimizer": 3}), ErrorCode::BadSetting, "adam"),
    ];
    for (changes, code, says) in table {
        let error = with(changes.clone()).unwrap_err();
        assert_eq!(error.code, code, "{changes}");
        assert!(
            error.message.contains(says),
            "{changes}: {} should say {says}",
            error.message
        );
    }
    assert!(Settings::preset("vea").unwrap_err().message.contains("vae"));
}
