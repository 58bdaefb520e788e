//! From noise to latents to images.

use super::training::LatentFlowTraining;
use crate::dataset::PIXELS;
use crate::flow::follow;
use crate::kernels::activation::sigmoid;
use crate::model::{LatentFlow, NO_DIGIT, Pass};
use crate::training::sample_noise;
use burn::tensor::{Tensor, TensorData};

impl LatentFlowTraining {
    /// An image for each label, `[n, 784]`, 0 to 1.
    pub(super) fn sampled(&self, seed: u64, labels: &[u8]) -> Tensor<2> {
        let model = self.shown();
        let end = self.followed(&model, seed, labels, |_| {});
        drawn(&model, model.restored(end))
    }

    /// What the decoder makes of each state on the way there, `[steps + 1, n, 784]`.
    pub(super) fn sampled_path(&self, seed: u64, labels: &[u8]) -> Tensor<3> {
        let model = self.shown();
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
        let predict = |x, time| self.predicted(model, x, time, labels);
        follow(self.solver, self.sample_steps, noise, predict, look)
    }

    /// The ends of paths that are at `x`, `[n, latent]`, at one time. With guidance `w`, what is predicted without a digit
    /// plus `w` times what the digit changes (Ho and Salimans, "Classifier-Free Diffusion Guidance", 2022).
    fn predicted(&self, model: &LatentFlow, x: Tensor<2>, time: f64, labels: &[u8]) -> Tensor<2> {
        let n = labels.len();
        let times = Tensor::full([n, 1], time, &self.device);
        let told = |digits: &[u8]| {
            let digits = self.digits(digits.iter().copied());
            model.predict(x.clone(), times.clone(), digits)
        };
        let untold = || told(&vec![NO_DIGIT; n]);
        if self.guidance == 1.0 {
            return told(labels);
        }
        if self.guidance == 0.0 {
            return untold();
        }
        let without = untold();
        without.clone() + (told(labels) - without).mul_scalar(self.guidance)
    }

    /// Digits as the flow is told them, `[n, 1]`, where it is.
    pub(super) fn digits(&self, labels: impl ExactSizeIterator<Item = u8>) -> Option<Tensor<2>> {
        let shape = [labels.len(), 1];
        let told = || {
            let values: Vec<f32> = labels.map(f32::from).collect();
            Tensor::from_data(TensorData::new(values, shape), &self.device)
        };
        self.conditional.then(told)
    }
}

/// Latents `[n, latent]` to images `[n, 784]`, 0 to 1: the mean of each pixel.
pub(super) fn drawn(model: &LatentFlow, z: Tensor<2>) -> Tensor<2> {
    sigmoid(model.decode(z, &mut Pass::eval()))
}
