//! Networks on plain memory, from weights that were read once, whose results are the same to the last bit on every machine: what
//! is packed by a model's probabilities is unpacked by the same ones only. (Balle, Johnston and Minnen, "Integer Networks for Data
//! Compression with Latent-Variable Models", 2019, on what goes wrong otherwise, and another way out.)
//!
//! Every sum is added in one order, without fused multiply-add, and functions are those of `cpu_kernels`, which are plain
//! arithmetic. A row of a batch does not depend on the others.

use super::Network;
use crate::error::{Error, ErrorCode, Result};
use crate::kernels::Activation;
use crate::model::layer::{EPSILON, LayerSpec, SignalShape};
use crate::model::{NamedTensor, Parameters};
use cpu_kernels::activation::silu;
use cpu_kernels::im2col::{Window, col2im, im2col};
use cpu_kernels::product::add_ordered;

/// A chain of layers. Signals lie channels last in between.
#[derive(Debug)]
pub struct Portable {
    input: SignalShape,
    steps: Vec<Step>,
    hash: u64,
}

#[derive(Debug)]
enum Step {
    Linear(Affine),
    Conv(Window, Affine),
    ConvTranspose(Window, Affine),
    MaxPool,
    Reshape(SignalShape),
    Activation(Activation),
    Silu,
    /// What each channel is multiplied by, and what is added then.
    Scale(Vec<f32>, Vec<f32>),
    Upsample(usize),
}

/// A product with a matrix, and what is added to it.
#[derive(Debug)]
struct Affine {
    /// `[inputs, outputs]`
    weight: Vec<f32>,
    bias: Vec<f32>,
    outputs: usize,
}

impl Affine {
    /// Of a weight `[first, second, area]`: its `second` dimension goes with the outputs where `transposed` says so, and else its
    /// first. `area` values go with the inputs, before their channels, or with the outputs likewise.
    fn new(weight: &NamedTensor, bias: Vec<f32>, transposed: bool) -> Self {
        let (first, second) = (weight.shape[0], weight.shape[1]);
        let area = weight.values.len() / (first * second).max(1);
        let at = |a: usize, b: usize, place: usize| weight.values[(a * second + b) * area + place];
        let mut values = Vec::with_capacity(weight.values.len());
        let outer = if transposed { first } else { 1 };
        for a in 0..outer {
            for place in 0..area {
                for b in 0..second {
                    if transposed {
                        values.push(at(a, b, place));
                    } else {
                        values.extend((0..first).map(|a| at(a, b, place)));
                    }
                }
            }
        }
        Self {
            weight: values,
            bias,
            outputs: if transposed { area * second } else { first },
        }
    }

    /// Rows of inputs to rows of outputs.
    fn of(&self, x: &[f32]) -> Vec<f32> {
        let inputs = self.weight.len() / self.outputs;
        self.onto(self.begun(x.len() / inputs, self.outputs), x)
    }

    /// The bias, so many times, or as many zeros where there is none.
    fn begun(&self, rows: usize, values: usize) -> Vec<f32> {
        match self.bias.is_empty() {
            true => vec![0.0; rows * values],
            false => self.bias.repeat(rows),
        }
    }

    fn onto(&self, mut y: Vec<f32>, x: &[f32]) -> Vec<f32> {
        add_ordered(x, &self.weight, self.outputs, &mut y);
        y
    }
}

impl Portable {
    /// Reads a network's weights.
    ///
    /// # Errors
    /// `bad-input` where it has a layer that is not computed here; `device-lost`.
    pub async fn of(network: &Network) -> Result<Self> {
        let tensors = network.pending().read().await?;
        let hash = hash_of(&tensors);
        let mut tensors = tensors.into_iter();
        let mut next = || tensors.next().expect("a network has all its tensors");
        let mut before = network.input();
        let mut steps = Vec::new();
        for (spec, after) in network.layers() {
            let [_, height, width] = before;
            let mut affine = |has_bias: bool, transposed: bool| {
                let weight = next();
                let bias = has_bias.then(&mut next).map(|bias| bias.values);
                Affine::new(&weight, bias.unwrap_or_default(), transposed)
            };
            let step = match spec {
                LayerSpec::Linear(layer) => Some(Step::Linear(affine(layer.bias, false))),
                LayerSpec::Conv(layer) => {
                    let window = Window::over([height, width], layer.kernel, layer.stride);
                    Some(Step::Conv(window, affine(layer.bias, false)))
                }
                LayerSpec::ConvTranspose(layer) => {
                    let window = Window::enlarging([height, width], layer.kernel, layer.stride);
                    Some(Step::ConvTranspose(window, affine(layer.bias, true)))
                }
                LayerSpec::MaxPool(_) => Some(Step::MaxPool),
                LayerSpec::Reshape(layer) => Some(Step::Reshape(layer.shape)),
                LayerSpec::Activation(activation) => Some(Step::Activation(*activation)),
                LayerSpec::Silu(_) => Some(Step::Silu),
                // Only looked at, it normalises by what is known beforehand.
                LayerSpec::BatchNorm(_) => {
                    let [weight, bias, mean, variance] = [(); 4].map(|()| next().values);
                    let factors = weight.iter().zip(variance);
                    let factors: Vec<f32> = factors
                        .map(|(weight, variance)| weight / (variance + EPSILON as f32).sqrt())
                        .collect();
                    let shifts = bias.iter().zip(mean).zip(&factors);
                    let shifts = shifts.map(|((bias, mean), factor)| bias - mean * factor);
                    let shifts = shifts.collect();
                    Some(Step::Scale(factors, shifts))
                }
                LayerSpec::Upsample(layer) => Some(Step::Upsample(layer.factor)),
                // Only looked at, it drops nothing.
                LayerSpec::Dropout(_) => None,
                other => {
                    let layer = other.describe();
                    return Err(Error::new(
                        ErrorCode::BadInput,
                        format!(
                            "The layer {layer} is not computed in the same way on every machine: take vae, or transformer."
                        ),
                    ));
                }
            };
            steps.extend(step);
            before = after;
        }
        Ok(Self {
            input: network.input(),
            steps,
            hash,
        })
    }

    /// One linear layer of burn's.
    ///
    /// # Errors
    /// `device-lost`.
    pub async fn linear(layer: &burn::nn::Linear) -> Result<Self> {
        let tensors = layer.pending().read().await?;
        let bias = tensors.get(1).map(|bias| bias.values.clone());
        let affine = Affine::new(&tensors[0], bias.unwrap_or_default(), false);
        let inputs = affine.weight.len() / affine.outputs;
        Ok(Self {
            input: [inputs, 1, 1],
            steps: vec![Step::Linear(affine)],
            hash: hash_of(&tensors),
        })
    }

    /// Values of one output of a single linear layer.
    pub fn outputs(&self) -> usize {
        match self.steps.last() {
            Some(Step::Linear(affine)) => affine.outputs,
            _ => unreachable!("asked of linear layers alone"),
        }
    }

    /// Values of one input.
    pub fn inputs(&self) -> usize {
        self.input.iter().product()
    }

    /// By which its weights are known again.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// Inputs `[n, inputs]` to outputs `[n, outputs]`.
    pub fn forward(&self, x: &[f32]) -> Vec<f32> {
        let mut shape = self.input;
        let mut x = turned(x, channels_last(shape));
        for step in &self.steps {
            (x, shape) = step.after(x, shape);
        }
        turned(&x, channels_first(shape))
    }
}

impl Step {
    fn after(&self, mut x: Vec<f32>, shape: SignalShape) -> (Vec<f32>, SignalShape) {
        let [channels, height, width] = shape;
        match self {
            Self::Linear(affine) => {
                let y = affine.of(&turned(&x, channels_first(shape)));
                (y, [affine.outputs, 1, 1])
            }
            Self::Conv(window, affine) => {
                let y = affine.of(&im2col(&x, *window, channels));
                let [rows, columns] = window.positions;
                (y, [affine.outputs, rows, columns])
            }
            Self::ConvTranspose(window, affine) => {
                let positions = x.len() / channels;
                let columns = affine.onto(vec![0.0; positions * affine.outputs], &x);
                let channels = affine.outputs / window.area();
                let images = positions / window.output_size();
                let mut y = affine.begun(images * window.pixels(), channels);
                col2im(&columns, *window, channels, &mut y);
                let [rows, columns] = window.image;
                (y, [channels, rows, columns])
            }
            Self::MaxPool => {
                let y = pooled(&x, shape);
                (y, [channels, height / 2, width / 2])
            }
            Self::Reshape(to) => {
                let first = turned(&x, channels_first(shape));
                (turned(&first, channels_last(*to)), *to)
            }
            Self::Activation(activation) => {
                activation.apply(&mut x);
                (x, shape)
            }
            Self::Silu => {
                silu(&mut x);
                (x, shape)
            }
            Self::Scale(factors, shifts) => {
                for x in x.chunks_exact_mut(channels) {
                    for ((x, factor), shift) in x.iter_mut().zip(factors).zip(shifts) {
                        *x = *x * factor + shift;
                    }
                }
                (x, shape)
            }
            Self::Upsample(factor) => {
                let y = enlarged(&x, [channels, width], *factor);
                (y, [channels, height * factor, width * factor])
            }
        }
    }
}

/// Rows and columns of a signal whose channels lie first, to be turned.
fn channels_last([channels, height, width]: SignalShape) -> [usize; 2] {
    [channels, height * width]
}

/// Rows and columns of a signal whose channels lie last, to be turned.
fn channels_first([channels, height, width]: SignalShape) -> [usize; 2] {
    [height * width, channels]
}

/// Columns for rows, in each of several matrices of this size.
fn turned(x: &[f32], [rows, columns]: [usize; 2]) -> Vec<f32> {
    if rows == 1 || columns == 1 {
        return x.to_vec();
    }
    let mut y = Vec::with_capacity(x.len());
    for x in x.chunks_exact(rows * columns) {
        for column in 0..columns {
            y.extend(x.iter().skip(column).step_by(columns));
        }
    }
    y
}

/// The largest value of each 2 x 2 square.
fn pooled(x: &[f32], [channels, height, width]: SignalShape) -> Vec<f32> {
    let mut y = Vec::with_capacity(x.len() / 4);
    for image in x.chunks_exact(channels * height * width) {
        for row in 0..height / 2 {
            for column in 0..width / 2 {
                let first = (2 * row * width + 2 * column) * channels;
                for channel in first..first + channels {
                    let below = channel + width * channels;
                    let upper = image[channel].max(image[channel + channels]);
                    y.push(upper.max(image[below]).max(image[below + channels]));
                }
            }
        }
    }
    y
}

/// Each place of rows of pixels as a square of places.
fn enlarged(x: &[f32], [channels, width]: [usize; 2], factor: usize) -> Vec<f32> {
    let mut y = Vec::with_capacity(x.len() * factor * factor);
    for row in x.chunks_exact(width * channels) {
        let columns = row.chunks_exact(channels);
        let wide: Vec<f32> = columns.flat_map(|place| place.repeat(factor)).collect();
        y.extend(wide.repeat(factor));
    }
    y
}

/// The hash of tensors' values, in order.
pub(crate) fn hash_of(tensors: &[NamedTensor]) -> u64 {
    let values = tensors.iter().flat_map(|tensor| &tensor.values);
    crate::dataset::hash::of_words(values.map(|value| value.to_bits().into()))
}
