//! Training of an autoencoder and the prior over its codes, in one update.
//!
//! The prior learns from the codes as they are while the autoencoder learns, and no gradient of its loss goes into the encoder:
//! the sum of the two losses trains each as if it were alone.

use super::config;
use crate::dataset::PIXELS;
use crate::error::Result;
use crate::model::{Init, Pass, Posterior, Quantised};
use crate::objective::Likelihood;
use crate::random::{Purpose, Shard, stream};
use crate::training::families::StepContext;
use crate::training::families::autoencoder::latents;
use crate::training::families::learner::Learner;
use crate::training::step::StepTensors;
use crate::training::{EVALUATION, Input, Settings, Told};
use burn::tensor::{Device, Tensor};

/// Both networks, their optimizer and the settings they train under.
#[derive(Clone, Debug)]
pub struct QuantisedTraining {
    /// The networks and their optimizer. Their running mean is what is shown.
    pub learner: Learner<Quantised>,
    seed: u64,
    pub(super) likelihood: Likelihood,
    input: Input,
    pub(super) told: Told,
    pub(super) latent_dim: usize,
    pub(super) temperature: f64,
    /// Without automatic differentiation: for everything but steps.
    pub(super) device: Device,
}

/// Losses of each image in nats, `[batch]` both. Their sum is a bound: the likelihood of an image is no less than that of its code
/// times that of its pixels given the code.
struct PerImage {
    recon: Tensor<1>,
    prior: Tensor<1>,
    /// What the decoder says of the pixels, `[batch, 784]`.
    outputs: Tensor<2>,
    /// The codes, a latent without a variance.
    posterior: Posterior,
}

impl QuantisedTraining {
    /// Names of what a step and an evaluation return.
    pub const LOSSES: [&'static str; 3] = ["loss", "recon_loss", "prior_loss"];

    /// A fresh model under these settings.
    pub fn new(settings: &Settings, device: &Device) -> Self {
        let autodiff = device.clone().autodiff();
        let mut init = Init::new(settings.init, settings.seed, &autodiff);
        let model = Quantised::new(&config(settings), &mut init);
        Self {
            learner: Learner::new(settings, model),
            seed: settings.seed,
            likelihood: settings.likelihood,
            input: settings.input(),
            told: Told::new(settings, device),
            latent_dim: settings.latent_dim,
            temperature: settings.temperature,
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
        let images = self.input.of(images, self.seed, rows, step).autodiff();
        let digits = self.told.in_training(&batch.labels, rows, step);
        let mut pass = sharding.pass(stream(self.seed, Purpose::Dropout, step));
        let digits = digits.map(Tensor::autodiff);
        let losses = self.losses(&self.learner.model, images, digits, &mut pass);
        let [recon, prior] = [losses.recon, losses.prior].map(Tensor::mean);
        let loss = recon.clone() + prior.clone();

        let pass = sharding.statistics(pass).await?;
        self.learner.learn(step, &loss, sharding, probe).await?;
        self.learner.model.autoencoder.update_running(pass);
        self.learner.follow();
        let all = [loss, recon, prior].map(Tensor::inner);
        let posterior = losses.posterior;
        Ok(StepTensors {
            losses: Tensor::cat(all.into(), 0),
            logits: None,
            fakes: None,
            latents: probe
                .is_on()
                .then(|| latents(&posterior, posterior.mean.clone())),
            outputs: probe
                .is_on()
                .then(|| self.likelihood.images(losses.outputs.inner())),
        })
    }

    /// Every loss of one evaluation batch, `[3, batch]`, on the device.
    pub(super) fn evaluated(&self, batch: u64, images: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        let rows = Shard::all(labels.len());
        let images = (self.input).of(images, self.seed, rows, EVALUATION | batch);
        let digits = self.told.digits(labels.iter().copied());
        let losses = self.losses(&self.learner.shown(), images, digits, &mut Pass::eval());
        let PerImage { recon, prior, .. } = losses;
        Tensor::stack(vec![recon.clone() + prior.clone(), recon, prior], 0)
    }

    /// The losses of each image.
    fn losses(
        &self,
        model: &Quantised,
        images: Tensor<2>,
        digits: Option<Tensor<2>>,
        pass: &mut Pass,
    ) -> PerImage {
        let posterior = model.encode(images.clone(), pass);
        let codes = posterior.mean.clone();
        let outputs = model.decode(codes.clone(), pass);
        PerImage {
            recon: self.likelihood.nll(outputs.clone(), images),
            prior: model.surprise(codes, digits),
            outputs,
            posterior,
        }
    }
}
