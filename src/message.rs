//! What crosses between the worker and the page, as plain objects with JavaScript's names.

use crate::dataset::{DatasetSpec, Recipe, TrainingData};
use crate::error::Result;
use crate::model::PartSummary;
use crate::training::{
    Capability, Event, Losses, Part, Settings, StepDetail, StepMetrics, Trainer,
};
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
    pub parameter_count: u64,
    /// The layers of each network, with shapes and sizes.
    pub parts: Vec<PartSummary>,
    /// Names of the losses that a step reports.
    pub losses: &'static [&'static str],
    /// What the model can do, in words: `encodes`, `judges` and others.
    pub capabilities: Vec<Capability>,
    /// Whether `encode` and `reconstruct` work.
    pub has_encoder: bool,
    /// Whether `judge` works, and steps of one network alone.
    pub has_critic: bool,
    /// Size of the latent.
    pub latent_dim: usize,
    /// Whether the model is told the digit.
    pub conditional: bool,
    /// Images a step.
    pub batch_size: usize,
    /// Steps an epoch.
    pub steps_per_epoch: u64,
    /// Training images of an epoch.
    pub train_size: usize,
    /// What it is trained on.
    pub data: DataSummary,
    /// Steps taken so far.
    pub step: u64,
    /// The epoch of the last step, 0 before the first.
    pub epoch: usize,
}

/// What a model is trained on.
#[derive(Clone, Debug, Serialize)]
pub struct DataSummary {
    /// The data set's name.
    pub name: String,
    /// Its training images, before the recipe.
    pub train: usize,
    /// Its test images.
    pub test: usize,
    /// Labels go from 0 to one less; 1 where there are none.
    pub classes: usize,
    /// Hash of all pixels and labels in hexadecimal digits, where it is known.
    pub hash: Option<String>,
    /// What is done with its images first, where something is.
    #[serde(skip_serializing_if = "Recipe::is_default")]
    pub recipe: Recipe,
}

impl From<&DatasetSpec> for DataSummary {
    fn from(spec: &DatasetSpec) -> Self {
        Self {
            name: spec.name.to_string(),
            train: spec.train,
            test: spec.test,
            classes: spec.classes,
            hash: spec.hash.map(|hash| format!("{hash:016x}")),
            recipe: Recipe::default(),
        }
    }
}

impl From<&TrainingData> for DataSummary {
    fn from(data: &TrainingData) -> Self {
        Self {
            recipe: data.recipe().clone(),
            ..data.spec().into()
        }
    }
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
            parts: trainer.summary(),
            losses: trainer.training().losses(),
            capabilities: trainer.capabilities().to_vec(),
            has_encoder: trainer.can(Capability::Encodes),
            has_critic: trainer.can(Capability::Judges),
            latent_dim: trainer.latent_dim(),
            steps_per_epoch: trainer.steps_per_epoch(),
            train_size: trainer.train_size(),
            data: trainer.data().into(),
            step: trainer.step(),
            epoch: trainer.epoch(),
        }
    }
}

/// What settings would make, without making it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Description {
    /// Values in all parameters.
    pub parameter_count: u64,
    /// The layers of each network, with shapes and sizes.
    pub parts: Vec<PartSummary>,
    /// Size of the latent.
    pub latent_dim: usize,
}

impl Description {
    /// Of checked settings.
    ///
    /// # Errors
    /// `bad-setting` when architecture and objective do not fit.
    pub fn of(settings: &Settings) -> Result<Self> {
        let parts = settings.networks()?;
        Ok(Self {
            parameter_count: parts.iter().map(|part| part.parameters).sum(),
            parts,
            latent_dim: settings.latent_dim,
        })
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
    /// What was noticed: a collapsed generator, a discriminator that always wins.
    pub events: Vec<Event>,
    /// Norm of the loss's gradient by each parameter, in the last step.
    pub gradients: Vec<GradientReport>,
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
    pub fn new(
        history: Vec<StepMetrics>,
        events: Vec<Event>,
        gradients: Vec<(String, f32)>,
    ) -> Option<Self> {
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
            events,
            gradients: gradients.into_iter().map(GradientReport::from).collect(),
        })
    }
}

/// What a step in detail reports, without its images, which cross as typed arrays.
#[derive(Clone, Debug, Serialize)]
pub struct DetailReport<'a> {
    /// Steps taken so far.
    pub step: u64,
    /// The epoch of this step.
    pub epoch: usize,
    /// Which networks it updated.
    pub part: Part,
    /// Its losses.
    pub losses: &'a Losses,
    /// Norm of the loss's gradient by each parameter.
    pub gradients: Vec<GradientReport>,
}

/// The size of one parameter's gradient.
#[derive(Clone, Debug, Serialize)]
pub struct GradientReport {
    /// The parameter's name in PyTorch's manner.
    pub name: String,
    /// Its gradient's Euclidean norm.
    pub norm: f32,
}

impl From<(String, f32)> for GradientReport {
    fn from((name, norm): (String, f32)) -> Self {
        Self { name, norm }
    }
}

impl<'a> From<&'a StepDetail> for DetailReport<'a> {
    fn from(detail: &'a StepDetail) -> Self {
        let gradients = detail.gradients.iter().cloned().map(GradientReport::from);
        Self {
            step: detail.metrics.step,
            epoch: detail.metrics.epoch,
            part: detail.part,
            losses: &detail.metrics.losses,
            gradients: gradients.collect(),
        }
    }
}
