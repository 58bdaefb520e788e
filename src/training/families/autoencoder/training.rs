//! Training of the autoencoders.

use super::AutoencoderObjective;
use crate::dataset::PIXELS;
use crate::error::Result;
use crate::model::{Autoencoder, AutoencoderKind, CLASSES, Init, Pass, Posterior};
use crate::objective::{Likelihood, one_hot};
use crate::random::{Purpose, Shard, stream};
use crate::training::families::StepContext;
use crate::training::families::learner::Learner;
use crate::training::step::StepTensors;
use crate::training::{EVALUATION, Input, Settings, as_differentiable_as, noise, on_device_of};
use burn::tensor::{Device, Tensor};

/// An autoencoder, its optimizer and the settings it trains under.
#[derive(Clone, Debug)]
pub struct AutoencoderTraining {
    /// The network and its optimizer.
    pub learner: Learner<Autoencoder>,
    pub(super) seed: u64,
    pub(super) objective: AutoencoderObjective,
    pub(super) likelihood: Likelihood,
    pub(super) beta: f64,
    beta_warmup: u64,
    pub(super) samples: usize,
    input: Input,
    conditional: bool,
    pub(super) latent_dim: usize,
    /// Without automatic differentiation: for everything but steps.
    pub(super) device: Device,
}

impl AutoencoderTraining {
    /// Names of what a step and an evaluation return.
    pub(super) fn loss_names(&self) -> &'static [&'static str] {
        match self.objective {
            AutoencoderObjective::Reconstruction => &["loss", "recon_loss"],
            _ => &["loss", "recon_loss", "kl_loss"],
        }
    }

    /// A fresh model under these settings.
    pub fn new(settings: &Settings, kind: AutoencoderKind, device: &Device) -> Self {
        let autodiff = device.clone().autodiff();
        let objective = AutoencoderObjective::of(settings);
        let model = Autoencoder::new(
            settings.autoencoder_config(kind),
            &mut Init::new(settings.init, settings.seed, &autodiff),
        );
        let model = match objective {
            AutoencoderObjective::Reconstruction => model.without_variance(),
            _ => model,
        };
        Self {
            learner: Learner::new(settings, model),
            seed: settings.seed,
            objective,
            likelihood: settings.likelihood,
            beta: settings.beta,
            beta_warmup: settings.beta_warmup,
            samples: settings.importance_samples,
            input: settings.input(),
            conditional: settings.conditional,
            latent_dim: settings.latent_dim,
            device: device.clone(),
        }
    }

    /// One update on a shard of a batch.
    ///
    /// # Errors
    /// `replica-lost`; the update has not been made then.
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
        let images = self.seen(images, rows, step).autodiff();
        let digits = self.digits(&batch.labels).map(Tensor::autodiff);
        let mut pass = sharding.pass(stream(self.seed, Purpose::Dropout, step));
        let noise = noise(
            &self.device,
            self.seed,
            Purpose::Noise,
            step,
            rows.times(self.samples),
            self.latent_dim,
        );
        let losses = self.losses(
            &self.learner.model,
            images,
            digits,
            noise.autodiff(),
            &mut pass,
        );

        let (recon, kl) = (losses.recon.mean(), losses.kl.mean());
        let loss = match self.objective {
            AutoencoderObjective::Elbo => recon.clone() + kl.clone().mul_scalar(self.beta_at(step)),
            AutoencoderObjective::Iwae | AutoencoderObjective::Reconstruction => {
                losses.bound.mean()
            }
        };
        let pass = sharding.statistics(pass).await?;
        self.learner.learn(step, &loss, sharding, probe).await?;
        self.learner.model.update_running(pass);
        let mut parts = vec![loss.inner(), recon.inner(), kl.inner()];
        parts.truncate(self.loss_names().len());
        Ok(StepTensors {
            losses: Tensor::cat(parts, 0),
            logits: None,
            fakes: None,
            latents: probe.is_on().then(|| latents(&losses.posterior, losses.z)),
            outputs: probe
                .is_on()
                .then(|| self.likelihood.images(losses.outputs.inner())),
        })
    }

    /// Beta while it warms up (Bowman et al., 2015; Sonderby et al., 2016).
    pub(in crate::training) fn beta_at(&self, step: u64) -> f64 {
        if step < self.beta_warmup {
            self.beta * step as f64 / self.beta_warmup as f64
        } else {
            self.beta
        }
    }

    /// The losses of each image of one evaluation batch, `[names, batch]`, on the device.
    pub fn evaluated(&self, batch: u64, images: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        let [n, _] = images.dims();
        let images = self.seen(images, Shard::all(n), EVALUATION | batch);
        let digits = self.digits(labels);
        let noise = self.evaluation_noise(batch, n * self.samples);
        let model = self.learner.shown();
        let losses = self.losses(&model, images, digits, noise, &mut Pass::eval());
        let mut parts = vec![losses.bound, losses.recon, losses.kl];
        parts.truncate(self.loss_names().len());
        Tensor::stack(parts, 0)
    }

    /// Noise for latents of one evaluation batch, `[rows, latent]`.
    pub(super) fn evaluation_noise(&self, batch: u64, rows: usize) -> Tensor<2> {
        noise(
            &self.device,
            self.seed,
            Purpose::Evaluation,
            batch,
            Shard::all(rows),
            self.latent_dim,
        )
    }

    /// Latents `[n, latent]` with digits to images `[n, 784]`, 0 to 1: the mean of each pixel.
    /// Differentiable by the latents, where they are.
    pub fn decoded(&self, z: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        let model = as_differentiable_as(&z, &self.learner.model);
        let digits = (self.digits(labels)).map(|digits| on_device_of(&z, digits));
        (self.likelihood).images(model.decode(z, digits, &mut Pass::eval()))
    }

    /// Size of the latent.
    pub(in crate::training) fn latent_dim(&self) -> usize {
        self.latent_dim
    }

    /// How pixels are compared.
    pub(in crate::training) fn likelihood(&self) -> Likelihood {
        self.likelihood
    }

    /// What decides the random numbers.
    pub(in crate::training) fn seed(&self) -> u64 {
        self.seed
    }

    /// Where it computes, without automatic differentiation.
    pub(in crate::training) fn device(&self) -> &Device {
        &self.device
    }

    /// Images `[rows, 784]`, 0 to 1, as the model sees them at this step or evaluation.
    pub(in crate::training) fn seen(
        &self,
        images: Tensor<2>,
        rows: Shard,
        index: u64,
    ) -> Tensor<2> {
        self.input.of(images, self.seed, rows, index)
    }

    /// The digits one-hot, `[n, 10]`, for a conditional model.
    pub(in crate::training) fn digits(&self, labels: &[u8]) -> Option<Tensor<2>> {
        self.conditional
            .then(|| Tensor::from_data(one_hot(labels, CLASSES), &self.device))
    }
}

/// What a step's probe takes of latents, `[3, batch, latent]`.
pub(in crate::training) fn latents(posterior: &Posterior, z: Tensor<2>) -> Tensor<3> {
    let all = [posterior.mean.clone(), posterior.logvar.clone(), z];
    Tensor::stack(all.map(Tensor::inner).into(), 0)
}
