//! The variational autoencoder of fully connected layers: Kingma and Welling, "Auto-Encoding Variational Bayes"
//! (2013), in the form of PyTorch's `examples/vae` and of the second article's text (article 002).

use super::Init;
use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::{Tensor, activation::relu};

use crate::dataset::PIXELS;

/// Sizes of a [`Vae`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VaeConfig {
    /// Units of the one hidden layer on each side.
    pub hidden_dim: usize,
    /// Size of the code `z`.
    pub latent_dim: usize,
}

/// 784 -> hidden -> mean and log-variance of `z`; `z` -> hidden -> 784 logits.
///
/// Fields carry the names of PyTorch's example, so that its `state_dict` and ours have the same keys.
#[derive(Module, Debug)]
pub struct Vae {
    /// `[784, hidden]`
    pub fc1: Linear,
    /// `[hidden, latent]`, the mean
    pub fc21: Linear,
    /// `[hidden, latent]`, the log-variance
    pub fc22: Linear,
    /// `[latent, hidden]`
    pub fc3: Linear,
    /// `[hidden, 784]`
    pub fc4: Linear,
}

/// The approximate posterior `q(z | x)`, a diagonal normal distribution.
#[derive(Clone, Debug)]
pub struct Posterior {
    /// `[batch, latent]`
    pub mean: Tensor<2>,
    /// `[batch, latent]`, the logarithm of the variance
    pub logvar: Tensor<2>,
}

impl Posterior {
    /// The reparameterisation trick: `z = mean + noise * exp(logvar / 2)`, `[batch, latent]`.
    pub fn sample(&self, noise: Tensor<2>) -> Tensor<2> {
        self.mean.clone() + noise * self.logvar.clone().mul_scalar(0.5).exp()
    }
}

impl Vae {
    /// Draws initial weights.
    pub fn new(config: VaeConfig, init: &mut Init) -> Self {
        let VaeConfig {
            hidden_dim,
            latent_dim,
        } = config;
        Self {
            fc1: init.linear(PIXELS, hidden_dim),
            fc21: init.linear(hidden_dim, latent_dim),
            fc22: init.linear(hidden_dim, latent_dim),
            fc3: init.linear(latent_dim, hidden_dim),
            fc4: init.linear(hidden_dim, PIXELS),
        }
    }

    /// Images `[batch, 784]` to their posterior.
    pub fn encode(&self, images: Tensor<2>) -> Posterior {
        let hidden = relu(self.fc1.forward(images)); // [batch, hidden]
        Posterior {
            mean: self.fc21.forward(hidden.clone()),
            logvar: self.fc22.forward(hidden),
        }
    }

    /// Codes `[batch, latent]` to the logits of the pixels, `[batch, 784]`.
    pub fn decode(&self, z: Tensor<2>) -> Tensor<2> {
        let hidden = relu(self.fc3.forward(z)); // [batch, hidden]
        self.fc4.forward(hidden)
    }
}
