//! The frozen classifier that samples are judged by: what the network `Classifier` of the main package computes, on plain memory.
//! A native test holds the two together.

mod file;

pub use file::{METADATA_KEY, Tensor, TrainedAs, VERSION};

use crate::{CLASSES, PIXELS, Result, SIDE, count_points};
use cpu_kernels::activation::relu;
use cpu_kernels::im2col::{Window, im2col};
use cpu_kernels::product::{Matrix, product_onto};
use file::Tensors;

/// Channels of the two convolutions.
const CHANNELS: [usize; 2] = [16, 32];
/// Height and width of a convolution's window.
const KERNEL: usize = 3;
/// Height and width of what the second pooling leaves.
const LAST: usize = SIDE / 4;

/// Images that go through the layers together: their matrices, 8 MB, stay near the processor.
const TOGETHER: usize = 50;

/// A small convolutional network that tells the digits apart, after LeCun et al., "Gradient-Based Learning Applied to Document
/// Recognition" (1998): two convolutions of 3 x 3, each with ReLU and 2 x 2 max pooling, a hidden layer of 64 with ReLU, and the
/// logits of the ten digits.
#[derive(Clone, Debug)]
pub struct Classifier {
    convolutions: [Layer; 2],
    hidden: Layer,
    head: Layer,
}

/// What the classifier says of some images.
#[derive(Clone, Debug)]
pub struct Classified {
    /// The values of the last hidden layer, `[n * 64]`, none below 0.
    pub features: Vec<f32>,
    /// The probabilities of the digits, `[n]` rows of ten.
    pub probabilities: Vec<[f64; CLASSES]>,
}

impl Classifier {
    /// Values of the last hidden layer for one image.
    pub const FEATURES: usize = 64;

    /// From a file's bytes, with how it was trained.
    ///
    /// # Errors
    /// `bad-file`, saying what is wrong with the bytes.
    pub fn load(bytes: &[u8]) -> Result<(Self, TrainedAs)> {
        let (tensors, trained) = file::read(bytes)?;
        Ok((Self::of(tensors)?, trained))
    }

    /// The classifier that comes with the crate. Not in a browser: the page's bundle would grow by its 424 KB.
    ///
    /// # Errors
    /// `bad-file`, when the crate was built with a damaged file.
    #[cfg(not(target_family = "wasm"))]
    pub fn shipped() -> Result<(Self, TrainedAs)> {
        Self::load(Self::SHIPPED)
    }

    /// The file of the classifier that comes with the crate.
    #[cfg(not(target_family = "wasm"))]
    pub const SHIPPED: &[u8] = include_bytes!("../../../assets/classifier.safetensors");

    /// From the weights by their names in PyTorch (`body.0.weight`, `head.1.bias`), in PyTorch's layout.
    ///
    /// # Errors
    /// `bad-file` when one is missing or has another shape, or when there is another.
    pub fn of(tensors: impl IntoIterator<Item = (String, Tensor)>) -> Result<Self> {
        let mut tensors = Tensors::of(tensors);
        let mut inputs = 1;
        let mut convolution = |name: &str, outputs: usize| {
            let weight = tensors.take(
                &format!("{name}.weight"),
                &[outputs, inputs, KERNEL, KERNEL],
            )?;
            let bias = tensors.take(&format!("{name}.bias"), &[outputs])?;
            // Channels lie last in a window, and a column of the matrix is an output channel.
            let area = KERNEL * KERNEL;
            let layer = Layer::of(bias, area * inputs, |row, output| {
                let (place, channel) = (row / inputs, row % inputs);
                weight[(output * inputs + channel) * area + place]
            });
            inputs = outputs;
            Result::Ok(layer)
        };
        let convolutions = [
            convolution("body.0", CHANNELS[0])?,
            convolution("body.3", CHANNELS[1])?,
        ];
        let (places, channels) = (LAST * LAST, CHANNELS[1]);
        let width = places * channels;
        let weight = tensors.take("body.8.weight", &[Self::FEATURES, width])?;
        let bias = tensors.take("body.8.bias", &[Self::FEATURES])?;
        let hidden = Layer::of(bias, width, |row, output| {
            let (place, channel) = (row / channels, row % channels);
            weight[output * width + channel * places + place]
        });
        let weight = tensors.take("head.1.weight", &[CLASSES, Self::FEATURES])?;
        let bias = tensors.take("head.1.bias", &[CLASSES])?;
        let head = Layer::of(bias, Self::FEATURES, |row, output| {
            weight[output * Self::FEATURES + row]
        });
        tensors.require_empty()?;
        Ok(Self {
            convolutions,
            hidden,
            head,
        })
    }

    /// What it says of images, pixels `[n * 784]` from 0 to 1.
    ///
    /// # Errors
    /// `bad-input` when the pixels are not whole images or not finite.
    pub fn classify(&self, pixels: &[f32]) -> Result<Classified> {
        count_points(pixels, PIXELS, "images")?;
        let mut all = Classified {
            features: Vec::new(),
            probabilities: Vec::new(),
        };
        for images in pixels.chunks(TOGETHER * PIXELS) {
            let mut values = images.to_vec();
            let (mut side, mut channels) = (SIDE, 1);
            for layer in &self.convolutions {
                let window = Window::over([side; 2], KERNEL, 1);
                let mut outputs = layer.forward(&im2col(&values, window, channels));
                relu(&mut outputs);
                channels = layer.bias.len();
                values = max_pool(&outputs, side, channels);
                side /= 2;
            }
            let mut features = self.hidden.forward(&values);
            relu(&mut features);
            let logits = self.head.forward(&features);
            all.features.extend(features);
            all.probabilities
                .extend(logits.chunks_exact(CLASSES).map(softmax));
        }
        Ok(all)
    }

    /// The probabilities of the digits of each image, from pixels `[n * 784]`, 0 to 1.
    ///
    /// # Errors
    /// As [`classify`](Self::classify).
    pub fn probabilities(&self, pixels: &[f32]) -> Result<Vec<[f64; CLASSES]>> {
        Ok(self.classify(pixels)?.probabilities)
    }
}

/// A product with a matrix and a sum with a bias.
#[derive(Clone, Debug)]
struct Layer {
    /// `[inputs, outputs]`
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Layer {
    /// With the weight `value(input, output)`.
    fn of(bias: Vec<f32>, inputs: usize, value: impl Fn(usize, usize) -> f32) -> Self {
        let outputs = bias.len();
        let places = (0..inputs).flat_map(|row| (0..outputs).map(move |output| (row, output)));
        Self {
            weight: places.map(|(row, output)| value(row, output)).collect(),
            bias,
        }
    }

    /// `[rows * inputs]` to `[rows * outputs]`.
    fn forward(&self, x: &[f32]) -> Vec<f32> {
        let outputs = self.bias.len();
        let inputs = self.weight.len() / outputs;
        let rows = x.len() / inputs;
        let x = Matrix::new(x, [rows, inputs], [inputs, 1]);
        let weight = Matrix::new(&self.weight, [inputs, outputs], [outputs, 1]);
        product_onto(x, weight, self.bias.repeat(rows))
    }
}

/// The largest value of each 2 x 2 square of images `[n, side, side, channels]`.
fn max_pool(values: &[f32], side: usize, channels: usize) -> Vec<f32> {
    let row = side * channels;
    let mut pooled = Vec::with_capacity(values.len() / 4);
    for rows in values.chunks_exact(2 * row) {
        let (upper, lower) = rows.split_at(row);
        let pairs = upper
            .chunks_exact(2 * channels)
            .zip(lower.chunks_exact(2 * channels));
        for (upper, lower) in pairs {
            let largest = |at: usize| upper[at].max(lower[at]);
            pooled.extend((0..channels).map(|at| largest(at).max(largest(at + channels))));
        }
    }
    pooled
}

/// In double precision, so that a score of sure judgements is not off by single precision's rounding.
fn softmax(logits: &[f32]) -> [f64; CLASSES] {
    let logit = |digit: usize| f64::from(logits[digit]);
    let largest = (0..CLASSES).map(logit).fold(f64::MIN, f64::max);
    let powers: [f64; CLASSES] = std::array::from_fn(|digit| (logit(digit) - largest).exp());
    let sum: f64 = powers.iter().sum();
    powers.map(|power| power / sum)
}
