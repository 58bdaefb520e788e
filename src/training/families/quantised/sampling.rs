//! From nothing to codes, number by number, to images.

use super::training::QuantisedTraining;
use crate::model::{Pass, Quantised, ROUND};
use crate::objective::Likelihood;
use crate::random::{Purpose, stream, uniform_unit};
use burn::tensor::{Tensor, TensorData};

impl QuantisedTraining {
    /// An image for each label, `[n, 784]`, 0 to 1.
    pub(super) fn sampled(&self, seed: u64, labels: &[u8]) -> Tensor<2> {
        let model = self.learner.shown();
        let codes = self.drawn_codes(&model, seed, labels);
        drawn(&model, self.likelihood, codes)
    }

    /// Codes `[n, latent]`, each number drawn by how likely its levels are after those before it.
    fn drawn_codes(&self, model: &Quantised, seed: u64, labels: &[u8]) -> Tensor<2> {
        let (n, levels) = (labels.len(), ROUND.levels);
        let chances = self.chances(seed, n);
        let mut one_hot = Tensor::zeros([n, self.latent_dim * levels], &self.device);
        let numbers: Vec<f32> = (0..levels).map(|level| level as f32).collect();
        let numbers = Tensor::<2>::from_data(TensorData::new(numbers, [1, levels]), &self.device);
        let numbers = numbers.expand([n, levels]);
        let mut codes = Vec::new();
        for at in (0..self.latent_dim).map(|number| number * levels) {
            let expect = |digits| model.expect(one_hot.clone(), digits);
            let own = |all: Tensor<2>| all.narrow(1, at, levels);
            let logits = own(self.told.guided(labels, expect));
            let sums = logits.div_scalar(self.temperature) + own(chances.clone());
            let largest = sums.clone().max_dim(1).expand([n, levels]);
            let level = (sums.equal(largest).float() * numbers.clone()).max_dim(1);
            codes.push(ROUND.values(level));
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
pub(super) fn drawn(model: &Quantised, likelihood: Likelihood, z: Tensor<2>) -> Tensor<2> {
    // Rounding has no gradient, so it is passed over on the way back, as in training.
    let straight = z.clone() - z.clone().detach();
    let codes = ROUND.values(ROUND.numbers(z)) + straight;
    likelihood.images(model.decode(codes, &mut Pass::eval()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::Settings;
    use burn::tensor::Device;
    use serde_json::json;

    /// Codes come as often as the prior says, which is untrained here, and so are no two alike.
    #[test]
    fn codes_come_as_often_as_they_are_likely() {
        for prior in ["made", "transformer"] {
            let settings = json!({ "latent_dim": 2, "hidden_dim": 4, "seed": 5, "init": "he", "prior": prior });
            let settings = Settings::with("fsq-made", settings.as_object().unwrap()).unwrap();
            let training = QuantisedTraining::new(&settings, &Device::flex());
            let model = training.learner.shown();
            let n = 6_000;
            let codes = training.drawn_codes(&model, 3, &vec![0; n]);
            let numbers: Vec<f32> = ROUND.numbers(codes).into_data().try_to_vec().unwrap();
            let mut found = vec![0.0; ROUND.levels * ROUND.levels];
            for pair in numbers.chunks_exact(2) {
                found[pair[0] as usize * ROUND.levels + pair[1] as usize] += 1.0;
            }
            let all = (0..found.len()).flat_map(|at| [at / ROUND.levels, at % ROUND.levels]);
            let all: Vec<f32> = all.map(|number| number as f32).collect();
            let all = TensorData::new(all, [found.len(), 2]);
            let all = ROUND.values(Tensor::<2>::from_data(all, &Device::flex()));
            let nats: Vec<f32> = model.surprise(all, None).into_data().try_to_vec().unwrap();
            for (found, nats) in found.into_iter().zip(nats) {
                let expected = f64::from(-nats).exp() * n as f64;
                // Five standard errors of a count.
                let error = 5.0 * expected.sqrt().max(1.0);
                assert!((found - expected).abs() < error, "{found}, not {expected}");
            }
        }
    }

    /// A single number: its levels come as often as their probabilities to the power of one by the temperature, in proportion.
    #[test]
    fn a_low_temperature_keeps_to_likely_levels() {
        let settings = json!({ "latent_dim": 1, "hidden_dim": 4, "seed": 5, "init": "he", "temperature": 0.25 });
        let settings = Settings::with("fsq-made", settings.as_object().unwrap()).unwrap();
        let training = QuantisedTraining::new(&settings, &Device::flex());
        let model = training.learner.shown();
        let n = 6_000;
        let codes = training.drawn_codes(&model, 3, &vec![0; n]);
        let drawn: Vec<f32> = ROUND.numbers(codes).into_data().try_to_vec().unwrap();
        let all: Vec<f32> = (0..ROUND.levels).map(|level| level as f32).collect();
        let all = Tensor::<2>::from_data(TensorData::new(all, [ROUND.levels, 1]), &Device::flex());
        let nats = model.surprise(ROUND.values(all), None).into_data();
        let nats: Vec<f32> = nats.try_to_vec().unwrap();
        let powers: Vec<f64> = nats
            .iter()
            .map(|nats| (-4.0 * f64::from(*nats)).exp())
            .collect();
        let sum: f64 = powers.iter().sum();
        for (level, power) in powers.into_iter().enumerate() {
            let found = drawn.iter().filter(|&&one| one == level as f32).count() as f64;
            let expected = n as f64 * power / sum;
            let error = 5.0 * expected.sqrt().max(1.0);
            assert!(
                (found - expected).abs() < error,
                "{level}: {found}, not {expected}"
            );
        }
    }
}
