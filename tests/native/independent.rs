//! Every model's outputs and gradients against an independent implementation: JAX in f64, layers written by hand from
//! PyTorch's definitions. `tests/fixtures/jax/models.py` says how its results are made; weights and inputs are computed
//! on both sides from names.

mod adversarial;
mod autoencoders;
mod descent;
mod flows;
mod networks;
mod optimizers;
mod quantised;

use super::oracle::{Comparison, named_gradients, numbers};
use burn::module::Module;
use burn::tensor::{Device, Tensor, TensorData};
use generative_playground::model::{NamedTensor, Pass, read_parameters};
use generative_playground::random::{Purpose, stream};
use serde_json::Value;
use std::path::Path;

const BATCH: usize = 4;
const PIXELS: usize = 784;

fn cases(file: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/jax")
        .join(file);
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

/// The variant of an enum that a case has the word of.
fn variant<T>(word: &Value, of_word: impl Fn(&str) -> Option<T>) -> T {
    let word = word.as_str().unwrap();
    of_word(word).unwrap_or_else(|| panic!("there is no {word}"))
}

/// About standard normal, `[rows, columns]`.
fn normal(name: &str, rows: usize, columns: usize) -> Tensor<2> {
    let values = numbers(name, 3 * rows * columns);
    let sums = values.chunks(3).map(|three| three.iter().sum::<f64>());
    matrix(sums, columns)
}

/// Grey images with black and white pixels and, as MNIST has, a black border; brightness 0 to 1.
fn images(name: &str) -> Tensor<2> {
    let pixels = numbers(name, BATCH * PIXELS).into_iter().enumerate();
    let inside = 4..24;
    let pixels = pixels.map(|(at, value)| {
        let (row, column) = (at % PIXELS / 28, at % 28);
        if inside.contains(&row) && inside.contains(&column) {
            (0.5 + 0.75 * value).clamp(0.0, 1.0)
        } else {
            0.0
        }
    });
    matrix(pixels, PIXELS)
}

/// Each image's digit, one-hot.
fn digits() -> Tensor<2> {
    let rows = (0..BATCH)
        .flat_map(|at| (0..10).map(move |digit| f64::from(u8::from(digit == (3 * at + 1) % 10))));
    matrix(rows, 10)
}

/// Rounded to f32, on a device with automatic differentiation.
fn matrix(values: impl Iterator<Item = f64>, columns: usize) -> Tensor<2> {
    let values: Vec<f32> = values.map(|value| value as f32).collect();
    let rows = values.len() / columns;
    Tensor::from_data(TensorData::new(values, [rows, columns]), &Device::flex()).autodiff()
}

/// The model with the weights that both sides compute from the case's and the parameters' names.
fn with_weights<M: Module>(model: M, case: &str) -> M {
    pollster::block_on(super::oracle::with_weights(model, case))
}

/// The gradient of a loss by each parameter of a model.
fn gradients<M: Module>(loss: Tensor<1>, model: &M) -> Vec<NamedTensor> {
    pollster::block_on(named_gradients(loss.backward(), model))
}

/// A training pass; without dropout nothing in it is random.
fn training() -> Pass {
    Pass::train(stream(0, Purpose::Dropout, 0))
}

/// What a model has beside trained weights, where it has batch normalisation.
fn running_statistics<M: Module>(model: &M) -> Vec<NamedTensor> {
    let mut all = pollster::block_on(read_parameters(model)).unwrap();
    all.retain(|tensor| tensor.name.contains("running"));
    all
}

impl Comparison<'_> {
    /// A tensor and the summary of theirs: single values, the norm, the product with a fixed direction.
    fn tensor<const D: usize>(&mut self, name: &str, ours: Tensor<D>, theirs: &Value) {
        let shape = ours.dims();
        let data = ours.inner().into_data();
        self.values(name, &shape, data.as_slice::<f32>().unwrap(), theirs);
    }
}
