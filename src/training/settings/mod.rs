//! What to train: a preset and its settings, each with its range and a sentence of explanation.

mod check;
mod choices;
mod table;

pub use choices::{Architecture, Family, Objective};
pub use table::{SETTINGS, SettingInfo};

use super::{Schedule, ScheduleKind};
use crate::error::{Error, ErrorCode, Result};
use crate::model::{
    AdversarialConfig, AdversarialKind, AutoencoderConfig, AutoencoderKind, DiscriminatorNorm,
    Scheme,
};
use crate::objective::Likelihood;
use crate::optimizer::{OptimizerConfig, OptimizerKind};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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
    /// Size of the latent `z`.
    pub latent_dim: usize,
    /// Whether the digit is told.
    pub conditional: bool,
    /// What is minimised.
    pub objective: Objective,
    /// Which layers.
    pub architecture: Architecture,
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
    /// Share of values that dropout zeroes.
    pub dropout: f64,
    /// Factor on the sizes of generator and discriminator.
    pub width: f64,
    /// The discriminator's learning rate, 0 for the generator's.
    pub lr_d: f64,
    /// Updates of the discriminator for each of the generator.
    pub num_critic: u64,
    /// How far below 1 the target of real images is.
    pub label_smoothing: f64,
    /// The discriminator's normalisation.
    pub critic_norm: DiscriminatorNorm,
    /// Largest weight of the discriminator, 0 for no limit.
    pub weight_clip: f64,
    /// Weight of the gradient penalty.
    pub gp_lambda: f64,
    /// Decay of the running mean of the generator's weights, 0 for none.
    pub ema: f64,
    /// Weight of the discriminator's opinion beside the likelihood.
    pub gan_weight: f64,
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

    fn schedule_from(&self, lr: f64) -> Schedule {
        Schedule {
            kind: self.lr_schedule,
            lr,
            warmup: self.lr_warmup,
            period: self.lr_period,
            factor: self.lr_factor,
        }
    }

    /// The defaults of a preset with some settings changed.
    ///
    /// # Errors
    /// `unknown-preset`, those of [`set`](Self::set), and `bad-setting` where settings make no sense together.
    pub fn with(id: &str, changes: &Map<String, Value>) -> Result<Self> {
        let mut settings = Self::preset(id)?;
        for (key, value) in changes {
            settings.set(key, value)?;
        }
        check::together(&settings)?;
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
