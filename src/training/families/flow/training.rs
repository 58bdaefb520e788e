//! Training of a flow on pixels, and what its samples follow.

use super::config;
use crate::dataset::PIXELS;
use crate::error::Result;
use crate::flow::{Solver, Times, between, follow, velocity_error};
use crate::model::{Init, PixelFlow};
use crate::optimizer::Optimizer;
use crate::random::{Purpose, Shard};
use crate::training::families::StepContext;
use crate::training::step::StepTensors;
use crate::training::{
    EVALUATION, RunningMean, Schedule, Settings, Told, noise, sample_noise, signed, unsigned,
};
use burn::module::Module;
use burn::tensor::{Device, Tensor};

/// The network, its optimizer and the settings that it trains under.
#[derive(Clone, Debug)]
pub struct FlowTraining {
    /// On a device with automatic differentiation.
    pub model: PixelFlow,
    /// Its running mean, where the settings ask for one: what draws.
    pub average: Option<PixelFlow>,
    /// The optimizer of all parameters.
    pub optimizer: Optimizer,
    seed: u64,
    schedule: Schedule,
    ema: RunningMean,
    times: Times,
    sample_steps: usize,
    solver: Solver,
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
            average: (settings.ema > 0.0).then(|| model.clone()),
            model,
            optimizer: Optimizer::new(settings.optimizer_config()),
            seed: settings.seed,
            schedule: settings.schedule(),
            ema: settings.running_mean(),
            times: Times {
                width: settings.time_width,
                shift: settings.time_shift,
            },
            sample_steps: settings.sample_steps,
            solver: settings.solver,
            told: Told::new(settings, device),
            device: device.clone(),
        }
    }

    /// The model that draws, without automatic differentiation.
    pub(super) fn shown(&self) -> PixelFlow {
        self.average.as_ref().unwrap_or(&self.model).valid()
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
        let [noise, times] = self.draws(step, rows).map(Tensor::autodiff);
        let digits = digits.map(Tensor::autodiff);
        let loss = losses(&self.model, images.autodiff(), noise, times, digits).mean();

        let grads = sharding.gradients(&self.model, &loss).await?;
        probe.gradients("", &self.model, &grads);
        self.optimizer
            .step(self.schedule.at(step), &mut self.model, grads);
        self.ema
            .follow(&mut self.average, &self.model, self.optimizer.steps());
        Ok(StepTensors::of_losses(loss.inner()))
    }

    /// The loss of each image of an evaluation batch, `[1, batch]`, on the device.
    pub(super) fn evaluated(&self, batch: u64, images: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        let [noise, times] = self.draws(EVALUATION | batch, Shard::all(labels.len()));
        let digits = self.told.digits(labels.iter().copied());
        losses(&self.shown(), images, noise, times, digits).unsqueeze_dim(0)
    }

    /// Where the paths of these rows begin, `[rows, 784]`, and the times at which they are looked at, `[rows, 1]`.
    fn draws(&self, index: u64, rows: Shard) -> [Tensor<2>; 2] {
        let draw = |purpose, size| noise(&self.device, self.seed, purpose, index, rows, size);
        [
            draw(Purpose::Flow, PIXELS),
            self.times.of(draw(Purpose::FlowTime, 1)),
        ]
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
        let model = self.shown();
        let noise = sample_noise(&self.device, seed, labels.len(), PIXELS);
        let predict = |x: Tensor<2>, time| {
            let times = Tensor::full([labels.len(), 1], time, &self.device);
            let answer = |digits| model.predict(x.clone(), times.clone(), digits);
            self.told.guided(labels, answer)
        };
        follow(self.solver, self.sample_steps, noise, predict, look)
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
