//! What to train: a preset and its settings, each with its range and a sentence of explanation.

use crate::error::{Error, ErrorCode, Result};
use crate::optimizer::OptimizerKind;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A named model with its defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Preset {
    /// As in `--preset` and the page's address.
    pub id: &'static str,
    /// For people.
    pub title: &'static str,
    /// One sentence.
    pub description: &'static str,
}

/// Every preset.
pub const PRESETS: &[Preset] = &[Preset {
    id: "vae",
    title: "Variational autoencoder",
    description: "Fully connected layers squeeze a digit into a few numbers and rebuild it from them.",
}];

/// One setting, as pages and commands show it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SettingInfo {
    /// As in `--set key=value` and the page's address.
    pub key: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// Smallest and largest value, or none where the value is a word.
    pub range: Option<(f64, f64)>,
    /// Whether only whole numbers make sense.
    pub whole: bool,
    /// The words allowed, where the value is one.
    pub choices: &'static [&'static str],
}

const fn number(
    key: &'static str,
    min: f64,
    max: f64,
    whole: bool,
    description: &'static str,
) -> SettingInfo {
    SettingInfo {
        key,
        description,
        range: Some((min, max)),
        whole,
        choices: &[],
    }
}

/// Every setting.
pub const SETTINGS: &[SettingInfo] = &[
    // 2^53: the largest range in which JavaScript's numbers are whole.
    number(
        "seed",
        0.0,
        9_007_199_254_740_992.0,
        true,
        "Decides every random number: the same seed gives the same run.",
    ),
    number(
        "batch_size",
        1.0,
        4_096.0,
        true,
        "Images a step looks at before it changes the weights.",
    ),
    number(
        "lr",
        0.0,
        1.0,
        false,
        "Learning rate: how far each step moves the weights.",
    ),
    SettingInfo {
        key: "optimizer",
        description: "The rule that turns gradients into changes of the weights.",
        range: None,
        whole: false,
        choices: &["sgd", "rmsprop", "adam"],
    },
    number(
        "latent_dim",
        1.0,
        512.0,
        true,
        "How many numbers the code of a digit has.",
    ),
    number(
        "hidden_dim",
        1.0,
        4_096.0,
        true,
        "Units of the hidden layer on each side.",
    ),
    number(
        "beta",
        0.0,
        1_000.0,
        false,
        "Weight of the KL divergence in the loss; 1 is the evidence lower bound.",
    ),
];

/// Everything a run follows from, with the device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The preset's id.
    pub preset: String,
    /// Decides every random number.
    pub seed: u64,
    /// Images a step.
    pub batch_size: usize,
    /// Learning rate.
    pub lr: f64,
    /// Update rule.
    pub optimizer: OptimizerKind,
    /// Size of the code `z`.
    pub latent_dim: usize,
    /// Units of the hidden layer.
    pub hidden_dim: usize,
    /// Weight of the KL divergence.
    pub beta: f64,
}

impl Settings {
    /// The defaults of a preset.
    ///
    /// # Errors
    /// `unknown-preset`, listing the known ones.
    pub fn preset(id: &str) -> Result<Self> {
        if !PRESETS.iter().any(|preset| preset.id == id) {
            let known: Vec<_> = PRESETS.iter().map(|preset| preset.id).collect();
            return Err(Error::new(
                ErrorCode::UnknownPreset,
                format!(
                    "There is no preset \"{id}\". The presets are: {}.",
                    known.join(", ")
                ),
            ));
        }
        // PyTorch's examples/vae.
        Ok(Self {
            preset: id.into(),
            seed: 0,
            batch_size: 128,
            lr: 1e-3,
            optimizer: OptimizerKind::Adam,
            latent_dim: 20,
            hidden_dim: 400,
            beta: 1.0,
        })
    }

    /// The defaults of a preset with some settings changed.
    ///
    /// # Errors
    /// `unknown-preset`, and those of [`set`](Self::set).
    pub fn with(id: &str, changes: &Map<String, Value>) -> Result<Self> {
        let mut settings = Self::preset(id)?;
        for (key, value) in changes {
            settings.set(key, value)?;
        }
        Ok(settings)
    }

    /// Changes one setting. Text that reads as a number counts as one, since commands and addresses have only text.
    ///
    /// # Errors
    /// `unknown-setting`, listing the known ones; `bad-setting`, saying what is allowed.
    pub fn set(&mut self, key: &str, value: &Value) -> Result<()> {
        let Some(info) = SETTINGS.iter().find(|info| info.key == key) else {
            let known: Vec<_> = SETTINGS.iter().map(|info| info.key).collect();
            return Err(Error::new(
                ErrorCode::UnknownSetting,
                format!(
                    "There is no setting \"{key}\". The settings are: {}.",
                    known.join(", ")
                ),
            ));
        };
        let value = info.check(value)?;
        let mut all = match serde_json::to_value(&*self) {
            Ok(Value::Object(all)) => all,
            _ => unreachable!("settings are an object"),
        };
        all.insert(key.into(), value);
        *self = serde_json::from_value(Value::Object(all)).map_err(|error| {
            Error::new(
                ErrorCode::BadSetting,
                format!("{key} cannot be used: {error}."),
            )
        })?;
        Ok(())
    }
}

impl SettingInfo {
    /// The value in the type and range of this setting.
    fn check(&self, value: &Value) -> Result<Value> {
        let refuse = |allowed: String| {
            let shown = value
                .as_str()
                .map_or_else(|| value.to_string(), |text| format!("\"{text}\""));
            Err(Error::new(
                ErrorCode::BadSetting,
                format!("{} cannot be {shown}: it must be {allowed}.", self.key),
            ))
        };
        let Some((min, max)) = self.range else {
            return match value.as_str() {
                Some(word) if self.choices.contains(&word) => Ok(value.clone()),
                _ => refuse(format!("one of {}", self.choices.join(", "))),
            };
        };
        let parsed = value
            .as_f64()
            .or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()));
        match parsed {
            Some(x) if (min..=max).contains(&x) && (!self.whole || x.fract() == 0.0) => {
                Ok(if self.whole {
                    Value::from(x as u64)
                } else {
                    Value::from(x)
                })
            }
            _ => refuse(format!(
                "a {}number from {min} to {max}",
                if self.whole { "whole " } else { "" }
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
    fn every_setting_is_a_field_and_every_field_a_setting() {
        let all = serde_json::to_value(Settings::preset("vae").unwrap()).unwrap();
        let mut fields: Vec<_> = all
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let mut keys: Vec<_> = SETTINGS
            .iter()
            .map(|info| info.key)
            .chain(["preset"])
            .collect();
        fields.sort_unstable();
        keys.sort_unstable();
        assert_eq!(fields, keys);
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
