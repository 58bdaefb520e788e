//! One run: settings, weights and the step it is at.

use super::divergence::Divergence;
use super::{Event, Losses, Part, Settings, Training};
use crate::dataset::{EpochOrder, images_needed};
use crate::error::{Error, ErrorCode, Result};
use crate::model::PartSummary;
use burn::tensor::Device;

/// A model being trained. Every method gives the same result whatever was called before, as far as the weights are
/// the same: nothing but [`train`](Self::train) advances anything.
#[derive(Clone, Debug)]
pub struct Trainer {
    pub(super) settings: Settings,
    pub(super) device: Device,
    pub(super) training: Training,
    pub(super) train_size: usize,
    pub(super) step: u64,
    /// What to go back to if a step spoils the weights, and its step.
    pub(super) kept: Option<(Training, u64)>,
    pub(super) order: Option<EpochOrder>,
    pub(super) divergence: Divergence,
    pub(super) events: Vec<Event>,
    pub(super) gradients: Vec<(String, f32)>,
}

impl Trainer {
    /// A fresh model with the initial weights of its seed, to be trained on `train_size` images.
    ///
    /// # Errors
    /// `bad-setting` when a batch is larger than the dataset, or architecture and objective do not fit.
    pub fn new(settings: Settings, train_size: usize, device: &Device) -> Result<Self> {
        check_batch_size(&settings, train_size)?;
        let training = Training::new(&settings, device)?;
        Ok(Self {
            settings,
            device: device.clone(),
            training,
            train_size,
            step: 0,
            kept: None,
            order: None,
            divergence: Divergence::default(),
            events: Vec::new(),
            gradients: Vec::new(),
        })
    }

    /// What is being trained.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The networks with their optimizers.
    pub fn training(&self) -> &Training {
        &self.training
    }

    /// Steps taken.
    pub fn step(&self) -> u64 {
        self.step
    }

    /// The epoch that the last step belongs to, counted from 1; 0 before the first step.
    pub fn epoch(&self) -> usize {
        if self.step == 0 {
            0
        } else {
            self.epoch_of(self.step)
        }
    }

    /// Training images.
    pub fn train_size(&self) -> usize {
        self.train_size
    }

    /// Trains on another number of images from here on: for weights of another program, whose epochs nobody counted.
    ///
    /// # Errors
    /// `bad-setting` when a batch is larger.
    pub fn set_train_size(&mut self, train_size: usize) -> Result<()> {
        check_batch_size(&self.settings, train_size)?;
        self.train_size = train_size;
        self.order = None;
        Ok(())
    }

    /// Steps of one epoch. The images that do not fill a last batch are left out, others each epoch.
    pub fn steps_per_epoch(&self) -> u64 {
        (self.train_size / self.settings.batch_size) as u64
    }

    /// Values in all parameters.
    pub fn parameter_count(&self) -> usize {
        self.training.parameter_count()
    }

    /// The layers of each network.
    pub fn summary(&self) -> Vec<PartSummary> {
        self.training.summary()
    }

    /// Size of the latent that images are drawn from.
    pub fn latent_dim(&self) -> usize {
        self.settings.latent_dim
    }

    /// Whether the model can encode images.
    pub fn has_encoder(&self) -> bool {
        self.training.encoder().is_ok()
    }

    /// Whether the model has a discriminator.
    pub fn has_critic(&self) -> bool {
        self.training.require(Part::Discriminator).is_ok()
    }

    /// What has been noticed since the last call: a collapsed generator, a discriminator that always wins.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// Norms of the gradients by each parameter in the last step of the last [`train`](Self::train), as
    /// [`StepDetail::gradients`](super::StepDetail::gradients) has them.
    pub fn take_gradients(&mut self) -> Vec<(String, f32)> {
        std::mem::take(&mut self.gradients)
    }

    /// How many training images, from the front, must be present to take `n` more steps.
    pub fn images_needed(&self, n: u64) -> usize {
        if n == 0 {
            return 0;
        }
        let last = self.step.saturating_add(n);
        let batches = (last - 1) % self.steps_per_epoch() + 1;
        images_needed(
            self.epoch_of(last),
            batches as usize * self.settings.batch_size,
            self.train_size,
        )
    }

    pub(super) fn epoch_of(&self, step: u64) -> usize {
        ((step - 1) / self.steps_per_epoch() + 1) as usize
    }

    /// Continues from other weights, optimizer state and step.
    pub(crate) fn resume(&mut self, training: Training, step: u64) {
        self.training = training;
        self.step = step;
        self.kept = None;
        self.order = None;
    }
}

fn check_batch_size(settings: &Settings, train_size: usize) -> Result<()> {
    if settings.batch_size <= train_size {
        return Ok(());
    }
    Err(Error::new(
        ErrorCode::BadSetting,
        format!(
            "batch_size cannot be {}: there are only {train_size} training images.",
            settings.batch_size
        ),
    ))
}

/// Values by their names.
pub(super) fn named(names: &[&str], values: impl Iterator<Item = f64>) -> Losses {
    // One by one: to collect them would bring a sort with it.
    let mut losses = Losses::new();
    for (name, value) in names.iter().zip(values) {
        losses.insert((*name).into(), value);
    }
    losses
}
