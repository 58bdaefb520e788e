//! Initial weights, drawn from the project's own seeded streams.
//!
//! burn's initialisers draw from the device's generator, which differs between devices; these do not, so that the
//! same seed gives the same initial weights on the CPU, on a GPU, natively and in a browser.

use super::layer::{Initial, ParameterSpec};
use super::weights::Parameter;
use crate::random::{Purpose, normal, stream, uniform};
use crate::words::words;
use burn::module::Param;
use burn::nn::Linear;
use burn::tensor::{Device, Tensor, TensorData};

words! {
    /// How initial weights are distributed.
    pub enum Scheme {
        /// PyTorch's default: weights and biases uniform within `1/sqrt(fan_in)`.
        Pytorch = "pytorch",
        /// He et al. (2015): normal with variance `2/fan_in`, biases zero; for ReLU.
        He = "he",
        /// Glorot and Bengio (2010): uniform within `sqrt(6/(fan_in + fan_out))`, biases zero; for tanh. Keras's default.
        Xavier = "xavier",
        /// Radford et al., DCGAN (2015): normal with standard deviation 0.02, biases zero.
        Dcgan = "dcgan",
    }
}

/// Draws the initial weights of one model, layer after layer.
#[derive(Debug)]
pub struct Init<'a> {
    scheme: Scheme,
    seed: u64,
    drawn: u64,
    device: &'a Device,
}

impl<'a> Init<'a> {
    /// Starts drawing under this seed; the parameters are made on `device`.
    pub fn new(scheme: Scheme, seed: u64, device: &'a Device) -> Self {
        Self {
            scheme,
            seed,
            drawn: 0,
            device,
        }
    }

    /// A linear layer of burn's.
    pub fn linear(&mut self, inputs: usize, outputs: usize, bias: bool) -> Linear {
        Linear {
            weight: {
                let values = self.weights(inputs * outputs, inputs, outputs);
                self.held(values, [inputs, outputs])
            },
            bias: bias.then(|| {
                let values = self.biases(outputs, inputs);
                self.held(values, [outputs])
            }),
        }
    }

    /// A parameter of a layer.
    pub(super) fn parameter(&mut self, spec: &ParameterSpec) -> Parameter {
        let n = spec.len();
        let values = match spec.initial {
            Initial::Weight { fan_in, fan_out } => self.weights(n, fan_in, fan_out),
            Initial::Bias { fan_in } => self.biases(n, fan_in),
            Initial::Normal(deviation) => scaled(normal(&mut self.next(), n), deviation),
            Initial::Constant(value) => vec![value; n],
        };
        let parameter = match *spec.shape.as_slice() {
            [n] => Parameter::Vector(self.held(values, [n])),
            [a, b] => Parameter::Matrix(self.held(values, [a, b])),
            [a, b, c, d] => Parameter::Kernel(self.held(values, [a, b, c, d])),
            ref other => unreachable!("no layer has a parameter {other:?}"),
        };
        match parameter {
            Parameter::Vector(param) if !spec.trained => {
                Parameter::Vector(param.set_require_grad(false))
            }
            parameter => parameter,
        }
    }

    /// A random direction, `[n]`.
    pub(super) fn direction(&mut self, n: usize) -> Tensor<1> {
        let values = normal(&mut self.next(), n);
        Tensor::from_data(TensorData::new(values, [n]), self.device)
    }

    fn weights(&mut self, n: usize, fan_in: usize, fan_out: usize) -> Vec<f32> {
        let mut rng = self.next();
        let (fan_in, fan_out) = (fan_in as f32, fan_out as f32);
        match self.scheme {
            Scheme::Pytorch => uniform(&mut rng, n, 1.0 / fan_in.sqrt()),
            Scheme::Xavier => uniform(&mut rng, n, (6.0 / (fan_in + fan_out)).sqrt()),
            Scheme::He => scaled(normal(&mut rng, n), (2.0 / fan_in).sqrt()),
            Scheme::Dcgan => scaled(normal(&mut rng, n), 0.02),
        }
    }

    fn biases(&mut self, outputs: usize, fan_in: usize) -> Vec<f32> {
        let mut rng = self.next();
        match self.scheme {
            Scheme::Pytorch => uniform(&mut rng, outputs, 1.0 / (fan_in as f32).sqrt()),
            _ => vec![0.0; outputs],
        }
    }

    fn next(&mut self) -> rand_chacha::ChaCha8Rng {
        self.drawn += 1;
        stream(self.seed, Purpose::Weights, self.drawn - 1)
    }

    fn held<const D: usize>(&self, values: Vec<f32>, shape: [usize; D]) -> Param<Tensor<D>> {
        Param::from_tensor(Tensor::from_data(
            TensorData::new(values, shape),
            self.device,
        ))
    }
}

fn scaled(values: Vec<f32>, deviation: f32) -> Vec<f32> {
    values.into_iter().map(|x| x * deviation).collect()
}
