//! How a model is told the digit, where it may also be told none.

use super::Settings;
use crate::model::NO_DIGIT;
use crate::random::{Purpose, Shard, stream};
use burn::tensor::{Device, Tensor, TensorData};

/// Share of the images whose digit a conditional model is not told, so that it learns to draw without one too.
const UNTOLD: f32 = 0.1;

/// Whether a model is told the digit, and how far samples go towards it.
#[derive(Clone, Debug)]
pub struct Told {
    conditional: bool,
    guidance: f64,
    seed: u64,
    /// Without automatic differentiation.
    device: Device,
}

impl Told {
    /// Under these settings.
    pub fn new(settings: &Settings, device: &Device) -> Self {
        Self {
            conditional: settings.conditional,
            guidance: settings.guidance,
            seed: settings.seed,
            device: device.clone(),
        }
    }

    /// Digits as the model is told them, `[n, 1]`, where it is.
    pub fn digits(&self, labels: impl ExactSizeIterator<Item = u8>) -> Option<Tensor<2>> {
        let shape = [labels.len(), 1];
        let told = || {
            let values: Vec<f32> = labels.map(f32::from).collect();
            Tensor::from_data(TensorData::new(values, shape), &self.device)
        };
        self.conditional.then(told)
    }

    /// The digits of a shard of a batch as a conditional model is told them in a training step: some are left out at random.
    pub fn in_training(&self, labels: &[u8], rows: Shard, step: u64) -> Option<Tensor<2>> {
        if !self.conditional {
            return None;
        }
        let mut rng = stream(self.seed, Purpose::Untold, step);
        let draws = rows.uniform_unit(&mut rng, 1);
        let told = labels.iter().zip(draws);
        self.digits(told.map(|(&label, draw)| if draw < UNTOLD { NO_DIGIT } else { label }))
    }

    /// How often [`guided`](Self::guided) asks.
    pub fn passes(&self) -> usize {
        match self.guidance {
            0.0 | 1.0 => 1,
            _ => 2,
        }
    }

    /// What a model answers that is asked for these digits. With guidance `w`, what it answers without a digit plus `w` times
    /// what the digit changes (Ho and Salimans, "Classifier-Free Diffusion Guidance", 2022).
    pub fn guided(
        &self,
        labels: &[u8],
        answer: impl Fn(Option<Tensor<2>>) -> Tensor<2>,
    ) -> Tensor<2> {
        let told = |digits: &[u8]| answer(self.digits(digits.iter().copied()));
        let untold = || told(&vec![NO_DIGIT; labels.len()]);
        if self.guidance == 1.0 {
            return told(labels);
        }
        if self.guidance == 0.0 {
            return untold();
        }
        let without = untold();
        without.clone() + (told(labels) - without).mul_scalar(self.guidance)
    }
}
