//! Training of the variational autoencoders.

use super::replica::Sharding;
use super::{EVALUATION, Objective, Probe, Schedule, Settings, StepTensors, noise};
use crate::dataset::{MnistBatch, PIXELS};
use crate::error::Result;
use crate::kernels::activation::sigmoid;
use crate::model::{Autoencoder, AutoencoderKind, CLASSES, Init, Pass, Posterior};
use crate::objective::{Likelihood, kl_to_standard_normal, log_mean_exp, log_prior_ratio, one_hot};
use crate::optimizer::Optimizer;
use crate::random::{Purpose, Shard, stream};
use burn::module::Module;
use burn::tensor::{Device, Tensor, TensorData};

/// An autoencoder, its optimizer and the settings it trains under.
#[derive(Clone, Debug)]
pub struct AutoencoderTraining {
    /// The network, on a device with automatic differentiation.
    pub model: Autoencoder,
    /// The optimizer of all its parameters.
    pub optimizer: Optimizer,
    seed: u64,
    schedule: Schedule,
    objective: Objective,
    likelihood: Likelihood,
    beta: f64,
    beta_warmup: u64,
    samples: usize,
    binarise: bool,
    conditional: bool,
    latent_dim: usize,
    /// Without automatic differentiation: for everything but steps.
    device: Device,
}

/// Losses of each image, `[batch]` all.
struct PerImage {
    /// What is minimised once beta has warmed up.
    bound: Tensor<1>,
    recon: Tensor<1>,
    kl: Tensor<1>,
    /// Of the first sample of each image: what the decoder says of the pixels, `[batch, 784]`.
    outputs: Tensor<2>,
    posterior: Posterior,
    /// The first sample of each image, `[batch, latent]`.
    z: Tensor<2>,
}

impl AutoencoderTraining {
    /// Names of what [`step`](Self::step) and [`evaluate`](Self::evaluate) return.
    pub const LOSSES: [&'static str; 3] = ["loss", "recon_loss", "kl_loss"];

    /// A fresh model under these settings.
    pub fn new(settings: &Settings, kind: AutoencoderKind, device: &Device) -> Self {
        let autodiff = device.clone().autodiff();
        Self {
            model: Autoencoder::new(
                settings.autoencoder_config(kind),
                &mut Init::new(settings.init, settings.seed, &autodiff),
            ),
            optimizer: Optimizer::new(settings.optimizer_config()),
            seed: settings.seed,
            schedule: settings.schedule(),
            objective: settings.objective,
            likelihood: settings.likelihood,
            beta: settings.beta,
            beta_warmup: settings.beta_warmup,
            samples: settings.importance_samples,
            binarise: settings.binarise,
            conditional: settings.conditional,
            latent_dim: settings.latent_dim,
            device: device.clone(),
        }
    }

    /// One update on a share of a batch.
    ///
    /// # Errors
    /// `replica-lost`; the update has not been made then.
    pub(super) async fn step(
        &mut self,
        step: u64,
        batch: MnistBatch,
        sharding: Sharding<'_>,
        probe: &mut Probe,
    ) -> Result<StepTensors> {
        let rows = sharding.shard();
        let images = batch.images.reshape([rows.count(), PIXELS]);
        let images = self.black_and_white(images, rows, step).autodiff();
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
        let losses = self.losses(&self.model, images, digits, noise.autodiff(), &mut pass);

        let (recon, kl) = (losses.recon.mean(), losses.kl.mean());
        let loss = match self.objective {
            Objective::Iwae => losses.bound.mean(),
            _ => recon.clone() + kl.clone().mul_scalar(self.beta_at(step)),
        };
        self.learn(step, &loss, sharding, probe).await?;
        Ok(StepTensors {
            losses: Tensor::cat(vec![loss.inner(), recon.inner(), kl.inner()], 0),
            logits: None,
            fakes: None,
            latents: probe.is_on().then(|| latents(&losses.posterior, losses.z)),
            outputs: probe.is_on().then(|| sigmoid(losses.outputs.inner())),
        })
    }

    /// One update towards less of this loss over a sharding, `[1]`.
    pub(super) async fn learn(
        &mut self,
        step: u64,
        loss: &Tensor<1>,
        sharding: Sharding<'_>,
        probe: &mut Probe,
    ) -> Result<()> {
        let grads = sharding.gradients(&self.model, loss).await?;
        probe.gradients("", &self.model, &grads);
        let lr = self.schedule.at(step);
        self.optimizer.step(lr, &mut self.model, grads);
        Ok(())
    }

    /// Beta while it warms up (Bowman et al., 2015; Sonderby et al., 2016).
    pub(super) fn beta_at(&self, step: u64) -> f64 {
        if step < self.beta_warmup {
            self.beta * step as f64 / self.beta_warmup as f64
        } else {
            self.beta
        }
    }

    /// The losses of each image, from as many samples of its latent as there are rows of noise for it, `[n * k, latent]`.
    fn losses(
        &self,
        model: &Autoencoder,
        images: Tensor<2>,
        digits: Option<Tensor<2>>,
        noise: Tensor<2>,
        pass: &mut Pass,
    ) -> PerImage {
        let [batch, _] = images.dims();
        let posterior = model.encode(images.clone(), digits.clone(), pass);
        let kl = kl_to_standard_normal(&posterior);
        if self.objective != Objective::Iwae {
            let z = posterior.sample(noise);
            let outputs = model.decode(z.clone(), digits, pass);
            let recon = self.likelihood.nll(outputs.clone(), images);
            return PerImage {
                bound: recon.clone() + kl.clone().mul_scalar(self.beta),
                recon,
                kl,
                outputs,
                posterior,
                z,
            };
        }
        let (log_weights, nll, outputs, z) =
            self.log_weights(model, posterior.clone(), images, digits, noise, pass);
        let [_, k] = log_weights.dims();
        let bound = log_mean_exp(log_weights).neg();
        let recon = nll.mean_dim(1).squeeze_dim(1);
        let latent = self.latent_dim;
        PerImage {
            bound,
            recon,
            kl,
            outputs: outputs.reshape([batch, k * PIXELS]).narrow(1, 0, PIXELS),
            posterior,
            z: z.reshape([batch, k * latent]).narrow(1, 0, latent),
        }
    }

    /// From `k` rows of noise for each image, `[n * k, latent]`: `log p(x, z) - log q(z | x)` and the negative log-likelihood
    /// of the pixels, `[n, k]` both, what the decoder says, `[n * k, 784]`, and of which latents, `[n * k, latent]`.
    fn log_weights(
        &self,
        model: &Autoencoder,
        posterior: Posterior,
        images: Tensor<2>,
        digits: Option<Tensor<2>>,
        noise: Tensor<2>,
        pass: &mut Pass,
    ) -> (Tensor<2>, Tensor<2>, Tensor<2>, Tensor<2>) {
        let ([n, _], [rows, _]) = (images.dims(), noise.dims());
        let k = rows / n;
        // Each image k times, one below the other.
        let posterior = Posterior {
            mean: repeat(posterior.mean, k),
            logvar: repeat(posterior.logvar, k),
        };
        let z = posterior.sample(noise.clone());
        pass.repeat_rows(k);
        let outputs = model.decode(z.clone(), digits.map(|digits| repeat(digits, k)), pass);
        let nll = self.likelihood.nll(outputs.clone(), repeat(images, k));
        let log_weights = log_prior_ratio(z.clone(), noise, posterior.logvar) - nll.clone();
        let (log_weights, nll) = (log_weights.reshape([n, k]), nll.reshape([n, k]));
        (log_weights, nll, outputs, z)
    }

    /// Logarithms of importance weights, `[n, samples]`, of images `[n, 784]` binarised as evaluation batch `batch`, from
    /// samples of their posterior. `round` numbers several calls about the same images.
    pub fn importance_weights(
        &self,
        batch: u64,
        round: u64,
        images: Tensor<2>,
        labels: &[u8],
        samples: usize,
    ) -> Tensor<2> {
        let [n, _] = images.dims();
        let images = self.black_and_white(images, Shard::all(n), EVALUATION | batch);
        let (digits, model) = (self.digits(labels), self.model.valid());
        let mut pass = Pass::eval();
        let posterior = model.encode(images.clone(), digits.clone(), &mut pass);
        let index = EVALUATION | (batch << 16) | round;
        let noise = noise(
            &self.device,
            self.seed,
            Purpose::Importance,
            index,
            Shard::all(n * samples),
            self.latent_dim,
        );
        self.log_weights(&model, posterior, images, digits, noise, &mut pass)
            .0
    }

    /// The loss, `recon_loss` and `kl_loss` of each image of one evaluation batch, `[3, batch]`, on the device.
    pub fn evaluate(&self, batch: u64, images: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        let [n, _] = images.dims();
        let images = self.black_and_white(images, Shard::all(n), EVALUATION | batch);
        let digits = self.digits(labels);
        let noise = noise(
            &self.device,
            self.seed,
            Purpose::Evaluation,
            batch,
            Shard::all(n * self.samples),
            self.latent_dim,
        );
        let model = self.model.valid();
        let losses = self.losses(&model, images, digits, noise, &mut Pass::eval());
        Tensor::stack(vec![losses.bound, losses.recon, losses.kl], 0)
    }

    /// Puts the whole loss together from the means of its parts.
    pub fn total(&self, means: &mut [f64]) {
        if let ([loss, recon, kl], false) = (means, self.objective == Objective::Iwae) {
            *loss = *recon + self.beta * *kl;
        }
    }

    /// Mean and log-variance of images `[n, 784]` with their digits: `[n, latent]` both.
    pub fn encode(&self, images: Tensor<2>, labels: &[u8]) -> (Tensor<2>, Tensor<2>) {
        let posterior = self
            .model
            .valid()
            .encode(images, self.digits(labels), &mut Pass::eval());
        (posterior.mean, posterior.logvar)
    }

    /// Latents `[n, latent]` with digits to images `[n, 784]`, 0 to 1: the mean of each pixel.
    pub fn decode(&self, z: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        sigmoid(
            self.model
                .valid()
                .decode(z, self.digits(labels), &mut Pass::eval()),
        )
    }

    /// Size of the latent.
    pub(super) fn latent_dim(&self) -> usize {
        self.latent_dim
    }

    /// How pixels are compared.
    pub(super) fn likelihood(&self) -> Likelihood {
        self.likelihood
    }

    /// What decides the random numbers.
    pub(super) fn seed(&self) -> u64 {
        self.seed
    }

    /// Where it computes, without automatic differentiation.
    pub(super) fn device(&self) -> &Device {
        &self.device
    }

    /// Images `[rows, 784]` with each pixel black or white, white with its brightness as probability, if the settings say
    /// so.
    pub(super) fn black_and_white(&self, images: Tensor<2>, rows: Shard, index: u64) -> Tensor<2> {
        if !self.binarise {
            return images;
        }
        let shape = images.dims();
        let mut rng = stream(self.seed, Purpose::Binarise, index);
        let thresholds = TensorData::new(rows.uniform_unit(&mut rng, shape[1]), shape);
        images
            .greater(Tensor::from_data(thresholds, &self.device))
            .float()
    }

    /// The digits one-hot, `[n, 10]`, for a conditional model.
    pub(super) fn digits(&self, labels: &[u8]) -> Option<Tensor<2>> {
        self.conditional
            .then(|| Tensor::from_data(one_hot(labels, CLASSES), &self.device))
    }
}

/// What a step's probe takes of latents, `[3, batch, latent]`.
pub(super) fn latents(posterior: &Posterior, z: Tensor<2>) -> Tensor<3> {
    let all = [posterior.mean.clone(), posterior.logvar.clone(), z];
    Tensor::stack(all.map(Tensor::inner).into(), 0)
}

/// Each row `k` times, one below the other: `[n, m]` to `[n * k, m]`.
fn repeat(rows: Tensor<2>, k: usize) -> Tensor<2> {
    let [n, m] = rows.dims();
    rows.unsqueeze_dim::<3>(1)
        .expand([n, k, m])
        .reshape([n * k, m])
}
