//! Training of an autoencoder and the flow in its latent, in one update.
//!
//! The flow learns the means of the latents as they are while the autoencoder learns (the noise about them is not data), and no
//! gradient of its loss goes into the encoder: the sum of the two losses trains each as if it were alone.

use super::config;
use crate::dataset::PIXELS;
use crate::error::Result;
use crate::flow::{between, velocity_error};
use crate::model::{Init, LatentFlow, Pass, Posterior};
use crate::objective::{Likelihood, kl_to_standard_normal};
use crate::random::{Purpose, Shard, stream};
use crate::training::families::StepContext;
use crate::training::families::autoencoder::latents;
use crate::training::families::learner::Learner;
use crate::training::replica::Sharding;
use crate::training::step::StepTensors;
use crate::training::{EVALUATION, Input, Paths, Settings, Told, noise};
use burn::tensor::{Device, Tensor};

/// Steps over which the running mean and variance of the latents reach at most.
const MEMORY: u64 = 100;

/// Both networks, their optimizer and the settings they train under.
#[derive(Clone, Debug)]
pub struct LatentFlowTraining {
    /// The networks and their optimizer. Their running mean is what is shown.
    pub learner: Learner<LatentFlow>,
    seed: u64,
    pub(super) likelihood: Likelihood,
    pub(super) beta: f64,
    input: Input,
    pub(super) paths: Paths,
    /// Paths of each latent in a step.
    paths_each: usize,
    pub(super) told: Told,
    pub(super) latent_dim: usize,
    /// Without automatic differentiation: for everything but steps.
    pub(super) device: Device,
}

/// Losses of each image, `[batch]` all.
struct PerImage {
    recon: Tensor<1>,
    kl: Tensor<1>,
    flow: Tensor<1>,
    /// What the decoder says of the pixels, `[batch, 784]`.
    outputs: Tensor<2>,
    posterior: Posterior,
    /// `[batch, latent]`
    z: Tensor<2>,
}

/// What is random in the losses.
struct Draws {
    /// `[batch, latent]`
    posterior: Tensor<2>,
    /// Where paths begin, those of an image one after another, `[batch * paths, latent]`.
    flow: Tensor<2>,
    /// `[batch * paths, 1]`
    times: Tensor<2>,
}

impl Draws {
    fn autodiff(self) -> Self {
        Self {
            posterior: self.posterior.autodiff(),
            flow: self.flow.autodiff(),
            times: self.times.autodiff(),
        }
    }
}

impl LatentFlowTraining {
    /// Names of what a step and an evaluation return.
    pub const LOSSES: [&'static str; 4] = ["loss", "recon_loss", "kl_loss", "flow_loss"];

    /// A fresh model under these settings.
    pub fn new(settings: &Settings, device: &Device) -> Self {
        let autodiff = device.clone().autodiff();
        let mut init = Init::new(settings.init, settings.seed, &autodiff);
        let model = LatentFlow::new(&config(settings), &mut init);
        Self {
            learner: Learner::new(settings, model),
            seed: settings.seed,
            likelihood: settings.likelihood,
            beta: settings.beta,
            input: settings.input(),
            paths: Paths::new(settings, device),
            paths_each: settings.flow_paths,
            told: Told::new(settings, device),
            latent_dim: settings.latent_dim,
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
        let draws = self.draws(Purpose::Noise, step, rows).autodiff();
        let mut pass = sharding.pass(stream(self.seed, Purpose::Dropout, step));
        let digits = digits.map(Tensor::autodiff);
        let losses = self.losses(&self.learner.model, images, digits, draws, &mut pass);
        let [recon, kl, flow] = [losses.recon, losses.kl, losses.flow].map(Tensor::mean);
        let loss = recon.clone() + kl.clone().mul_scalar(self.beta) + flow.clone();

        let pass = sharding.statistics(pass).await?;
        self.learner.learn(step, &loss, sharding, probe).await?;
        self.learner.model.autoencoder.update_running(pass);
        let learned = losses.posterior.mean.clone().inner();
        self.learn_statistics(learned, sharding).await?;
        self.learner.follow();
        let all = [loss, recon, kl, flow].map(Tensor::inner);
        Ok(StepTensors {
            losses: Tensor::cat(all.into(), 0),
            logits: None,
            fakes: None,
            latents: probe.is_on().then(|| latents(&losses.posterior, losses.z)),
            outputs: probe
                .is_on()
                .then(|| self.likelihood.images(losses.outputs.inner())),
        })
    }

    /// Moves the running mean and variance of what the flow learns towards those of a batch, `[rows, latent]`. Those of the whole
    /// batch move them, so every replica has the same.
    async fn learn_statistics(&mut self, learned: Tensor<2>, sharding: Sharding<'_>) -> Result<()> {
        let moments = self.learner.model.moments(learned).into();
        let moments = sharding.means(moments).await?.try_into();
        let moments = moments.unwrap_or_else(|_| unreachable!("a mean for each that was given"));
        let share = 1.0 / self.learner.updates().min(MEMORY) as f64;
        self.learner.model.update_running(moments, share);
        Ok(())
    }

    /// Every loss of one evaluation batch, `[4, batch]`, on the device.
    pub(super) fn evaluated(&self, batch: u64, images: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        let [n, _] = images.dims();
        let rows = Shard::all(n);
        let images = (self.input).of(images, self.seed, rows, EVALUATION | batch);
        let digits = self.told.digits(labels.iter().copied());
        let draws = self.draws(Purpose::Evaluation, EVALUATION | batch, rows);
        let losses = self.losses(
            &self.learner.shown(),
            images,
            digits,
            draws,
            &mut Pass::eval(),
        );
        let PerImage {
            recon, kl, flow, ..
        } = losses;
        let loss = recon.clone() + kl.clone().mul_scalar(self.beta) + flow.clone();
        Tensor::stack(vec![loss, recon, kl, flow], 0)
    }

    /// The losses of each image.
    fn losses(
        &self,
        model: &LatentFlow,
        images: Tensor<2>,
        digits: Option<Tensor<2>>,
        draws: Draws,
        pass: &mut Pass,
    ) -> PerImage {
        let posterior = model.encode(images.clone(), pass);
        let z = posterior.sample(draws.posterior);
        let outputs = model.decode(z.clone(), pass);
        // No gradient goes into the encoder.
        let learned = model.standardised(posterior.mean.clone().detach());
        let data = self.for_each_path(learned);
        let state = between(draws.flow, data.clone(), draws.times.clone());
        let digits = digits.map(|digits| self.for_each_path(digits));
        let predicted = model.predict(state, draws.times.clone(), digits);
        let errors = velocity_error(predicted, data, draws.times);
        let flow = errors
            .reshape([-1, self.paths_each as i32])
            .mean_dim(1)
            .squeeze_dim(1);
        PerImage {
            recon: self.likelihood.nll(outputs.clone(), images),
            kl: kl_to_standard_normal(&posterior),
            flow,
            outputs,
            posterior,
            z,
        }
    }

    /// What is random in the losses of these rows.
    fn draws(&self, posterior: Purpose, index: u64, rows: Shard) -> Draws {
        let size = self.latent_dim;
        let [flow, times] = self.paths.drawn(index, rows, size, self.paths_each);
        Draws {
            posterior: noise(&self.device, self.seed, posterior, index, rows, size),
            flow,
            times,
        }
    }

    /// Each row once for every path, `[batch, n]` to `[batch * paths, n]`.
    fn for_each_path(&self, rows: Tensor<2>) -> Tensor<2> {
        let [batch, n] = rows.dims();
        if self.paths_each == 1 {
            return rows;
        }
        let rows: Tensor<3> = rows.unsqueeze_dim(1);
        rows.repeat_dim(1, self.paths_each)
            .reshape([batch * self.paths_each, n])
    }
}
