//! From nothing to codes, number by number, to images.

use super::training::QuantisedTraining;
use crate::kernels::activation::sigmoid;
use crate::model::{Pass, Quantised, ROUND};
use crate::random::{Purpose, stream, uniform_unit};
use burn::tensor::{Tensor, TensorData};

impl QuantisedTraining {
    /// An image for each label, `[n, 784]`, 0 to 1.
    pub(super) fn sampled(&self, seed: u64, labels: &[u8]) -> Tensor<2> {
        let model = self.shown();
        let codes = self.drawn_codes(&model, seed, labels);
        drawn(&model, codes)
    }

    /// Codes `[n, latent]`, each number drawn by how likely its levels are after those before it.
    fn drawn_codes(&self, model: &Quantised, seed: u64, labels: &[u8]) -> Tensor<2> {
        let (n, levels) = (labels.len(), ROUND.levels);
        let chances = self.chances(seed, n);
        let mut one_hot = Tensor::zeros([n, self.latent_dim * levels], &self.device);
        let mut codes = Vec::new();
        for at in (0..self.latent_dim).map(|number| number * levels) {
            let expect = |digits| model.expect(one_hot.clone(), digits);
            let own = |all: Tensor<2>| all.narrow(1, at, levels);
            let logits = own(self.told.guided(labels, expect));
            let level = (logits + own(chances.clone())).argmax(1);
            codes.push(ROUND.values(level.clone().float()));
            let drawn = ROUND.one_hot(codes[codes.len() - 1].clone());
            one_hot = one_hot.slice_assign([0..n, at..at + levels], drawn);
        }
        Tensor::cat(codes, 1)
    }

    /// What is added to logits so that the largest sum has their probabilities, `[n, latent * levels]`: values of Gumbel's
    /// distribution (Maddison et al., "A* Sampling", 2014). So nothing has to be read from a GPU between two numbers.
    fn chances(&self, seed: u64, n: usize) -> Tensor<2> {
        let shape = [n, self.latent_dim * ROUND.levels];
        let uniform = uniform_unit(&mut stream(seed, Purpose::Level, 0), shape[0] * shape[1]);
        let gumbel = |u: f32| -(-u.max(f32::MIN_POSITIVE).ln()).ln();
        let values: Vec<f32> = uniform.into_iter().map(gumbel).collect();
        Tensor::from_data(TensorData::new(values, shape), &self.device)
    }
}

/// The codes nearest to latents `[n, latent]`, as images `[n, 784]`, 0 to 1: the mean of each pixel.
pub(super) fn drawn(model: &Quantised, z: Tensor<2>) -> Tensor<2> {
    let codes = ROUND.values(ROUND.numbers(z));
    sigmoid(model.decode(codes, &mut Pass::eval()))
}
