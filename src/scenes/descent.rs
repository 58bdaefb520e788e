//! Descent on the latent of a model, until what it decodes to fits what was measured.
//!
//! Bora, Jalal, Price and Dimakis, "Compressed Sensing using Generative Models" (2017): of all images `G(z)`, find the one whose
//! measurements are nearest to those that there are, with a weight on `|z|^2`, from several beginnings. Rates are those of one
//! image: the paper's code minimises the mean over a batch of ten, so its rate of 0.1 (momentum) is 0.01 here.

use burn::tensor::Tensor;

/// How a latent moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// Gradient descent with this momentum (Polyak's, as TensorFlow's `MomentumOptimizer`).
    Momentum(f64),
    /// Adam with the betas 0.9 and 0.999 (Kingma and Ba, 2015).
    Adam,
}

/// Latents on their way, a row each; no row depends on another.
#[derive(Clone, Debug)]
pub struct Descent {
    z: Tensor<2>,
    rule: Rule,
    lr: f64,
    prior: f64,
    steps: i32,
    /// The accumulated gradient, or the mean of gradients.
    first: Tensor<2>,
    /// The mean of their squares.
    second: Tensor<2>,
}

impl Descent {
    /// From latents `[rows, latent]` (without automatic differentiation), by a rule with a learning rate; `prior` weighs `|z|^2`.
    pub fn new(z: Tensor<2>, rule: Rule, lr: f64, prior: f64) -> Self {
        Self {
            first: z.zeros_like(),
            second: z.zeros_like(),
            z,
            rule,
            lr,
            prior,
            steps: 0,
        }
    }

    /// Where the latents are, `[rows, latent]`.
    pub fn latents(&self) -> Tensor<2> {
        self.z.clone()
    }

    /// What is minimised, of each row, `[rows, 1]`, from the latents and what their images miss, `[rows, 1]`.
    pub fn loss(&self, z: Tensor<2>, misfit: Tensor<2>) -> Tensor<2> {
        if self.prior == 0.0 {
            return misfit;
        }
        misfit + z.powi_scalar(2).sum_dim(1).mul_scalar(self.prior)
    }

    /// One step. `misfit` is told latents on a device with automatic differentiation, and answers what their images miss,
    /// `[rows, 1]`.
    pub fn step(&mut self, misfit: impl FnOnce(Tensor<2>) -> Tensor<2>) {
        let z = self.z.clone().autodiff().require_grad();
        let loss = self.loss(z.clone(), misfit(z.clone())).sum();
        let gradients = loss.backward();
        let gradient = z.grad(&gradients).expect("the loss depends on the latent");
        let mean = |old: &Tensor<2>, new: Tensor<2>, beta: f64| {
            old.clone().mul_scalar(beta) + new.mul_scalar(1.0 - beta)
        };
        self.steps += 1;
        let change = match self.rule {
            Rule::Momentum(momentum) => {
                self.first = self.first.clone().mul_scalar(momentum) + gradient;
                self.first.clone()
            }
            Rule::Adam => {
                let (beta1, beta2) = (0.9, 0.999);
                self.first = mean(&self.first, gradient.clone(), beta1);
                self.second = mean(&self.second, gradient.powi_scalar(2), beta2);
                let corrected = |mean: &Tensor<2>, beta: f64| {
                    mean.clone().mul_scalar(1.0 / (1.0 - beta.powi(self.steps)))
                };
                let root = corrected(&self.second, beta2).sqrt().add_scalar(1e-8);
                corrected(&self.first, beta1) / root
            }
        };
        self.z = self.z.clone() - change.mul_scalar(self.lr);
    }
}
