//! From noise to latents to images.

use super::training::LatentFlowTraining;
use crate::model::{LatentFlow, Pass};
use crate::objective::Likelihood;
use crate::training::families::{Flow, Follow};
use crate::training::sample_noise;
use burn::tensor::Tensor;

impl LatentFlowTraining {
    /// An image for each label, `[n, 784]`, 0 to 1.
    pub(super) fn sampled(&self, seed: u64, labels: &[u8]) -> Tensor<2> {
        let model = self.learner.shown();
        let asked = Follow {
            seed,
            labels: labels.to_vec(),
            ..Follow::default()
        };
        let end = self.followed(&model, &asked, |_, _| {});
        drawn(&model, self.likelihood, model.restored(end))
    }

    /// From noise to standardised latents, `[n, latent]`.
    fn followed(
        &self,
        model: &LatentFlow,
        asked: &Follow,
        look: impl FnMut(&Tensor<2>, &Tensor<2>),
    ) -> Tensor<2> {
        let noise = sample_noise(
            &self.device,
            asked.seed,
            asked.labels.len(),
            self.latent_dim,
        );
        let predict = |x, times, digits| model.predict(x, times, digits);
        let paths = self.paths.followed_in(asked.steps, asked.solver);
        paths.follow(noise, &self.told, &asked.labels, predict, look)
    }
}

impl Flow for LatentFlowTraining {
    fn state_size(&self) -> usize {
        self.latent_dim
    }

    fn follow(&self, asked: &Follow, look: &mut dyn FnMut(&Tensor<2>, &Tensor<2>)) {
        self.followed(&self.learner.shown(), asked, look);
    }

    fn expected(&self, states: Tensor<2>, time: f64, labels: &[u8]) -> Tensor<2> {
        let model = self.learner.shown();
        let predict = |x, times, digits| model.predict(x, times, digits);
        (self.paths).expected(states, time, &self.told, labels, predict)
    }

    fn seen(&self, states: Tensor<2>) -> Tensor<2> {
        let model = self.learner.shown();
        drawn(&model, self.likelihood, model.restored(states))
    }
}

/// Latents `[n, latent]` to images `[n, 784]`, 0 to 1: the mean of each pixel.
pub(super) fn drawn(model: &LatentFlow, likelihood: Likelihood, z: Tensor<2>) -> Tensor<2> {
    likelihood.images(model.decode(z, &mut Pass::eval()))
}
