//! What models and their training are built from, as settings have it.

use super::Settings;
use crate::model::{AdversarialConfig, AdversarialKind, AutoencoderConfig, AutoencoderKind};
use crate::optimizer::OptimizerConfig;
use crate::training::{Input, RunningMean, Schedule};

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
            outputs: self.likelihood.outputs(),
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
}
