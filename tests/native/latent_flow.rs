//! Latent flows: what their loss trains, and what their samples follow.

use super::{session_of, train};
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor, TensorData};
use generative_playground::Session;
use generative_playground::flow::{between, velocity_error};
use generative_playground::model::{
    AutoencoderConfig, AutoencoderKind, Init, LatentFlow, LatentFlowConfig, NO_DIGIT, Parameters,
    Scheme, gradient_norms,
};
use generative_playground::random::{Purpose, normal, stream};
use generative_playground::training::{Part, Settings};
use pollster::block_on;
use serde_json::{Value, json};
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

fn config() -> LatentFlowConfig {
    LatentFlowConfig {
        autoencoder: AutoencoderConfig {
            kind: AutoencoderKind::ConvSilu,
            hidden_dim: HIDDEN,
            latent_dim: LATENT,
            conditional: false,
            dropout: 0.0,
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

/// Small, and quick to learn.
fn small(more: Value) -> Value {
    let mut all = json!({
        "batch_size": 20, "latent_dim": 3, "hidden_dim": 16, "lr_warmup": 0, "lr": 0.004, "seed": 2,
    });
    let more = more.as_object().unwrap().clone();
    all.as_object_mut().unwrap().extend(more);
    all
}

fn exported(session: &mut Session) -> BTreeMap<String, Vec<f32>> {
    let bytes = block_on(session.export()).unwrap();
    let file = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    let values = |data: &[u8]| {
        let numbers = data.as_chunks().0.iter();
        numbers.map(|&bytes| f32::from_le_bytes(bytes)).collect()
    };
    file.iter()
        .map(|(name, view)| (name.to_string(), values(view.data())))
        .collect()
}

#[test]
fn the_autoencoder_learns_nothing_from_the_flow() {
    let weights = |more: Value| {
        let mut session = session_of("latent-flow", &small(more));
        train(&mut session, 3);
        exported(&mut session)
    };
    // Other times and more paths change what the flow learns. (A limit of all gradients together would couple them.)
    let one = weights(json!({ "grad_clip": 0.0 }));
    for change in ["time_shift", "flow_paths"] {
        let other = weights(json!({ "grad_clip": 0.0, change: 1 }));
        for (name, values) in &one {
            let flow = ["flow.", "time."]
                .iter()
                .any(|prefix| name.starts_with(prefix));
            assert_eq!(*values != other[name], flow, "{change}: {name}");
        }
    }
}

#[test]
fn latents_are_standardised_by_the_running_statistics_of_their_means() {
    let mut session = session_of("latent-flow", &small(json!({ "ema": 0.0 })));
    let mut expected = [vec![0.0; 3], vec![1.0; 3]];
    for step in 1..=4 {
        let (trainer, dataset) = session.trainer().unwrap();
        let detail = block_on(trainer.step_in_detail(dataset, Part::Both)).unwrap();
        let [means, _, _] = detail.latents.unwrap();
        let share = 1.0 / f64::from(step);
        let [mean, variance] = &mut expected;
        for at in 0..3 {
            let column = means.iter().skip(at).step_by(3).map(|&z| f64::from(z));
            let average = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / 20.0;
            let square = average(&mut column.clone().map(|z| (z - mean[at]).powi(2)));
            variance[at] += share * (square - variance[at]);
            mean[at] += share * (average(&mut column.clone()) - mean[at]);
        }
    }
    let weights = exported(&mut session);
    for (name, expected) in ["mean", "var"].into_iter().zip(expected) {
        let found = &weights[&format!("standardise.0.running_{name}")];
        for (found, expected) in found.iter().zip(expected) {
            assert!(
                (f64::from(*found) - expected).abs() < 1e-5,
                "{name}: {found}, not {expected}"
            );
        }
    }
}

#[test]
fn a_standardisation_is_its_formula_and_leads_back() {
    let device = Device::flex();
    let mut init = Init::new(Scheme::Pytorch, 4, &device);
    let mut model = LatentFlow::new(&config(), &mut init);
    let z =
        |values: &[f32]| Tensor::<2>::from_data(TensorData::new(values.to_vec(), [2, 2]), &device);
    let moments = [[0.5, -2.0], [4.0, 0.25]].map(|values| Tensor::<1>::from_data(values, &device));
    model.update_running(moments, 1.0);
    let latents = [1.5, -2.0, -3.5, -1.0];
    let found: Vec<f32> = model
        .standardised(z(&latents))
        .into_data()
        .try_to_vec()
        .unwrap();
    let expected = [(1.0, 4.0), (0.0, 0.25), (-4.0, 4.0), (1.0, 0.25)]
        .map(|(from_mean, variance): (f32, f32)| from_mean / (variance + 1e-5).sqrt());
    assert!(
        found
            .iter()
            .zip(expected)
            .all(|(a, b)| (a - b).abs() < 1e-6),
        "{found:?}"
    );
    let back: Vec<f32> = model.restored(z(&found)).into_data().try_to_vec().unwrap();
    assert!(
        back.iter().zip(latents).all(|(a, b)| (a - b).abs() < 1e-5),
        "{back:?}"
    );
}

#[test]
fn paths_begin_with_noise_and_end_in_samples() {
    for more in [json!({}), json!({ "conditional": true })] {
        let told: &[u8] = if more["conditional"] == true {
            &[4]
        } else {
            &[]
        };
        let mut session = trained(more);
        let end = samples(&mut session, told);
        let (trainer, _) = session.trainer().unwrap();
        let path = block_on(trainer.sample_path(6, 7, told)).unwrap();
        assert_eq!(path.len(), 31 * 6 * 784);
        let last = &path[30 * 6 * 784..];
        assert!(last.iter().zip(&end).all(|(a, b)| (a - b).abs() < 1e-5));
        assert!(path.iter().all(|pixel| (0.0..=1.0).contains(pixel)));
        // Each step is a small part of the way.
        let apart = |a: usize, b: usize| {
            let state = |at: usize| &path[at * 6 * 784..(at + 1) * 6 * 784];
            let squares = state(a).iter().zip(state(b)).map(|(a, b)| (a - b).powi(2));
            squares.sum::<f32>().sqrt()
        };
        assert!((0..30).all(|at| apart(at, at + 1) < 0.5 * apart(0, 30)));
    }
    let mut session = session_of("vae", &json!({ "hidden_dim": 8 }));
    let error = block_on(session.trainer().unwrap().0.sample_path(1, 0, &[])).unwrap_err();
    assert!(error.message.contains("no paths"), "{error}");
}

fn samples(session: &mut Session, labels: &[u8]) -> Vec<f32> {
    let (trainer, _) = session.trainer().unwrap();
    block_on(trainer.sample(6, 7, labels)).unwrap()
}

/// The same weights, whatever samples are drawn with.
pub(super) fn trained(more: Value) -> Session {
    let mut session = session_of("latent-flow", &small(more));
    train(&mut session, 60);
    session
}

/// How well the solvers follow a path is for src/flow.rs to say, of a field that is known.
#[test]
fn samples_follow_the_settings_and_training_does_not() {
    let drawn = |solver: &str, steps: u64| {
        let mut session = trained(json!({ "solver": solver, "sample_steps": steps }));
        (samples(&mut session, &[]), exported(&mut session))
    };
    let [one_step, heuns_one_step, euler, heun, more] = [
        ("euler", 1),
        ("heun", 1),
        ("euler", 8),
        ("heun", 8),
        ("euler", 9),
    ]
    .map(|(solver, steps)| drawn(solver, steps));
    assert_eq!(
        one_step.0, heuns_one_step.0,
        "the last step of both is Euler's"
    );
    for (other, what) in [(&one_step, "1"), (&heun, "heun"), (&more, "9")] {
        assert_ne!(euler.0, other.0, "8 steps of euler are not {what}");
        assert_eq!(euler.1, other.1, "other weights");
    }
}

#[test]
fn guidance_goes_from_what_has_no_digit_to_what_has_one() {
    let of = |guidance: f64| {
        let told = json!({ "conditional": true, "guidance": guidance });
        let mut session = trained(told);
        [2, 9].map(|digit| samples(&mut session, &[digit]))
    };
    let [without, same] = of(0.0);
    assert_eq!(without, same, "guidance=0 asks for no digit");
    let [two, nine] = of(1.0);
    assert_ne!(two, nine);
    let apart = |a: &[f32]| {
        let squares = a.iter().zip(&without).map(|(a, b)| (a - b).powi(2));
        squares.sum::<f32>()
    };
    let [far, _] = of(2.0);
    let halfway = &of(0.5)[0];
    assert!(apart(halfway) < apart(&two) && apart(&two) < apart(&far));

    let error = Settings::with("latent-flow", json!({ "guidance": 2 }).as_object().unwrap());
    let message = error.unwrap_err().message;
    assert!(message.contains("conditional=true"), "{message}");
}
