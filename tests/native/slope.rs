//! The gradient of R1 by the discriminator's weights against central differences of an independent implementation: plain loops in
//! f64, whose steps are so small that no activation passes zero, where the slope jumps.

use burn::tensor::{Device, Tensor, TensorData};
use generative_playground::model::{
    AdversarialConfig, AdversarialKind, Discriminator, DiscriminatorNorm, Init, NamedTensor,
    Scheme, read_parameters,
};
use generative_playground::objective::r1_penalty;
use generative_playground::random::{Purpose, stream, uniform};
use pollster::block_on;

const IMAGES: usize = 3;
const PIXELS: usize = 784;
const STEP: f64 = 1e-8;
/// Every hidden layer's leaky ReLU.
const LEAK: f64 = 0.2;

/// A layer's weights in PyTorch's layout. Convolutions are 4x4 of stride 2 with a padding of 1.
#[derive(Clone)]
struct Layer {
    weight: Vec<f64>,
    bias: Vec<f64>,
    shape: Vec<usize>,
    /// The side of a convolution's input.
    side: usize,
}

impl Layer {
    /// Calls `each(input, output, weight)` for every product of the layer.
    fn products(&self, mut each: impl FnMut(usize, usize, usize)) {
        if let [outputs, inputs] = self.shape[..] {
            for at in 0..outputs * inputs {
                each(at % inputs, at / inputs, at);
            }
            return;
        }
        let [outputs, inputs, kernel, _] = self.shape[..] else {
            panic!("{:?}", self.shape);
        };
        let (side, half) = (self.side as isize, self.side / 2);
        for at in 0..outputs * inputs * kernel * kernel {
            let (dx, dy) = (at % kernel, at / kernel % kernel);
            let (input, output) = (at / kernel / kernel % inputs, at / kernel / kernel / inputs);
            for place in 0..half * half {
                let x = (2 * (place % half) + dx) as isize - 1;
                let y = (2 * (place / half) + dy) as isize - 1;
                if (0..side).contains(&x) && (0..side).contains(&y) {
                    let from = (input as isize * side + y) * side + x;
                    each(from as usize, output * half * half + place, at);
                }
            }
        }
    }

    fn places(&self) -> usize {
        match self.shape.len() {
            2 => 1,
            _ => (self.side / 2).pow(2),
        }
    }

    fn forward(&self, x: &[f64]) -> Vec<f64> {
        let places = self.places();
        let biases = self
            .bias
            .iter()
            .flat_map(|bias| std::iter::repeat_n(*bias, places));
        let mut y: Vec<f64> = biases.collect();
        self.products(|from, to, at| y[to] += self.weight[at] * x[from]);
        y
    }

    fn backward(&self, gradient: &[f64], inputs: usize) -> Vec<f64> {
        let mut before = vec![0.0; inputs];
        self.products(|from, to, at| before[from] += self.weight[at] * gradient[to]);
        before
    }
}

/// Half of the mean of the squared gradients of the logit by the pixels.
fn penalty(layers: &[Layer], images: &[f64]) -> f64 {
    let mut total = 0.0;
    for image in images.chunks(PIXELS) {
        let mut signals = vec![image.to_vec()];
        let mut slopes = Vec::new();
        for layer in layers {
            let y = layer.forward(signals.last().unwrap());
            slopes.push(
                y.iter()
                    .map(|y| if *y > 0.0 { 1.0 } else { LEAK })
                    .collect::<Vec<_>>(),
            );
            signals.push(
                y.iter()
                    .zip(slopes.last().unwrap())
                    .map(|(y, s)| y * s)
                    .collect(),
            );
        }
        let mut gradient = vec![1.0];
        for (at, layer) in layers.iter().enumerate().rev() {
            if at + 1 < layers.len() {
                gradient
                    .iter_mut()
                    .zip(&slopes[at])
                    .for_each(|(g, slope)| *g *= slope);
            }
            gradient = layer.backward(&gradient, signals[at].len());
        }
        total += gradient.iter().map(|g| g * g).sum::<f64>() / 2.0;
    }
    total / IMAGES as f64
}

fn wide(tensor: &NamedTensor) -> Vec<f64> {
    tensor.values.iter().map(|&x| f64::from(x)).collect()
}

#[test]
fn the_gradient_of_r1_agrees_with_finite_differences() {
    let device = Device::flex().autodiff();
    for kind in [AdversarialKind::Mlp, AdversarialKind::Fast] {
        let config = AdversarialConfig {
            kind,
            latent_dim: 5,
            width: 0.1,
            dropout: 0.0,
            conditional: false,
            critic_norm: DiscriminatorNorm::None,
        };
        let discriminator =
            Discriminator::new(&config, &mut Init::new(Scheme::Pytorch, 3, &device));
        let values = uniform(&mut stream(4, Purpose::Noise, 0), IMAGES * PIXELS, 1.0);
        let images = TensorData::new(values.clone(), [IMAGES, PIXELS]);
        let images = Tensor::<2>::from_data(images, &device);
        let loss = r1_penalty(discriminator.network.input_gradient(images));
        let ours = f64::from(loss.clone().inner().into_scalar::<f32>());
        let gradients = super::oracle::named_gradients(loss.backward(), &discriminator);
        let gradients: Vec<_> = block_on(gradients).iter().map(wide).collect();

        let mut side = 56;
        let tensors = block_on(read_parameters(&discriminator)).unwrap();
        let layers: Vec<_> = (tensors.chunks(2))
            .map(|pair| {
                side /= 2;
                Layer {
                    weight: wide(&pair[0]),
                    bias: wide(&pair[1]),
                    shape: pair[0].shape.clone(),
                    side,
                }
            })
            .collect();
        let images: Vec<f64> = values.into_iter().map(f64::from).collect();
        let expected = penalty(&layers, &images);
        assert!(
            (ours - expected).abs() < 1e-5 * expected,
            "{kind:?}: {ours}, independently {expected}"
        );

        let (mut compared, mut different) = (0, 0);
        for (at, gradients) in gradients.chunks(2).enumerate() {
            let [of_weight, of_bias] = gradients else {
                panic!("a layer has a weight and a bias")
            };
            // No bias has a part in a slope.
            assert!(of_bias.iter().all(|gradient| *gradient == 0.0));
            let scale = of_weight.iter().fold(0.0f64, |scale, g| scale.max(g.abs()));
            for (index, gradient) in of_weight
                .iter()
                .enumerate()
                .step_by(1 + of_weight.len() / 60)
            {
                let moved = |step: f64| {
                    let mut layers = layers.clone();
                    layers[at].weight[index] += step;
                    penalty(&layers, &images)
                };
                let numeric = (moved(STEP) - moved(-STEP)) / (2.0 * STEP);
                assert!(
                    (gradient - numeric).abs() < 1e-3 * scale,
                    "{kind:?}, layer {at}, {index}: {gradient}, by differences {numeric}"
                );
                compared += 1;
                different += usize::from(gradient.abs() > 0.05 * scale);
            }
        }
        assert!(compared > 100 && different > 50, "{compared}, {different}");
    }
}
