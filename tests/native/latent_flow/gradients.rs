//! The gradients of the loss, against finite differences of the same network written once more.

use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor, TensorData};
use generative_playground::flow::{between, velocity_error};
use generative_playground::model::{
    AutoencoderConfig, AutoencoderKind, Init, LatentFlow, LatentFlowConfig, NO_DIGIT, Parameters,
    Scheme, gradient_norms,
};
use generative_playground::random::{Purpose, normal, stream};
use pollster::block_on;
use std::collections::BTreeMap;

const ROWS: usize = 3;
const LATENT: usize = 2;
const HIDDEN: usize = 4;

/// Weights by name, as files hold them: a matrix `[out, in]`.
type Weights = BTreeMap<String, Vec<f64>>;

fn linear(weights: &Weights, name: &str, x: &[f64]) -> Vec<f64> {
    let bias = &weights[&format!("{name}.bias")];
    let rows = weights[&format!("{name}.weight")].chunks(x.len());
    let sum = |row: &[f64]| row.iter().zip(x).map(|(w, x)| w * x).sum::<f64>();
    rows.zip(bias).map(|(row, bias)| sum(row) + bias).collect()
}

fn silu(x: Vec<f64>) -> Vec<f64> {
    x.into_iter().map(|x| x / (1.0 + (-x).exp())).collect()
}

fn block(weights: &Weights, name: &str, x: &[f64], condition: &[f64], wide: bool) -> Vec<f64> {
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    let variance = x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
    let told = linear(weights, &format!("{name}.layers.1"), condition);
    let (scale, shift) = told.split_at(x.len());
    let normed = x.iter().map(|x| (x - mean) / (variance + 1e-5).sqrt());
    let modulated = normed
        .zip(scale)
        .zip(shift)
        .map(|((x, a), b)| x * (1.0 + a) + b);
    let mut y = silu(modulated.collect());
    if wide {
        y = linear(weights, &format!("{name}.layers.3"), &y);
    }
    x.iter().zip(y).map(|(x, y)| x + y).collect()
}

/// What the flow expects at the end of a path that is at `x`, by plain loops.
fn predicted(weights: &Weights, x: &[f64], time: f64, digit: u8) -> Vec<f64> {
    let frequency = |i: usize| 100f64.powf(i as f64 / 15.0);
    let sines = (0..16).map(|i| (time * frequency(i)).sin());
    let cosines = (0..16).map(|i| (time * frequency(i)).cos());
    let waves: Vec<f64> = sines.chain(cosines).collect();
    let label = weights["label.0.weight"]
        .chunks(64)
        .nth(digit.into())
        .unwrap();
    let condition: Vec<f64> = silu(linear(weights, "time.1", &waves))
        .iter()
        .zip(label)
        .map(|(a, b)| a + b)
        .collect();
    let mut y = linear(weights, "flow.0", x);
    for (name, wide) in [("flow.1", true), ("flow.2", true), ("flow.3", false)] {
        y = block(weights, name, &y, &condition, wide);
    }
    linear(weights, "flow.4", &y)
}

/// The mean squared error of the velocity: `data - noise` is the true one.
fn velocity_loss(weights: &Weights, noise: &[f64], data: &[f64], times: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (row, (&time, &digit)) in times.iter().zip(&DIGITS).enumerate() {
        let [noise, data] = [noise, data].map(|all| &all[row * LATENT..(row + 1) * LATENT]);
        let pairs = noise.iter().zip(data);
        let at: Vec<f64> = (pairs.clone())
            .map(|(noise, data)| time * data + (1.0 - time) * noise)
            .collect();
        let ends = predicted(weights, &at, time, digit);
        let error = |((end, at), (noise, data)): ((&f64, &f64), (&f64, &f64))| {
            ((end - at) / (1.0 - time) - (data - noise)).powi(2)
        };
        sum += ends.iter().zip(&at).zip(pairs).map(error).sum::<f64>();
    }
    sum / (ROWS * LATENT) as f64
}

const DIGITS: [u8; ROWS] = [4, NO_DIGIT, 0];

fn wide(values: &[f32]) -> Vec<f64> {
    values.iter().map(|&x| f64::from(x)).collect()
}

pub fn config() -> LatentFlowConfig {
    LatentFlowConfig {
        autoencoder: AutoencoderConfig {
            kind: AutoencoderKind::ConvSilu,
            hidden_dim: HIDDEN,
            latent_dim: LATENT,
            conditional: false,
            dropout: 0.0,
            outputs: 1,
        },
        conditional: true,
    }
}

#[test]
fn gradients_of_the_flow_agree_with_finite_differences() {
    let (device, autodiff) = (Device::flex(), Device::flex().autodiff());
    let model = LatentFlow::new(&config(), &mut Init::new(Scheme::Pytorch, 4, &autodiff));
    let draw = |index| normal(&mut stream(1, Purpose::Noise, index), ROWS * LATENT);
    let (noise, data, times) = (draw(0), draw(1), [0.1f32, 0.55, 0.8]);
    let tensor = |values: &[f32]| {
        let shape = [ROWS, values.len() / ROWS];
        Tensor::<2>::from_data(TensorData::new(values.to_vec(), shape), &device).autodiff()
    };
    let digits = tensor(&DIGITS.map(f32::from));
    let state = between(tensor(&noise), tensor(&data), tensor(&times));
    let ends = model.predict(state, tensor(&times), Some(digits));
    let loss = velocity_error(ends, tensor(&data), tensor(&times)).mean();
    let found: f32 = loss.clone().into_scalar();

    let read = block_on(model.pending().read()).unwrap();
    let mut weights: Weights = read
        .into_iter()
        .map(|tensor| (tensor.name, wide(&tensor.values)))
        .collect();
    let (noise, data, times) = (wide(&noise), wide(&data), wide(&times));
    let of = |weights: &Weights| velocity_loss(weights, &noise, &data, &times);
    assert!((f64::from(found) - of(&weights)).abs() < 1e-5);

    // The norm of each parameter's gradient, by moving every one of its values.
    let grads = GradientsParams::from_grads(loss.backward(), &model);
    let norms: BTreeMap<_, f32> = gradient_norms(&model, &grads)
        .into_iter()
        .map(|(name, norm)| (name, norm.into_scalar()))
        .collect();
    for name in weights.keys().cloned().collect::<Vec<_>>() {
        let own = ["flow.", "time.", "label."];
        if !own.iter().any(|prefix| name.starts_with(prefix)) {
            assert!(!norms.contains_key(&name), "the flow's loss changes {name}");
            continue;
        }
        let mut squares = 0.0;
        for at in 0..weights[&name].len() {
            let mut moved = |by: f64| {
                weights.get_mut(&name).unwrap()[at] += by;
                of(&weights)
            };
            let step = 1e-5;
            let difference = moved(step) - moved(-2.0 * step);
            moved(step);
            squares += (difference / (2.0 * step)).powi(2);
        }
        let (expected, found) = (squares.sqrt(), f64::from(norms[&name]));
        assert!(
            (found - expected).abs() < 1e-4 * expected.max(1e-2),
            "{name}: {found}, not {expected}"
        );
    }
}
