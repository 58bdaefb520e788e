//! From noise to latents to images.

use super::training::LatentFlowTraining;
use crate::dataset::PIXELS;
use crate::kernels::activation::sigmoid;
use crate::model::{LatentFlow, Pass};
use crate::training::sample_noise;
use burn::tensor::Tensor;

impl LatentFlowTraining {
    /// An image for each label, `[n, 784]`, 0 to 1.
    pub(super) fn sampled(&self, seed: u64, labels: &[u8]) -> Tensor<2> {
        let model = self.learner.shown();
        let end = self.followed(&model, seed, labels, |_| {});
        drawn(&model, model.restored(end))
    }

    /// What the decoder makes of each state on the way there, `[steps + 1, n, 784]`.
    pub(super) fn sampled_path(&self, seed: u64, labels: &[u8]) -> Tensor<3> {
        let model = self.learner.shown();
        let mut states = Vec::new();
        self.followed(&model, seed, labels, |state| states.push(state.clone()));
        let shape = [states.len(), labels.len(), PIXELS];
        drawn(&model, model.restored(Tensor::cat(states, 0))).reshape(shape)
    }

    /// From noise to standardised latents, `[n, latent]`.
    fn followed(
        &self,
        model: &LatentFlow,
        seed: u64,
        labels: &[u8],
        look: impl FnMut(&Tensor<2>),
    ) -> Tensor<2> {
        let noise = sample_noise(&self.device, seed, labels.len(), self.latent_dim);
        let predict = |x, times, digits| model.predict(x, times, digits);
        (self.paths).follow(noise, &self.told, labels, predict, look)
    }
}

/// Latents `[n, latent]` to images `[n, 784]`, 0 to 1: the mean of each pixel.
pub(super) fn drawn(model: &LatentFlow, z: Tensor<2>) -> Tensor<2> {
    sigmoid(model.decode(z, &mut Pass::eval()))
}
