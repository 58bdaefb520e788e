//! Training of a flow on pixels, and what its samples follow.

use super::config;
use crate::dataset::PIXELS;
use crate::error::Result;
use crate::flow::{between, velocity_error};
use crate::model::{Init, PixelFlow};
use crate::random::Shard;
use crate::training::families::StepContext;
use crate::training::families::learner::Learner;
use crate::training::step::StepTensors;
use crate::training::{EVALUATION, Paths, Settings, Told, sample_noise, signed, unsigned};
use burn::tensor::{Device, Tensor};

/// The network, its optimizer and the settings that it trains under.
#[derive(Clone, Debug)]
pub struct FlowTraining {
    /// The networks and their optimizer. Their running mean is what is shown.
    pub learner: Learner<PixelFlow>,
    pub(super) paths: Paths,
    pub(super) told: Told,
    /// Without automatic differentiation: for everything but steps.
    pub(super) device: Device,
}

impl FlowTraining {
    /// Names of what a step and an evaluation return.
    pub const LOSSES: [&'static str; 1] = ["loss"];

    /// A fresh model under these settings.
    pub fn new(settings: &Settings, device: &Device) -> Self {
        let autodiff = device.clone().autodiff();
        let mut init = Init::new(settings.init, settings.seed, &autodiff);
        let model = PixelFlow::new(&config(settings), &mut init);
        Self {
            learner: Learner::new(settings, model),
            paths: Paths::new(settings, device),
            told: Told::new(settings, device),
            device: device.clone(),
        }
    }

    /// One update on a shard of a batch.
    ///
    /// # Errors
    /// `replica-lost`; the step is half done then.
    pub(super) async fn update(&mut self, at: StepContext<'_>) -> Result<StepTensors> {
        let StepContext {
            step,
            batch,
            sharding,
            probe,
            ..
        } = at;
        let rows = sharding.shard();
        let images = batch.images.reshape([rows.count(), PIXELS]);
        let digits = self.told.in_training(&batch.labels, rows, step);
        let [noise, times] = (self.paths.drawn(step, rows, PIXELS, 1)).map(Tensor::autodiff);
        let digits = digits.map(Tensor::autodiff);
        let loss = losses(&self.learner.model, images.autodiff(), noise, times, digits).mean();

        self.learner.learn(step, &loss, sharding, probe).await?;
        self.learner.follow();
        Ok(StepTensors::of_losses(loss.inner()))
    }

    /// The loss of each image of an evaluation batch, `[1, batch]`, on the device.
    pub(super) fn evaluated(&self, batch: u64, images: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        let rows = Shard::all(labels.len());
        let [noise, times] = self.paths.drawn(EVALUATION | batch, rows, PIXELS, 1);
        let digits = self.told.digits(labels.iter().copied());
        losses(&self.learner.shown(), images, noise, times, digits).unsqueeze_dim(0)
    }

    /// An image for each label, `[n, 784]`, 0 to 1.
    pub(super) fn sampled(&self, seed: u64, labels: &[u8]) -> Tensor<2> {
        seen(self.followed(seed, labels, |_| {}))
    }

    /// Each state on the way there, `[steps + 1, n, 784]`.
    pub(super) fn sampled_path(&self, seed: u64, labels: &[u8]) -> Tensor<3> {
        let mut states = Vec::new();
        self.followed(seed, labels, |state| states.push(seen(state.clone())));
        Tensor::stack(states, 0)
    }

    /// From noise to images, `[n, 784]`, about -1 to 1.
    fn followed(&self, seed: u64, labels: &[u8], look: impl FnMut(&Tensor<2>)) -> Tensor<2> {
        let model = self.learner.shown();
        let noise = sample_noise(&self.device, seed, labels.len(), PIXELS);
        let predict = |x, times, digits| model.predict(x, times, digits);
        (self.paths).follow(noise, &self.told, labels, predict, look)
    }
}

/// The loss of each image `[n, 784]`, 0 to 1, on its path from this noise at this time: `[n]`.
fn losses(
    model: &PixelFlow,
    images: Tensor<2>,
    noise: Tensor<2>,
    times: Tensor<2>,
    digits: Option<Tensor<2>>,
) -> Tensor<1> {
    let data = signed(images);
    let state = between(noise, data.clone(), times.clone());
    let predicted = model.predict(state, times.clone(), digits);
    velocity_error(predicted, data, times)
}

/// States, whose data are -1 to 1, as images from 0 to 1: what is brighter than white is white.
fn seen(state: Tensor<2>) -> Tensor<2> {
    unsigned(state).clamp(0.0, 1.0)
}
