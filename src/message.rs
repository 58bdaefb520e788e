//! What crosses between the worker and the page, as plain objects with JavaScript's names.

use crate::training::{Losses, Settings, StepMetrics, Trainer};
use serde::Serialize;

/// The model that has been loaded.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelSummary {
    /// The preset's id.
    pub preset: String,
    /// Every setting, by its key.
    pub settings: Settings,
    /// Values in all parameters.
    pub parameter_count: usize,
    /// Size of the code.
    pub latent_dim: usize,
    /// Whether the model is told the digit.
    pub conditional: bool,
    /// Images a step.
    pub batch_size: usize,
    /// Steps an epoch.
    pub steps_per_epoch: u64,
    /// Training images.
    pub train_size: usize,
    /// Steps taken so far.
    pub step: u64,
    /// The epoch of the last step, 0 before the first.
    pub epoch: usize,
}

impl From<&Trainer> for ModelSummary {
    fn from(trainer: &Trainer) -> Self {
        let settings = trainer.settings().clone();
        Self {
            preset: settings.preset.clone(),
            conditional: settings.conditional,
            batch_size: settings.batch_size,
            settings,
            parameter_count: trainer.parameter_count(),
            latent_dim: trainer.latent_dim(),
            steps_per_epoch: trainer.steps_per_epoch(),
            train_size: trainer.train_size(),
            step: trainer.step(),
            epoch: trainer.epoch(),
        }
    }
}

/// What a call of `train` reports.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TrainReport {
    /// Steps taken so far.
    pub step: u64,
    /// The epoch of the last step.
    pub epoch: usize,
    /// Losses of the last step.
    pub losses: Losses,
    /// Losses, averaged over the call.
    pub mean_losses: Losses,
    /// Losses of each step of the call.
    pub history: Vec<StepReport>,
}

/// Losses of one step.
#[derive(Clone, Debug, Serialize)]
pub struct StepReport {
    /// Steps taken then.
    pub step: u64,
    /// Losses of that step.
    pub losses: Losses,
}

impl TrainReport {
    /// The report on the steps of one call; none when the call took no step.
    pub fn new(history: Vec<StepMetrics>) -> Option<Self> {
        let last = history.last()?.clone();
        let mut mean_losses = Losses::new();
        for (name, value) in history.iter().flat_map(|metrics| &metrics.losses) {
            *mean_losses.entry(name.clone()).or_default() += value / history.len() as f64;
        }
        let history = history
            .into_iter()
            .map(|m| StepReport {
                step: m.step,
                losses: m.losses,
            })
            .collect();
        Some(Self {
            step: last.step,
            epoch: last.epoch,
            losses: last.losses,
            mean_losses,
            history,
        })
    }
}
