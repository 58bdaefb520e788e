//! Every model's outputs and gradients against an independent implementation: JAX in f64, layers written by hand from
//! PyTorch's definitions. `tests/fixtures/jax/models.py` says how its results are made; weights and inputs are computed
//! on both sides from names.
//!
//! A value may differ by [`TOLERANCE`] of its tensor's scale, which is the largest absolute value there: single values of
//! a sum that nearly cancels have no accuracy of their own in f32.

mod adversarial;
mod autoencoders;
mod optimizers;

use burn::module::{Module, ModuleMapper, Param};
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor, TensorData};
use generative_playground::model::{NamedTensor, load_parameters, read_parameters};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

const TOLERANCE: f64 = 1e-4;
/// The scale of tensors of zeros, which f32 need not reach; the others are larger.
const SMALLEST_SCALE: f64 = 1e-3;
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

/// Uniform in -1 to 1, a function of the name and the index alone: splitmix64 started at the name's FNV-1a hash.
fn numbers(name: &str, count: usize) -> Vec<f64> {
    let start = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    (1..=count as u64)
        .map(|index| {
            let mut z = start.wrapping_add(index.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^= z >> 31;
            (z >> 40) as f64 / f64::from(1 << 23) - 1.0
        })
        .collect()
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
    let mut tensors = pollster::block_on(read_parameters(&model))
        .unwrap()
        .into_iter()
        .map(|mut tensor| {
            tensor.values = weights(&format!("{case}/{}", tensor.name), &tensor.shape);
            (tensor.name.clone(), tensor)
        })
        .collect();
    load_parameters(model, &mut tensors).unwrap()
}

/// A parameter's value, by what it is.
fn weights(name: &str, shape: &[usize]) -> Vec<f32> {
    let fan_in: usize = shape[1..].iter().product();
    let (factor, centre) = match name.rsplit('.').next() {
        _ if shape.len() > 1 => ((6.0 / fan_in as f64).sqrt(), 0.0),
        Some("running_var") => (0.5, 1.0),
        // Only batch normalisations have a weight of one dimension.
        Some("weight") => (0.25, 1.0),
        _ => (0.25, 0.0),
    };
    numbers(name, shape.iter().product())
        .into_iter()
        .map(|value| (centre + value * factor) as f32)
        .collect()
}

/// The gradient of a loss by each parameter of a model, under its PyTorch name and in PyTorch's layout; zeros where the
/// loss does not depend on it.
fn gradients<M: Module>(loss: Tensor<1>, model: &M) -> Vec<NamedTensor> {
    struct InPlaceOfWeights(GradientsParams);
    impl ModuleMapper for InPlaceOfWeights {
        fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
            let (id, weight, mapper) = param.consume();
            let gradient = self.0.remove::<D>(id);
            let gradient = gradient.unwrap_or_else(|| weight.inner().zeros_like());
            Param::from_mapped_value(id, Tensor::from_inner(gradient), mapper)
        }
    }
    let gradients = GradientsParams::from_grads(loss.backward(), model);
    let model = model.clone().map(&mut InPlaceOfWeights(gradients));
    let mut named = pollster::block_on(read_parameters(&model)).unwrap();
    // Not trained, and so not in the fixtures.
    named.retain(|tensor| !tensor.name.contains("running"));
    named
}

/// Compares one case's tensors, and keeps the largest deviation to print it.
struct Comparison<'a> {
    case: &'a str,
    largest: f64,
    at: String,
}

impl<'a> Comparison<'a> {
    fn new(case: &'a Value) -> Self {
        Self {
            case: case["name"].as_str().unwrap(),
            largest: 0.0,
            at: String::new(),
        }
    }

    /// A tensor and the summary of theirs: single values, the norm, the product with a fixed direction.
    fn tensor<const D: usize>(&mut self, name: &str, ours: Tensor<D>, theirs: &Value) {
        let shape = ours.dims();
        let data = ours.inner().into_data();
        self.values(name, &shape, data.as_slice::<f32>().unwrap(), theirs);
    }

    /// All parameters' gradients, which must have the same names.
    fn gradients(&mut self, loss: &str, ours: &[NamedTensor], theirs: &Value) {
        let theirs = theirs.as_object().unwrap();
        let names =
            |names: &mut dyn Iterator<Item = &String>| names.cloned().collect::<BTreeSet<_>>();
        assert_eq!(
            names(&mut ours.iter().map(|tensor| &tensor.name)),
            names(&mut theirs.keys()),
            "{}: parameters",
            self.case
        );
        for tensor in ours {
            let place = format!("{loss}, gradient by {}", tensor.name);
            let direction = format!("along {}", tensor.name);
            self.against(
                &place,
                &direction,
                &tensor.shape,
                &tensor.values,
                &theirs[&tensor.name],
            );
        }
    }

    fn values(&mut self, name: &str, shape: &[usize], ours: &[f32], theirs: &Value) {
        self.against(name, &format!("along {name}"), shape, ours, theirs);
    }

    fn against(
        &mut self,
        place: &str,
        direction: &str,
        shape: &[usize],
        ours: &[f32],
        theirs: &Value,
    ) {
        assert_eq!(
            theirs["shape"],
            serde_json::json!(shape),
            "{}, {place}: shape",
            self.case
        );
        let number = |key: &str| theirs[key].as_f64().unwrap();
        let ours: Vec<f64> = ours.iter().map(|&value| f64::from(value)).collect();
        let n = ours.len();
        let listed = theirs["values"].as_array().unwrap();
        for (i, value) in listed.iter().enumerate() {
            let index = if n <= 8 { i } else { i * (n - 1) / 7 };
            let place = format!("{place}[{index}]");
            self.number(
                &place,
                ours[index],
                value.as_f64().unwrap(),
                number("largest"),
            );
        }
        let norm = ours.iter().map(|value| value * value).sum::<f64>().sqrt();
        self.number(
            &format!("norm of {place}"),
            norm,
            number("norm"),
            number("norm"),
        );
        let along = numbers(direction, n)
            .iter()
            .zip(&ours)
            .map(|(a, b)| a * b)
            .sum();
        self.number(
            &format!("direction of {place}"),
            along,
            number("along"),
            number("norm"),
        );
    }

    fn number(&mut self, place: &str, ours: f64, theirs: f64, scale: f64) {
        let deviation = (ours - theirs).abs() / scale.max(SMALLEST_SCALE);
        assert!(
            deviation <= TOLERANCE,
            "{}, {place}: ours {ours}, independently {theirs}, scale {scale}",
            self.case
        );
        if deviation > self.largest {
            self.largest = deviation;
            self.at = place.into();
        }
    }

    fn report(self) {
        println!(
            "{}: largest deviation {:.1e} of the scale, {}",
            self.case, self.largest, self.at
        );
    }
}
