//! Normalisations with a memory: of signals by batches, of weights by their largest singular value.

use super::{Init, Pass};
use crate::kernels::activation::activate;
use crate::kernels::dense::product;
use crate::kernels::{Activation, norm};
use burn::module::{Module, Param};
use burn::tensor::module::batch_norm;
use burn::tensor::{Device, Tensor};

/// PyTorch's default.
const EPSILON: f64 = 1e-5;
/// PyTorch's default: the share of a new batch in the running statistics.
const MOMENTUM: f64 = 0.1;
/// Steps of the power iteration that a fresh spectral normalisation starts with; each training pass adds one.
const FIRST_ITERATIONS: usize = 15;

/// Weights and running statistics of a batch normalisation, `[channels]` each.
#[derive(Module, Debug)]
pub struct BatchNorm {
    /// Factor.
    pub weight: Param<Tensor<1>>,
    /// Summand.
    pub bias: Param<Tensor<1>>,
    /// Mean of past batches, used when not training.
    pub running_mean: Param<Tensor<1>>,
    /// Variance of past batches (unbiased, as PyTorch has it).
    pub running_var: Param<Tensor<1>>,
}

/// Miyato et al., "Spectral Normalization for Generative Adversarial Networks" (2018): a weight is divided by its
/// largest singular value, which one step of the power iteration a training pass keeps track of. The names are those of
/// `torch.nn.utils.spectral_norm`.
#[derive(Module, Debug)]
pub struct Spectral {
    /// The left singular vector, `[rows]`.
    pub weight_u: Param<Tensor<1>>,
    /// The right singular vector, `[columns]`.
    pub weight_v: Param<Tensor<1>>,
}

impl BatchNorm {
    /// Ones and zeros.
    pub(super) fn new(channels: usize, device: &Device) -> Self {
        Self {
            weight: Param::from_tensor(Tensor::ones([channels], device)),
            bias: Param::from_tensor(Tensor::zeros([channels], device)),
            running_mean: buffer(Tensor::zeros([channels], device)),
            running_var: buffer(Tensor::ones([channels], device)),
        }
    }

    /// Moves the running statistics towards those of a batch.
    pub(super) fn update(&mut self, mean: Tensor<1>, variance: Tensor<1>) {
        let towards = |old: &Param<Tensor<1>>, new: Tensor<1>| {
            let old = plain(old.val());
            old.mul_scalar(1.0 - MOMENTUM) + new.mul_scalar(MOMENTUM)
        };
        let mean = towards(&self.running_mean, mean);
        let variance = towards(&self.running_var, variance);
        replace(&mut self.running_mean, mean);
        replace(&mut self.running_var, variance);
    }

    /// The normalised signal, after an activation where one follows.
    pub(super) fn forward(
        &self,
        x: Tensor<4>,
        activation: Option<Activation>,
        pass: &mut Pass,
    ) -> Tensor<4> {
        let (weight, bias) = (self.weight.val(), self.bias.val());
        if !pass.is_training() {
            let (mean, variance) = (self.running_mean.val(), self.running_var.val());
            let y = batch_norm(x, weight, bias, mean, variance, EPSILON);
            return match activation {
                Some(activation) => activate(y, activation),
                None => y,
            };
        }
        let [batch, _, height, width] = x.dims();
        let count = (batch * height * width) as f64;
        let result = norm::batch_norm(x, weight, bias, EPSILON, activation);
        let unbiased = plain(result.variance).mul_scalar(count / (count - 1.0).max(1.0));
        pass.batch_statistics(plain(result.mean), unbiased);
        result.signal
    }
}

impl Spectral {
    /// For a weight as a matrix `[outputs, inputs]`, without automatic differentiation.
    pub(super) fn new(matrix: Tensor<2>, init: &mut Init) -> Self {
        let [rows, _] = matrix.dims();
        let mut u = unit(plain(init.direction(rows)));
        let mut v = right(&matrix, &u);
        for _ in 0..FIRST_ITERATIONS {
            u = left(&matrix, &v);
            v = right(&matrix, &u);
        }
        Self {
            weight_u: buffer(Tensor::from_inner(u)),
            weight_v: buffer(Tensor::from_inner(v)),
        }
    }

    /// A convolution's weight `[out, in, k, k]` as a matrix `[out, in * k * k]`.
    pub(super) fn matrix(weight: Tensor<4>) -> Tensor<2> {
        let [out, inputs, height, width] = weight.dims();
        weight.reshape([out, inputs * height * width])
    }

    /// The normalised weight of a linear layer, `[in, out]`.
    pub(super) fn linear(&self, weight: Tensor<2>, pass: &mut Pass) -> Tensor<2> {
        let value = self.largest(weight.clone().transpose(), pass);
        weight / value
    }

    /// The normalised weight of a convolution, `[out, in, k, k]`.
    pub(super) fn conv(&self, weight: Tensor<4>, pass: &mut Pass) -> Tensor<4> {
        let value = self.largest(Self::matrix(weight.clone()), pass);
        weight / value.reshape([1, 1, 1, 1])
    }

    /// The largest singular value of a matrix `[outputs, inputs]`, `[1, 1]`: differentiable, with constant vectors.
    fn largest(&self, matrix: Tensor<2>, pass: &mut Pass) -> Tensor<2> {
        let (mut u, mut v) = (plain(self.weight_u.val()), plain(self.weight_v.val()));
        if pass.is_training() {
            let values = plain(matrix.clone());
            v = right(&values, &u);
            u = left(&values, &v);
            pass.singular_vectors(u.clone(), v.clone());
        }
        let (u, v) = (u.unsqueeze_dim::<2>(0), v.unsqueeze_dim::<2>(1));
        product(product(u, matrix), v)
    }

    /// Takes over the vectors of a training pass.
    pub(super) fn update(&mut self, u: Tensor<1>, v: Tensor<1>) {
        replace(&mut self.weight_u, u);
        replace(&mut self.weight_v, v);
    }
}

/// `matrix * v`, of length 1.
fn left(matrix: &Tensor<2>, v: &Tensor<1>) -> Tensor<1> {
    unit(product(matrix.clone(), v.clone().unsqueeze_dim(1)).squeeze_dim(1))
}

/// `u * matrix`, of length 1.
fn right(matrix: &Tensor<2>, u: &Tensor<1>) -> Tensor<1> {
    unit(product(u.clone().unsqueeze_dim(0), matrix.clone()).squeeze_dim(0))
}

fn unit(vector: Tensor<1>) -> Tensor<1> {
    let length = vector.clone().square().sum().sqrt().add_scalar(1e-12);
    vector / length
}

/// A tensor that files hold and no gradient changes.
fn buffer(tensor: Tensor<1>) -> Param<Tensor<1>> {
    Param::from_tensor(tensor).set_require_grad(false)
}

fn replace(buffer: &mut Param<Tensor<1>>, value: Tensor<1>) {
    *buffer = buffer.clone().map(|old| {
        if old.is_autodiff() {
            Tensor::from_inner(value)
        } else {
            value
        }
    });
}

/// The values alone, whether they are being differentiated or not.
fn plain<const D: usize>(tensor: Tensor<D>) -> Tensor<D> {
    if tensor.is_autodiff() {
        tensor.inner()
    } else {
        tensor
    }
}
