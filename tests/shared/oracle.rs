//! What a comparison with the oracle in JAX (tests/fixtures/jax) needs, natively and in a browser: numbers that both sides compute
//! from names, and summaries of tensors.
//!
//! A value may differ by [`TOLERANCE`] of its tensor's scale, which is the largest absolute value there: single values of
//! a sum that nearly cancels have no accuracy of their own in f32.

use burn::module::{Module, ModuleMapper, Param};
use burn::optim::GradientsParams;
use burn::tensor::{Gradients, Tensor};
use generative_playground::model::{NamedTensor, load_parameters, read_parameters};
use serde_json::Value;
use std::collections::BTreeSet;

pub const TOLERANCE: f64 = 1e-4;
/// The scale of tensors of zeros, which f32 need not reach; the others are larger.
const SMALLEST_SCALE: f64 = 1e-3;

/// Uniform in -1 to 1, a function of the name and the index alone: splitmix64 started at the name's FNV-1a hash.
pub fn numbers(name: &str, count: usize) -> Vec<f64> {
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

/// The model with the weights that both sides compute from the case's and the parameters' names.
pub async fn with_weights<M: Module>(model: M, case: &str) -> M {
    let mut tensors = read_parameters(&model)
        .await
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
        // Only normalisations have a weight of one dimension.
        Some("weight") => (0.25, 1.0),
        _ => (0.25, 0.0),
    };
    numbers(name, shape.iter().product())
        .into_iter()
        .map(|value| (centre + value * factor) as f32)
        .collect()
}

/// Gradients by each parameter of a model, under its PyTorch name and in PyTorch's layout; zeros where the
/// loss does not depend on it.
pub async fn named_gradients<M: Module>(gradients: Gradients, model: &M) -> Vec<NamedTensor> {
    struct InPlaceOfWeights(GradientsParams);
    impl ModuleMapper for InPlaceOfWeights {
        fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
            let (id, weight, mapper) = param.consume();
            let gradient = self.0.remove::<D>(id);
            let gradient = gradient.unwrap_or_else(|| weight.inner().zeros_like());
            Param::from_mapped_value(id, Tensor::from_inner(gradient), mapper)
        }
    }
    let gradients = GradientsParams::from_grads(gradients, model);
    let model = model.clone().map(&mut InPlaceOfWeights(gradients));
    let mut named = read_parameters(&model).await.unwrap();
    // Not trained, and so not in the fixtures.
    named.retain(|tensor| !tensor.name.contains("running"));
    named
}

/// Compares one case's tensors, and keeps the largest deviation to print it.
pub struct Comparison<'a> {
    case: &'a str,
    /// [`TOLERANCE`], where nothing else is said.
    pub tolerance: f64,
    largest: f64,
    at: String,
}

impl<'a> Comparison<'a> {
    pub fn new(case: &'a Value) -> Self {
        Self {
            case: case["name"].as_str().unwrap(),
            tolerance: TOLERANCE,
            largest: 0.0,
            at: String::new(),
        }
    }

    /// All parameters' gradients, which must have the same names.
    pub fn gradients(&mut self, loss: &str, ours: &[NamedTensor], theirs: &Value) {
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

    pub fn values(&mut self, name: &str, shape: &[usize], ours: &[f32], theirs: &Value) {
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
            deviation <= self.tolerance,
            "{}, {place}: ours {ours}, independently {theirs}, scale {scale}",
            self.case
        );
        if deviation > self.largest {
            self.largest = deviation;
            self.at = place.into();
        }
    }

    pub fn report(self) {
        println!(
            "{}: largest deviation {:.1e} of the scale, {}",
            self.case, self.largest, self.at
        );
    }
}
