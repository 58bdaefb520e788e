//! What to train: a preset and its settings, each with its range and a sentence of explanation.

mod check;
mod field;
mod info;
mod table;

pub(super) use check::refuse;
pub(crate) use field::Field;
pub use info::{Effect, Kind, MAX_SAFE_INTEGER, MAX_STEPS, Scalar, SettingInfo, When};
pub use table::{SETTINGS, Settings};

use super::{Input, RunningMean, Schedule, families};
use crate::dataset::recipe::recipe_infos;
use crate::error::{Error, ErrorCode, Result};
use crate::model::{AdversarialConfig, AdversarialKind, AutoencoderConfig, AutoencoderKind};
use crate::optimizer::OptimizerConfig;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

impl Settings {
    /// The constants of the optimizer.
    pub fn optimizer_config(&self) -> OptimizerConfig {
        OptimizerConfig {
            kind: self.optimizer,
            momentum: self.momentum,
            beta1: self.beta1,
            beta2: self.beta2,
            epsilon: self.epsilon,
            weight_decay: self.weight_decay,
            clip_norm: self.grad_clip,
            clip_value: self.grad_clip_value,
        }
    }

    /// What generator and discriminator are built from.
    pub fn adversarial_config(&self, kind: AdversarialKind) -> AdversarialConfig {
        AdversarialConfig {
            kind,
            latent_dim: self.latent_dim,
            width: self.width,
            dropout: self.dropout,
            conditional: self.conditional,
            critic_norm: self.critic_norm,
        }
    }

    /// What the encoder and the decoder are built from.
    pub fn autoencoder_config(&self, kind: AutoencoderKind) -> AutoencoderConfig {
        AutoencoderConfig {
            kind,
            hidden_dim: self.hidden_dim,
            latent_dim: self.latent_dim,
            conditional: self.conditional,
            dropout: self.dropout,
        }
    }

    /// The learning rate over time.
    pub fn schedule(&self) -> Schedule {
        self.schedule_from(self.lr)
    }

    /// The discriminator's learning rate over time.
    pub fn discriminator_schedule(&self) -> Schedule {
        self.schedule_from(if self.lr_d > 0.0 { self.lr_d } else { self.lr })
    }

    /// What an autoencoder makes of pixels.
    pub fn input(&self) -> Input {
        if self.binarise {
            Input::Binarised
        } else {
            Input::Unit
        }
    }

    /// The running mean of the weights that images are drawn with.
    pub fn running_mean(&self) -> RunningMean {
        RunningMean {
            most: self.ema,
            power: self.ema_power,
        }
    }

    fn schedule_from(&self, lr: f64) -> Schedule {
        Schedule {
            kind: self.lr_schedule,
            lr,
            warmup: self.lr_warmup,
            period: self.lr_period,
            factor: self.lr_factor,
            floor: self.lr_floor,
        }
    }

    /// The defaults of a preset with some settings changed.
    ///
    /// # Errors
    /// `unknown-preset`, those of [`set`](Self::set), and `bad-setting` where settings make no sense together.
    pub fn with(id: &str, changes: &Map<String, Value>) -> Result<Self> {
        let settings = Self::changed(id, changes)?;
        check::together(&settings)?;
        Ok(settings)
    }

    /// The settings of a saved run. One that an older version wrote may hold what has no effect: that is as the preset has
    /// it. One that it lacks, because it is newer than the file, is as the preset has it too.
    ///
    /// # Errors
    /// As [`with`](Self::with).
    pub fn saved(id: &str, all: &Map<String, Value>) -> Result<Self> {
        let mut settings = Self::changed(id, all)?;
        let preset = Self::preset(id)?.to_map();
        for info in check::without_effect(&settings)? {
            settings.set(info.key, &preset[info.key])?;
        }
        check::together(&settings)?;
        Ok(settings)
    }

    /// A preset with some settings changed, whether they make sense together or not.
    fn changed(id: &str, changes: &Map<String, Value>) -> Result<Self> {
        let mut settings = Self::preset(id)?;
        for (key, value) in changes {
            settings.set(key, value)?;
        }
        Ok(settings)
    }

    /// The defaults of a preset.
    ///
    /// # Errors
    /// `unknown-preset`, listing the known ones.
    pub fn preset(id: &str) -> Result<Self> {
        let mut preset = families::preset(id)?;
        let mut chain = vec![preset];
        while let Some(base) = preset.base {
            preset = families::preset(base)?;
            chain.push(preset);
        }
        let mut settings = Self::of_table(id);
        for (key, value) in chain.iter().rev().flat_map(|preset| preset.settings) {
            let assigned = settings.assign(key, &(*value).into());
            assert!(assigned, "{id} has no value of {key}'s type");
        }
        Ok(settings)
    }

    /// All settings by their keys, the preset too, without the data's recipe.
    pub fn to_map(&self) -> Map<String, Value> {
        let mut all = Map::new();
        all.insert("preset".into(), self.preset.as_str().into());
        for (key, value) in self.values() {
            all.insert(key.into(), value);
        }
        all
    }

    /// Changes one setting. Text that reads as a number counts as one, since commands and addresses have only text.
    ///
    /// # Errors
    /// `unknown-setting`, listing the known ones; `bad-setting`, saying what is allowed.
    pub fn set(&mut self, key: &str, value: &Value) -> Result<()> {
        if let Some(key) = key.strip_prefix("data.") {
            return self.data.set(key, value);
        }
        let Some(info) = SETTINGS.iter().find(|info| info.key == key) else {
            let of_data = recipe_infos().map(|info| format!("data.{}", info.key));
            let known: Vec<_> = SETTINGS
                .iter()
                .map(|info| info.key.to_string())
                .chain(of_data)
                .collect();
            return Err(Error::new(
                ErrorCode::UnknownSetting,
                format!(
                    "There is no setting \"{key}\". The settings are: {}.",
                    known.join(", ")
                ),
            ));
        };
        let assigned = self.assign(key, &info.check(value)?);
        assert!(assigned, "a checked value is of {key}'s type");
        Ok(())
    }
}

/// As the object of [`Settings::to_map`].
impl Serialize for Settings {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        self.to_map().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimizer::OptimizerKind;
    use serde_json::json;

    fn with(changes: Value) -> Result<Settings> {
        Settings::with("vae", changes.as_object().unwrap())
    }

    #[test]
    fn numbers_may_come_as_text() {
        let settings =
            with(json!({"seed": "7", "lr": "3e-4", "batch_size": 64.0, "optimizer": "sgd"}))
                .unwrap();
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
}
