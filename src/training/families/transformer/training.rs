//! Training of a transformer by the likelihood of images.

use super::config;
use crate::dataset::PIXELS;
use crate::error::Result;
use crate::model::transformer::symbols::{PLACES, symbols_of};
use crate::model::{Init, NO_DIGIT, Transformer};
use crate::objective::categorical_nll;
use crate::optimizer::Optimizer;
use crate::random::{Purpose, Shard, stream};
use crate::training::families::StepContext;
use crate::training::step::StepTensors;
use crate::training::{EVALUATION, Input, Schedule, Settings};
use burn::module::Module;
use burn::tensor::{Device, Tensor, TensorData};

/// Share of the images whose digit a conditional model is not told, so that it can do without one too.
const UNTOLD: f32 = 0.1;

/// The network, its optimizer and the settings it trains under.
#[derive(Clone, Debug)]
pub struct TransformerTraining {
    /// On a device with automatic differentiation.
    pub model: Transformer,
    /// The optimizer of all parameters.
    pub optimizer: Optimizer,
    seed: u64,
    schedule: Schedule,
    conditional: bool,
    pub(super) temperature: f64,
    pub(super) top_p: f64,
    /// Without automatic differentiation: for everything but steps.
    pub(super) device: Device,
}

impl TransformerTraining {
    /// Names of what a step and an evaluation return.
    pub const LOSSES: [&'static str; 1] = ["loss"];

    /// A fresh model under these settings.
    pub fn new(settings: &Settings, device: &Device) -> Self {
        let autodiff = device.clone().autodiff();
        let mut init = Init::new(settings.init, settings.seed, &autodiff);
        Self {
            model: Transformer::new(&config(settings), &mut init),
            optimizer: Optimizer::new(settings.optimizer_config()),
            seed: settings.seed,
            schedule: settings.schedule(),
            conditional: settings.conditional,
            temperature: settings.temperature,
            top_p: settings.top_p,
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
        let images = Input::Binarised.of(images, self.seed, rows, step);
        let digits = self.told_in_training(&batch.labels, rows, step);
        let loss = nats(&self.model, images, digits).sum_dim(1).mean();
        let grads = sharding.gradients(&self.model, &loss).await?;
        probe.gradients("", &self.model, &grads);
        self.optimizer
            .step(self.schedule.at(step), &mut self.model, grads);
        Ok(StepTensors {
            losses: loss.inner(),
            logits: None,
            fakes: None,
            latents: None,
            outputs: None,
        })
    }

    /// The loss of each image of an evaluation batch, `[1, batch]`, on the device.
    pub(super) fn evaluated(&self, batch: u64, images: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        let rows = Shard::all(labels.len());
        let images = Input::Binarised.of(images, self.seed, rows, EVALUATION | batch);
        self.surprises(images, labels).sum_dim(1).transpose()
    }

    /// How little each block of black and white images `[n, 784]` was to be expected from those before it, in nats, `[n, 196]`.
    pub(super) fn surprises(&self, images: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        nats(&self.model.valid(), images, self.digits(labels))
    }

    /// Digits as the model is told them, `[n, 1]`, where it is.
    pub(super) fn digits(&self, labels: &[u8]) -> Option<Tensor<2>> {
        let told = || {
            let values: Vec<f32> = labels.iter().copied().map(f32::from).collect();
            let shape = [labels.len(), 1];
            Tensor::from_data(TensorData::new(values, shape), &self.device)
        };
        self.conditional.then(told)
    }

    /// The digits that a conditional model is told in a training step: some are left out at random.
    fn told_in_training(&self, labels: &[u8], rows: Shard, step: u64) -> Option<Tensor<2>> {
        if !self.conditional {
            return None;
        }
        let mut rng = stream(self.seed, Purpose::Untold, step);
        let draws = rows.uniform_unit(&mut rng, 1);
        let told = (labels.iter().zip(draws))
            .map(|(&label, draw)| if draw < UNTOLD { NO_DIGIT } else { label });
        self.digits(&told.collect::<Vec<_>>())
    }
}

/// The negative log-likelihood of each block of black and white images `[n, 784]`, `[n, 196]`.
fn nats(model: &Transformer, images: Tensor<2>, digits: Option<Tensor<2>>) -> Tensor<2> {
    let [n, _] = images.dims();
    let symbols = symbols_of(images);
    let logits = model.logits(symbols.clone(), digits);
    categorical_nll(logits, symbols.reshape([n * PLACES, 1])).reshape([n, PLACES])
}
