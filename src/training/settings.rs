//! What to train: a preset and its settings, each with its range and a sentence of explanation.

use super::{Schedule, ScheduleKind};
use crate::error::{Error, ErrorCode, Result};
use crate::model::{AutoencoderKind, Scheme};
use crate::objective::Likelihood;
use crate::optimizer::{OptimizerConfig, OptimizerKind};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What an autoencoder minimises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Objective {
    /// The negative evidence lower bound, with the KL divergence in closed form.
    Elbo,
    /// The negative importance-weighted bound (Burda et al., 2015).
    Iwae,
}

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

const fn choice(
    key: &'static str,
    choices: &'static [&'static str],
    description: &'static str,
) -> SettingInfo {
    SettingInfo {
        key,
        description,
        range: None,
        whole: false,
        choices,
    }
}

const fn switch(key: &'static str, description: &'static str) -> SettingInfo {
    choice(key, &["false", "true"], description)
}

/// 2^53: the largest range in which JavaScript's numbers are whole.
const WHOLE: f64 = 9_007_199_254_740_992.0;
/// More steps than anyone trains.
const STEPS: f64 = 1e9;

/// Every setting.
pub const SETTINGS: &[SettingInfo] = &[
    number(
        "seed",
        0.0,
        WHOLE,
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
    choice(
        "lr_schedule",
        &["constant", "step", "cosine"],
        "How the learning rate falls while training.",
    ),
    number(
        "lr_warmup",
        0.0,
        STEPS,
        true,
        "Steps over which the learning rate first rises from zero.",
    ),
    number(
        "lr_period",
        1.0,
        STEPS,
        true,
        "Steps between two falls of the learning rate, or of its whole cosine.",
    ),
    number(
        "lr_factor",
        0.0,
        1.0,
        false,
        "What each fall multiplies the learning rate by.",
    ),
    choice(
        "optimizer",
        &["sgd", "rmsprop", "adam"],
        "The rule that turns gradients into changes of the weights.",
    ),
    number(
        "momentum",
        0.0,
        0.999,
        false,
        "SGD: how much of the last change is repeated.",
    ),
    number(
        "beta1",
        0.0,
        0.9999,
        false,
        "Adam: how long gradients are remembered.",
    ),
    number(
        "beta2",
        0.0,
        0.99999,
        false,
        "Adam: how long squared gradients are remembered.",
    ),
    number(
        "epsilon",
        1e-12,
        1.0,
        false,
        "Adam, RMSProp: keeps small gradients from being enlarged without bound.",
    ),
    number(
        "weight_decay",
        0.0,
        1.0,
        false,
        "Pulls every weight towards zero (L2).",
    ),
    number(
        "grad_clip",
        0.0,
        1e6,
        false,
        "Largest norm of all gradients together; 0 for no limit.",
    ),
    number(
        "grad_clip_value",
        0.0,
        1e6,
        false,
        "Largest single gradient; 0 for no limit.",
    ),
    choice(
        "init",
        &["pytorch", "he", "xavier", "dcgan"],
        "How the initial weights are distributed.",
    ),
    number(
        "latent_dim",
        1.0,
        512.0,
        true,
        "How many numbers the code of a digit has.",
    ),
    switch(
        "conditional",
        "Whether the model is told the digit, and so draws the digit it is asked for.",
    ),
    choice(
        "objective",
        &["elbo", "iwae"],
        "The bound on the likelihood that is maximised.",
    ),
    choice(
        "architecture",
        &["mlp", "deep", "conv"],
        "Which layers encode and decode.",
    ),
    number(
        "hidden_dim",
        1.0,
        4_096.0,
        true,
        "Units of the hidden layers.",
    ),
    choice(
        "likelihood",
        &["bernoulli", "continuous-bernoulli", "gaussian"],
        "How the decoder's outputs say how likely a pixel is.",
    ),
    number(
        "beta",
        0.0,
        1_000.0,
        false,
        "Weight of the KL divergence in the loss; 1 is the evidence lower bound.",
    ),
    number(
        "beta_warmup",
        0.0,
        STEPS,
        true,
        "Steps over which beta rises from zero.",
    ),
    number(
        "importance_samples",
        1.0,
        500.0,
        true,
        "Samples of the code a digit is judged by (iwae).",
    ),
    switch(
        "binarise",
        "Whether grey pixels are made black or white at random, anew each time.",
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
    /// Its fall.
    pub lr_schedule: ScheduleKind,
    /// Steps of its first rise.
    pub lr_warmup: u64,
    /// Steps between its falls.
    pub lr_period: u64,
    /// Factor of each fall.
    pub lr_factor: f64,
    /// Update rule.
    pub optimizer: OptimizerKind,
    /// SGD's momentum.
    pub momentum: f64,
    /// Adam's first decay.
    pub beta1: f64,
    /// Adam's second decay.
    pub beta2: f64,
    /// Adam's and RMSProp's epsilon.
    pub epsilon: f64,
    /// L2 regularisation.
    pub weight_decay: f64,
    /// Limit of the gradients' norm, 0 for none.
    pub grad_clip: f64,
    /// Limit of a single gradient, 0 for none.
    pub grad_clip_value: f64,
    /// Distribution of the initial weights.
    pub init: Scheme,
    /// Size of the code `z`.
    pub latent_dim: usize,
    /// Whether the digit is told.
    pub conditional: bool,
    /// Which bound.
    pub objective: Objective,
    /// Which layers.
    pub architecture: AutoencoderKind,
    /// Units of the hidden layers.
    pub hidden_dim: usize,
    /// Likelihood of the pixels.
    pub likelihood: Likelihood,
    /// Weight of the KL divergence.
    pub beta: f64,
    /// Steps over which beta rises.
    pub beta_warmup: u64,
    /// Importance samples.
    pub importance_samples: usize,
    /// Whether pixels are binarised at random.
    pub binarise: bool,
}

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

    /// The learning rate over time.
    pub fn schedule(&self) -> Schedule {
        Schedule {
            kind: self.lr_schedule,
            lr: self.lr,
            warmup: self.lr_warmup,
            period: self.lr_period,
            factor: self.lr_factor,
        }
    }

    /// Fails where settings that are each possible make no sense together.
    ///
    /// # Errors
    /// `bad-setting`, saying why.
    pub fn check(&self) -> Result<()> {
        let refuse = |why: &str| Err(Error::new(ErrorCode::BadSetting, why));
        if self.objective == Objective::Elbo && self.importance_samples > 1 {
            return refuse(
                "importance_samples above 1 needs objective=iwae: the ELBO uses one sample.",
            );
        }
        if self.objective == Objective::Iwae && self.beta != 1.0 {
            return refuse(
                "objective=iwae needs beta=1: the importance weights have no separate KL divergence to weigh.",
            );
        }
        if self.binarise && self.likelihood != Likelihood::Bernoulli {
            return refuse(
                "binarise=true needs likelihood=bernoulli: the others describe grey pixels.",
            );
        }
        Ok(())
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
        settings.check()?;
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
            let word = value.as_bool().map_or_else(
                || value.as_str(),
                |on| Some(if on { "true" } else { "false" }),
            );
            return match word {
                Some(word) if self.choices.contains(&word) => {
                    // A switch is a boolean, and everything else a word.
                    Ok(word
                        .parse::<bool>()
                        .map_or_else(|_| Value::from(word), Value::from))
                }
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
