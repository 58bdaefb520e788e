//! Spectral normalisation of weights.
//!
//! Miyato et al., "Spectral Normalization for Generative Adversarial Networks" (2018): a weight is divided by its largest singular
//! value, which one step of the power iteration a training pass keeps track of. Its vectors lie beside the weight under the
//! names of `torch.nn.utils.spectral_norm`: `weight_u`, the left one, `[outputs]`, and `weight_v`, `[inputs]`.

use super::plain;
use crate::kernels::dense::product;
use crate::model::weights::{Parameter, Weights};
use crate::model::{Init, Pass};
use burn::tensor::Tensor;

/// Steps of the power iteration that a fresh spectral normalisation starts with; each training pass adds one.
const FIRST_ITERATIONS: usize = 15;

const LEFT: &str = "weight_u";
const RIGHT: &str = "weight_v";

/// Whether a weight is normalised.
pub(in crate::model) fn is_normalised(weights: &Weights) -> bool {
    weights.has(LEFT)
}

/// The weight of a linear layer `[in, out]`, normalised where it is.
pub(super) fn normalised_matrix(weights: &Weights, pass: &mut Pass) -> Tensor<2> {
    let weight = weights.matrix("weight");
    if !is_normalised(weights) {
        return weight;
    }
    let value = largest(weights, weight.clone().transpose(), pass);
    weight / value
}

/// The weight of a convolution `[out, in, k, k]`, normalised where it is.
pub(super) fn normalised_kernel(weights: &Weights, pass: &mut Pass) -> Tensor<4> {
    let weight = weights.kernel("weight");
    if !is_normalised(weights) {
        return weight;
    }
    let value = largest(weights, matrix(weight.clone()), pass);
    weight / value.reshape([1, 1, 1, 1])
}

/// Gives a weight its singular vectors.
pub(in crate::model) fn normalise(weights: &mut Weights, init: &mut Init) {
    let matrix = match weights.get("weight") {
        Some(Parameter::Matrix(weight)) => weight.val().inner().transpose(),
        Some(Parameter::Kernel(weight)) => matrix(weight.val().inner()),
        _ => unreachable!("a layer that takes spectral normalisation has a weight"),
    };
    let [rows, _] = matrix.dims();
    let mut u = unit(plain(init.direction(rows)));
    let mut v = right(&matrix, &u);
    for _ in 0..FIRST_ITERATIONS {
        u = left(&matrix, &v);
        v = right(&matrix, &u);
    }
    weights.add_buffer(LEFT, Tensor::from_inner(u));
    weights.add_buffer(RIGHT, Tensor::from_inner(v));
}

/// Puts the normalised weight into the raw one's place.
pub(in crate::model) fn fold(weights: &mut Weights) {
    let mut pass = Pass::eval();
    match weights.get("weight") {
        Some(Parameter::Matrix(_)) => {
            let weight = normalised_matrix(weights, &mut pass).detach();
            weights.set_matrix("weight", weight);
        }
        _ => {
            let weight = normalised_kernel(weights, &mut pass).detach();
            weights.set_kernel("weight", weight);
        }
    }
    weights.remove(LEFT);
    weights.remove(RIGHT);
}

/// Takes over the vectors of a training pass.
pub(in crate::model) fn update(weights: &mut Weights, u: Tensor<1>, v: Tensor<1>) {
    weights.replace(LEFT, u);
    weights.replace(RIGHT, v);
}

/// The largest singular value of a matrix `[outputs, inputs]`, `[1, 1]`: differentiable, with constant vectors.
fn largest(weights: &Weights, matrix: Tensor<2>, pass: &mut Pass) -> Tensor<2> {
    let [mut u, mut v] = [LEFT, RIGHT].map(|name| plain(weights.vector(name)));
    if pass.is_training() {
        let values = plain(matrix.clone());
        v = right(&values, &u);
        u = left(&values, &v);
        pass.singular_vectors(u.clone(), v.clone());
    }
    let (u, v) = (u.unsqueeze_dim::<2>(0), v.unsqueeze_dim::<2>(1));
    product(product(u, matrix), v)
}

/// A convolution's weight `[out, in, k, k]` as a matrix `[out, in * k * k]`.
fn matrix(weight: Tensor<4>) -> Tensor<2> {
    let [out, inputs, height, width] = weight.dims();
    weight.reshape([out, inputs * height * width])
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
