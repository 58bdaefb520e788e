//! Initial weights, drawn from the project's own seeded streams.
//!
//! burn's initialisers draw from the device's generator, which differs between devices; these do not, so that the
//! same seed gives the same initial weights on the CPU, on a GPU, natively and in a browser.

use super::norm::BatchNorm;
use super::weights::Conv;
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

    /// A linear layer.
    pub fn linear(&mut self, inputs: usize, outputs: usize, bias: bool) -> Linear {
        Linear {
            weight: self.weight([inputs, outputs], inputs, outputs),
            bias: bias.then(|| self.bias(outputs, inputs)),
        }
    }

    /// A convolution, `[outputs, inputs, kernel, kernel]`.
    pub fn conv(&mut self, inputs: usize, outputs: usize, kernel: usize, bias: bool) -> Conv {
        self.kernels([outputs, inputs, kernel, kernel], outputs, bias)
    }

    /// A transposed convolution, `[inputs, outputs, kernel, kernel]`.
    pub fn conv_transpose(
        &mut self,
        inputs: usize,
        outputs: usize,
        kernel: usize,
        bias: bool,
    ) -> Conv {
        self.kernels([inputs, outputs, kernel, kernel], outputs, bias)
    }

    /// Fans are counted as PyTorch counts them, from the weight's shape alone: a transposed convolution's fan-in is that
    /// of its outputs.
    fn kernels(&mut self, shape: [usize; 4], outputs: usize, bias: bool) -> Conv {
        let [first, second, height, width] = shape;
        let area = height * width;
        let (fan_in, fan_out) = (second * area, first * area);
        Conv {
            weight: self.weight(shape, fan_in, fan_out),
            bias: bias.then(|| self.bias(outputs, fan_in)),
        }
    }

    /// A batch normalisation, which starts as the identity.
    pub fn batch_norm(&mut self, channels: usize) -> BatchNorm {
        BatchNorm::new(channels, self.device)
    }

    /// A random direction, `[n]`.
    pub(super) fn direction(&mut self, n: usize) -> Tensor<1> {
        let values = normal(&mut self.next(), n);
        Tensor::from_data(TensorData::new(values, [n]), self.device)
    }

    fn weight<const D: usize>(
        &mut self,
        shape: [usize; D],
        fan_in: usize,
        fan_out: usize,
    ) -> Param<Tensor<D>> {
        let mut rng = self.next();
        let n = shape.iter().product();
        let (fan_in, fan_out) = (fan_in as f32, fan_out as f32);
        let scaled =
            |values: Vec<f32>, deviation: f32| values.into_iter().map(|x| x * deviation).collect();
        let values = match self.scheme {
            Scheme::Pytorch => uniform(&mut rng, n, 1.0 / fan_in.sqrt()),
            Scheme::Xavier => uniform(&mut rng, n, (6.0 / (fan_in + fan_out)).sqrt()),
            Scheme::He => scaled(normal(&mut rng, n), (2.0 / fan_in).sqrt()),
            Scheme::Dcgan => scaled(normal(&mut rng, n), 0.02),
        };
        self.parameter(values, shape)
    }

    fn bias(&mut self, outputs: usize, fan_in: usize) -> Param<Tensor<1>> {
        let mut rng = self.next();
        let values = match self.scheme {
            Scheme::Pytorch => uniform(&mut rng, outputs, 1.0 / (fan_in as f32).sqrt()),
            _ => vec![0.0; outputs],
        };
        self.parameter(values, [outputs])
    }

    fn next(&mut self) -> rand_chacha::ChaCha8Rng {
        self.drawn += 1;
        stream(self.seed, Purpose::Weights, self.drawn - 1)
    }

    fn parameter<const D: usize>(&self, values: Vec<f32>, shape: [usize; D]) -> Param<Tensor<D>> {
        Param::from_tensor(Tensor::from_data(
            TensorData::new(values, shape),
            self.device,
        ))
    }
}
