//! Training of a transformer by the likelihood of images.

use super::config;
use crate::dataset::PIXELS;
use crate::error::Result;
use crate::model::transformer::symbols::{PLACES, symbols_of};
use crate::model::{Init, Transformer};
use crate::objective::categorical_nll;
use crate::random::Shard;
use crate::training::families::StepContext;
use crate::training::families::learner::Learner;
use crate::training::step::StepTensors;
use crate::training::{EVALUATION, Input, Settings, Told};
use burn::tensor::{Device, Tensor};

/// The network, its optimizer and the settings it trains under.
#[derive(Clone, Debug)]
pub struct TransformerTraining {
    /// The network and its optimizer.
    pub learner: Learner<Transformer>,
    seed: u64,
    pub(super) told: Told,
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
            learner: Learner::new(settings, Transformer::new(&config(settings), &mut init)),
            seed: settings.seed,
            told: Told::new(settings, device),
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
        let digits = self.told.in_training(&batch.labels, rows, step);
        let loss = nats(&self.learner.model, images, digits).sum_dim(1).mean();
        self.learner.learn(step, &loss, sharding, probe).await?;
        Ok(StepTensors::of_losses(loss.inner()))
    }

    /// The loss of each image of an evaluation batch, `[1, batch]`, on the device.
    pub(super) fn evaluated(&self, batch: u64, images: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        let rows = Shard::all(labels.len());
        let images = Input::Binarised.of(images, self.seed, rows, EVALUATION | batch);
        self.surprises(images, labels).sum_dim(1).transpose()
    }

    /// How little each block of black and white images `[n, 784]` was to be expected from those before it, in nats, `[n, 196]`.
    pub(super) fn surprises(&self, images: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        let digits = self.told.digits(labels.iter().copied());
        nats(&self.learner.shown(), images, digits)
    }
}

/// The negative log-likelihood of each block of black and white images `[n, 784]`, `[n, 196]`.
fn nats(model: &Transformer, images: Tensor<2>, digits: Option<Tensor<2>>) -> Tensor<2> {
    let [n, _] = images.dims();
    let symbols = symbols_of(images);
    let logits = model.logits(symbols.clone(), digits);
    categorical_nll(logits, symbols.reshape([n * PLACES, 1])).reshape([n, PLACES])
}
