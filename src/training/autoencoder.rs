//! Training of the variational autoencoders.

use super::{Objective, Schedule, Settings};
use crate::dataset::{MnistBatch, PIXELS};
use crate::model::{Autoencoder, AutoencoderConfig, CLASSES, Init, Pass, Posterior};
use crate::objective::{Likelihood, kl_to_standard_normal, log_mean_exp, log_prior_ratio, one_hot};
use crate::optimizer::Optimizer;
use crate::random::{Purpose, normal, stream, uniform_unit};
use burn::module::Module;
use burn::optim::GradientsParams;
use burn::tensor::activation::sigmoid;
use burn::tensor::{Device, Tensor, TensorData};

/// Sets the random numbers of an evaluation apart from those of the step of the same number.
const EVALUATION: u64 = 1 << 48;

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
    /// What is minimised when beta is 1.
    bound: Tensor<1>,
    recon: Tensor<1>,
    kl: Tensor<1>,
}

impl AutoencoderTraining {
    /// Names of what [`step`](Self::step) returns.
    pub const LOSSES: [&'static str; 3] = ["loss", "recon_loss", "kl_loss"];

    /// A fresh model under these settings.
    pub fn new(settings: &Settings, device: &Device) -> Self {
        let autodiff = device.clone().autodiff();
        let config = AutoencoderConfig {
            kind: settings.architecture,
            hidden_dim: settings.hidden_dim,
            latent_dim: settings.latent_dim,
            conditional: settings.conditional,
        };
        Self {
            model: Autoencoder::new(
                config,
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

    /// One update on a batch. Returns the mean losses over the batch, `[3]`, still on the device.
    pub fn step(&mut self, step: u64, batch: MnistBatch) -> Tensor<1> {
        let [batch_size, ..] = batch.images.dims();
        let images = self
            .black_and_white(batch.images.reshape([batch_size, PIXELS]), step)
            .autodiff();
        let digits = self.digits(&batch.labels).map(Tensor::autodiff);
        let losses = self.losses(
            &self.model,
            images,
            digits,
            Purpose::Noise,
            step,
            self.samples,
        );

        let (recon, kl) = (losses.recon.mean(), losses.kl.mean());
        let loss = match self.objective {
            Objective::Elbo => recon.clone() + kl.clone().mul_scalar(self.beta_at(step)),
            Objective::Iwae => losses.bound.mean(),
        };
        let grads = GradientsParams::from_grads(loss.backward(), &self.model);
        self.model = self
            .optimizer
            .step(self.schedule.at(step), self.model.clone(), grads);
        Tensor::cat(vec![loss.inner(), recon.inner(), kl.inner()], 0)
    }

    /// Beta while it warms up (Bowman et al., 2015; Sonderby et al., 2016).
    fn beta_at(&self, step: u64) -> f64 {
        if step < self.beta_warmup {
            self.beta * step as f64 / self.beta_warmup as f64
        } else {
            self.beta
        }
    }

    /// The losses of each image, from `k` samples of its code.
    fn losses(
        &self,
        model: &Autoencoder,
        images: Tensor<2>,
        digits: Option<Tensor<2>>,
        purpose: Purpose,
        index: u64,
        k: usize,
    ) -> PerImage {
        let [batch, _] = images.dims();
        let mut pass = Pass::eval(); // these networks have no dropout and no batch normalisation
        let posterior = model.encode(images.clone(), digits.clone(), &mut pass);
        let kl = kl_to_standard_normal(&posterior);
        let noise = self.noise(purpose, index, batch * k);
        let noise = if images.is_autodiff() {
            noise.autodiff()
        } else {
            noise
        };
        if self.objective == Objective::Elbo {
            let logits = model.decode(posterior.sample(noise), digits, &mut pass);
            let recon = self.likelihood.nll(logits, images);
            return PerImage {
                bound: recon.clone() + kl.clone(),
                recon,
                kl,
            };
        }
        // Each image k times, one below the other.
        let repeated = Posterior {
            mean: repeat(posterior.mean, k),
            logvar: repeat(posterior.logvar, k),
        };
        let z = repeated.sample(noise.clone());
        let logits = model.decode(z.clone(), digits.map(|digits| repeat(digits, k)), &mut pass);
        let nll = self.likelihood.nll(logits, repeat(images, k));
        let log_weights = log_prior_ratio(z, noise, repeated.logvar) - nll.clone();
        let bound = log_mean_exp(log_weights.reshape([batch, k])).neg();
        let recon = nll.reshape([batch, k]).mean_dim(1).squeeze_dim(1);
        PerImage { bound, recon, kl }
    }

    /// The bound, `recon_loss` and `kl_loss` of each image of one evaluation batch, `[3, batch]`, on the device.
    pub fn evaluate(&self, batch: u64, images: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        let images = self.black_and_white(images, EVALUATION | batch);
        let digits = self.digits(labels);
        let losses = self.losses(
            &self.model.valid(),
            images,
            digits,
            Purpose::Evaluation,
            batch,
            self.samples,
        );
        Tensor::stack(vec![losses.bound, losses.recon, losses.kl], 0)
    }

    /// The loss of the whole, from the bound and its parts.
    pub fn total(&self, bound: f64, recon_loss: f64, kl_loss: f64) -> f64 {
        match self.objective {
            Objective::Elbo => recon_loss + self.beta * kl_loss,
            Objective::Iwae => bound,
        }
    }

    /// `count` images from the prior, `[count, 784]`, of these digits when conditional.
    pub fn sample(&self, count: usize, seed: u64, labels: &[u8]) -> Tensor<2> {
        let values = normal(
            &mut stream(seed, Purpose::Sample, 0),
            count * self.latent_dim,
        );
        let z = Tensor::from_data(
            TensorData::new(values, [count, self.latent_dim]),
            &self.device,
        );
        self.decode(z, labels)
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

    /// Whether the model is told the digit.
    pub fn is_conditional(&self) -> bool {
        self.conditional
    }

    /// Size of the code.
    pub fn latent_dim(&self) -> usize {
        self.latent_dim
    }

    /// Images `[n, 784]` with each pixel black or white, white with its brightness as probability, if the settings say
    /// so.
    fn black_and_white(&self, images: Tensor<2>, index: u64) -> Tensor<2> {
        if !self.binarise {
            return images;
        }
        let shape = images.dims();
        let mut rng = stream(self.seed, Purpose::Binarise, index);
        let thresholds = TensorData::new(uniform_unit(&mut rng, shape[0] * shape[1]), shape);
        images
            .greater(Tensor::from_data(thresholds, &self.device))
            .float()
    }

    /// The digits one-hot, `[n, 10]`, for a conditional model.
    fn digits(&self, labels: &[u8]) -> Option<Tensor<2>> {
        self.conditional
            .then(|| Tensor::from_data(one_hot(labels, CLASSES), &self.device))
    }

    /// Noise of the reparameterisation, `[n, latent]`.
    fn noise(&self, purpose: Purpose, index: u64, n: usize) -> Tensor<2> {
        let values = normal(&mut stream(self.seed, purpose, index), n * self.latent_dim);
        Tensor::from_data(TensorData::new(values, [n, self.latent_dim]), &self.device)
    }
}

/// Each row `k` times, one below the other: `[n, m]` to `[n * k, m]`.
fn repeat(rows: Tensor<2>, k: usize) -> Tensor<2> {
    let [n, m] = rows.dims();
    rows.unsqueeze_dim::<3>(1)
        .expand([n, k, m])
        .reshape([n * k, m])
}
