//! One run: settings, weights and the step it is at.

use super::divergence::Divergence;
use super::families::{self, Capability, Family};
use super::same_data::fits;
use super::{Event, Losses, Settings};
use crate::dataset::{EpochOrder, TrainingData};
use crate::error::Result;
use crate::model::PartSummary;
use burn::tensor::Device;

/// What a step changes, as far as steps taken again must begin from it.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub training: Box<dyn Family>,
    pub step: u64,
    pub divergence: Divergence,
}

/// A model being trained. Every method gives the same result whatever was called before, as far as the weights are
/// the same: nothing but [`train`](Self::train) advances anything.
#[derive(Clone, Debug)]
pub struct Trainer {
    pub(super) settings: Settings,
    pub(super) device: Device,
    pub(super) training: Box<dyn Family>,
    pub(super) data: TrainingData,
    pub(super) step: u64,
    pub(super) capabilities: Vec<Capability>,
    /// Whether a state is kept to go back to.
    pub(super) goes_back: bool,
    /// What to go back to if a step spoils the weights.
    pub(super) kept: Option<State>,
    pub(super) order: Option<EpochOrder>,
    pub(super) divergence: Divergence,
    pub(super) events: Vec<Event>,
    pub(super) gradients: Vec<(String, f32)>,
}

impl Trainer {
    /// A fresh model with the initial weights of its seed, to be trained on these data.
    ///
    /// # Errors
    /// `bad-setting` when there is no image, images without labels are given to a model that is told them, or architecture and
    /// objective do not fit.
    pub fn new(settings: Settings, data: TrainingData, device: &Device) -> Result<Self> {
        fits(&settings, &data)?;
        let family = families::of(&settings)?;
        Ok(Self {
            training: (family.build)(&settings, device),
            capabilities: family.capabilities_under(&settings),
            settings,
            device: device.clone(),
            data,
            step: 0,
            goes_back: true,
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
    pub fn training(&self) -> &dyn Family {
        &*self.training
    }

    /// What the model can do.
    pub fn capabilities(&self) -> &[Capability] {
        &self.capabilities
    }

    /// Whether the model can do this.
    pub fn can(&self, capability: Capability) -> bool {
        self.capabilities.contains(&capability)
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

    /// The data that it is trained on.
    pub fn data(&self) -> &TrainingData {
        &self.data
    }

    /// Training images of an epoch.
    pub fn train_size(&self) -> usize {
        self.data.size()
    }

    /// Steps of one epoch. The images that do not fill a last batch are left out, others each epoch. Where there are fewer images
    /// than a batch has, an epoch is one step, in which all of them come about as often.
    pub fn steps_per_epoch(&self) -> u64 {
        let batch_size = self.settings.batch_size;
        (self.data.places(batch_size) / batch_size) as u64
    }

    /// Steps between two looks at so many test images: an epoch, or as many epochs as learn from at least as many images. Where there
    /// are few to learn from, looking after each epoch would take nearly all of the time.
    pub fn steps_between_looks(&self, test_images: usize) -> u64 {
        let epoch = self.steps_per_epoch();
        let images = (epoch as usize * self.settings.batch_size).max(1);
        epoch * test_images.div_ceil(images).max(1) as u64
    }

    /// Values in all parameters.
    pub fn parameter_count(&self) -> u64 {
        let networks = self.training.networks().into_iter();
        let trained = networks.filter(|network| network.mean_of.is_none());
        trained
            .map(|network| network.parameters.count() as u64)
            .sum()
    }

    /// The layers of each network.
    pub fn summary(&self) -> Vec<PartSummary> {
        let networks = self.training.networks().into_iter();
        networks.flat_map(|network| network.parts).collect()
    }

    /// Where it computes, without automatic differentiation.
    pub(crate) fn device(&self) -> &Device {
        &self.device
    }

    /// Size of the latent that images are drawn from.
    pub fn latent_dim(&self) -> usize {
        self.settings.latent_dim
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
        let position = batches as usize * self.settings.batch_size;
        self.data.images_needed(self.epoch_of(last), position)
    }

    pub(super) fn epoch_of(&self, step: u64) -> usize {
        ((step - 1) / self.steps_per_epoch() + 1) as usize
    }

    /// From now on nothing is kept to go back to, which takes as much memory as weights and optimizers together: where a step fails, the
    /// weights are no good any more. For a replica that is given another's weights then.
    pub(crate) fn never_go_back(&mut self) {
        self.goes_back = false;
        self.kept = None;
    }

    /// Continues from other weights, optimizer state and step.
    pub(crate) fn resume(&mut self, training: Box<dyn Family>, step: u64) {
        self.training = training;
        self.step = step;
        self.kept = None;
        self.order = None;
    }
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
