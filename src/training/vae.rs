//! Training of the variational autoencoder family.

use crate::dataset::{MnistBatch, PIXELS};
use crate::error::Result;
use crate::model::{Init, Vae, VaeConfig};
use crate::objective::{bernoulli_nll, kl_to_standard_normal};
use crate::optimizer::Optimizer;
use crate::random::{Purpose, normal, stream};
use crate::training::Settings;
use burn::module::Module;
use burn::optim::GradientsParams;
use burn::tensor::activation::sigmoid;
use burn::tensor::{Device, Tensor, TensorData};

/// A VAE, its optimizer and the settings it trains under.
#[derive(Clone, Debug)]
pub struct VaeTraining {
    /// The network, on a device with automatic differentiation.
    pub model: Vae,
    /// The optimizer of all its parameters.
    pub optimizer: Optimizer,
    seed: u64,
    lr: f64,
    beta: f64,
    latent_dim: usize,
    /// Without automatic differentiation: for everything but steps.
    device: Device,
}

impl VaeTraining {
    /// Names of what [`step`](Self::step) returns.
    pub const LOSSES: [&'static str; 3] = ["loss", "recon_loss", "kl_loss"];

    /// A fresh model under these settings.
    pub fn new(settings: &Settings, device: &Device) -> Self {
        let autodiff = device.clone().autodiff();
        let config = VaeConfig {
            hidden_dim: settings.hidden_dim,
            latent_dim: settings.latent_dim,
        };
        Self {
            model: Vae::new(config, &mut Init::new(settings.seed, &autodiff)),
            optimizer: Optimizer::new(settings.optimizer),
            seed: settings.seed,
            lr: settings.lr,
            beta: settings.beta,
            latent_dim: settings.latent_dim,
            device: device.clone(),
        }
    }

    /// One update on a batch. Returns the mean losses over the batch, `[3]`, still on the device.
    pub fn step(&mut self, step: u64, batch: MnistBatch) -> Tensor<1> {
        let [batch_size, ..] = batch.images.dims();
        let images = batch.images.reshape([batch_size, PIXELS]).autodiff();
        let noise = self.noise(Purpose::Noise, step, batch_size).autodiff();

        let (recon, kl) = self.losses(&self.model, images, noise);
        let (recon, kl) = (recon.mean(), kl.mean());
        let loss = recon.clone() + kl.clone().mul_scalar(self.beta);

        let grads = GradientsParams::from_grads(loss.backward(), &self.model);
        self.model = self.optimizer.step(self.lr, self.model.clone(), grads);
        Tensor::cat(vec![loss.inner(), recon.inner(), kl.inner()], 0)
    }

    /// `recon_loss` and `kl_loss` of each image, `[batch]` both.
    fn losses(&self, model: &Vae, images: Tensor<2>, noise: Tensor<2>) -> (Tensor<1>, Tensor<1>) {
        let posterior = model.encode(images.clone());
        let logits = model.decode(posterior.sample(noise));
        (
            bernoulli_nll(logits, images),
            kl_to_standard_normal(&posterior),
        )
    }

    /// `recon_loss` and `kl_loss` of each image of one evaluation batch, `[2, batch]`, on the device.
    pub fn evaluate(&self, batch: u64, images: Tensor<2>) -> Tensor<2> {
        let [batch_size, _] = images.dims();
        let noise = self.noise(Purpose::Evaluation, batch, batch_size);
        let (recon, kl) = self.losses(&self.model.valid(), images, noise);
        Tensor::stack(vec![recon, kl], 0)
    }

    /// The loss of the whole, from its parts.
    pub fn total(&self, recon_loss: f64, kl_loss: f64) -> f64 {
        recon_loss + self.beta * kl_loss
    }

    /// `count` latents `[count, latent]` from the prior.
    pub fn prior(&self, count: usize, seed: u64) -> Tensor<2> {
        let values = normal(
            &mut stream(seed, Purpose::Sample, 0),
            count * self.latent_dim,
        );
        Tensor::from_data(
            TensorData::new(values, [count, self.latent_dim]),
            &self.device,
        )
    }

    /// Mean and log-variance of images `[n, 784]`: `[n, latent]` both.
    pub fn encode(&self, images: Tensor<2>) -> (Tensor<2>, Tensor<2>) {
        let posterior = self.model.valid().encode(images);
        (posterior.mean, posterior.logvar)
    }

    /// Latents `[n, latent]` to images `[n, 784]`, 0 to 1: the mean of each pixel.
    pub fn decode(&self, z: Tensor<2>) -> Tensor<2> {
        sigmoid(self.model.valid().decode(z))
    }

    /// Noise of the reparameterisation, `[batch, latent]`.
    fn noise(&self, purpose: Purpose, index: u64, batch_size: usize) -> Tensor<2> {
        let values = normal(
            &mut stream(self.seed, purpose, index),
            batch_size * self.latent_dim,
        );
        Tensor::from_data(
            TensorData::new(values, [batch_size, self.latent_dim]),
            &self.device,
        )
    }

    /// Size of the code.
    pub fn latent_dim(&self) -> usize {
        self.latent_dim
    }

    /// Takes other weights and another optimizer state, of the same sizes.
    pub fn restore(&mut self, model: Vae, optimizer: Optimizer) -> Result<()> {
        self.model = model;
        self.optimizer = optimizer;
        Ok(())
    }
}
