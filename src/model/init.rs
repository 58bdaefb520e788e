//! Initial weights, drawn from the project's own seeded streams.
//!
//! burn's initialisers draw from the device's generator, which differs between devices; these do not, so that the
//! same seed gives the same initial weights on the CPU, on a GPU, natively and in a browser.

use crate::random::{Purpose, stream, uniform};
use burn::module::Param;
use burn::nn::Linear;
use burn::tensor::{Device, Tensor, TensorData};

/// Draws the initial weights of one model, layer after layer.
#[derive(Debug)]
pub struct Init<'a> {
    seed: u64,
    drawn: u64,
    device: &'a Device,
}

impl<'a> Init<'a> {
    /// Starts drawing under this seed; the parameters are made on `device`.
    pub fn new(seed: u64, device: &'a Device) -> Self {
        Self {
            seed,
            drawn: 0,
            device,
        }
    }

    /// A linear layer with PyTorch's default initialisation: weight and bias uniform in `-1/sqrt(d_input)` to
    /// `1/sqrt(d_input)` (`torch.nn.Linear.reset_parameters`).
    pub fn linear(&mut self, d_input: usize, d_output: usize) -> Linear {
        let bound = 1.0 / (d_input as f32).sqrt();
        Linear {
            weight: self.uniform([d_input, d_output], bound),
            bias: Some(self.uniform([d_output], bound)),
        }
    }

    fn uniform<const D: usize>(&mut self, shape: [usize; D], bound: f32) -> Param<Tensor<D>> {
        let mut rng = stream(self.seed, Purpose::Weights, self.drawn);
        self.drawn += 1;
        let values = uniform(&mut rng, shape.iter().product(), bound);
        Param::from_tensor(Tensor::from_data(
            TensorData::new(values, shape),
            self.device,
        ))
    }
}
