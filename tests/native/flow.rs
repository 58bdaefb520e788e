//! Flows on pixels: what they learn, and what their samples follow. (tests/native/independent/flows.rs compares them with JAX.)

use super::{session_of, train};
use burn::tensor::{Device, Tensor};
use generative_playground::Session;
use generative_playground::model::layer::conv;
use generative_playground::model::{
    Init, Network, Parameters, PixelFlow, PixelFlowConfig, Scheme, count_parameters,
};
use generative_playground::training::Capability;
use pollster::block_on;
use serde_json::{Value, json};

const IMAGES: usize = 3;

/// Small, and quick to learn.
fn trained(more: Value) -> Session {
    let mut all = json!({ "batch_size": 12, "width": 0.25, "lr_warmup": 0, "seed": 3, "ema": 0 });
    let more = more.as_object().unwrap().clone();
    all.as_object_mut().unwrap().extend(more);
    let mut session = session_of("flow", &all);
    train(&mut session, 30);
    session
}

fn samples(session: &mut Session, labels: &[u8]) -> Vec<f32> {
    block_on(session.trainer().unwrap().0.sample(IMAGES, 7, labels)).unwrap()
}

fn apart(a: &[f32], b: &[f32]) -> f32 {
    let squares = a.iter().zip(b).map(|(a, b)| (a - b).powi(2));
    (squares.sum::<f32>() / a.len() as f32).sqrt()
}

#[test]
fn it_begins_as_the_constant_grey_and_then_learns_everything() {
    let device = Device::flex();
    let config = PixelFlowConfig {
        width: 0.25,
        conditional: false,
    };
    let model = PixelFlow::new(&config, &mut Init::new(Scheme::Pytorch, 1, &device));
    let x = Tensor::<2>::ones([2, 784], &device);
    let answer = model.predict(x.clone(), Tensor::full([2, 1], 0.3, &device), None);
    assert_eq!(answer.abs().max().into_scalar::<f32>(), 0.0);

    // Only last layers are zero, and after a few steps none is.
    let mut session = trained(json!({}));
    let bytes = block_on(session.export()).unwrap();
    let file = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    for (name, view) in file.iter() {
        assert!(view.data().iter().any(|&byte| byte != 0), "{name}");
    }
    let plain = Network::new(
        [1, 4, 4],
        vec![conv(2, 3, 1)],
        &mut Init::new(Scheme::He, 1, &device),
    );
    let zero = plain.clone().starting_at_zero();
    assert_eq!(count_parameters(&zero), count_parameters(&plain));
    let read = block_on(zero.pending().read()).unwrap();
    assert!(
        read.iter()
            .all(|tensor| tensor.values.iter().all(|&x| x == 0.0))
    );
}

#[test]
fn it_learns() {
    let mut session = session_of(
        "flow",
        &json!({ "batch_size": 12, "width": 0.25, "lr_warmup": 0, "seed": 3 }),
    );
    let losses: Vec<_> = (train(&mut session, 60).iter())
        .map(|metrics| metrics.losses["loss"])
        .collect();
    let mean = |steps: &[f64]| steps.iter().sum::<f64>() / steps.len() as f64;
    let (first, last) = (mean(&losses[..5]), mean(&losses[40..]));
    assert!(last < 0.5 * first, "{last} after {first}");
}

#[test]
fn paths_begin_with_noise_and_end_in_samples() {
    for more in [json!({}), json!({ "conditional": true, "guidance": 1.5 })] {
        let told: &[u8] = if more["conditional"] == true {
            &[4]
        } else {
            &[]
        };
        let mut session = trained(more);
        let end = samples(&mut session, told);
        let (trainer, _) = session.trainer().unwrap();
        assert!(trainer.can(Capability::Flows) && !trainer.can(Capability::Decodes));
        let path = block_on(trainer.sample_path(IMAGES, 7, told)).unwrap();
        let size = IMAGES * 784;
        assert_eq!(path.len(), 21 * size);
        assert!(path.iter().all(|pixel| (0.0..=1.0).contains(pixel)));
        assert!(apart(&path[20 * size..], &end) < 1e-6);
        // The same noise, cut off at black and white: half of a normal distribution's values are above grey.
        let above = path[..size].iter().filter(|&&pixel| pixel > 0.5).count();
        assert!(
            (above as f32 / size as f32 - 0.5).abs() < 0.05,
            "{above} of {size}"
        );
    }
}

/// Of how many steps and which solver src/flow.rs says how exact they are; here a trained network is what is followed, and Heun's
/// hundred steps are taken for exact.
#[test]
fn more_steps_and_the_better_solver_are_nearer_to_the_exact_path() {
    let drawn = |solver: &str, steps: u64| {
        let settings = json!({ "solver": solver, "sample_steps": steps });
        samples(&mut trained(settings), &[])
    };
    let exact = drawn("heun", 100);
    let [few, many, heun] = [("euler", 20), ("euler", 100), ("heun", 20)]
        .map(|(solver, steps)| apart(&drawn(solver, steps), &exact));
    // Euler's error is of first order: a fifth.
    assert!(many < 0.4 * few, "{many} after {few}");
    assert!(heun < few, "{heun}, Euler {few}");
}

#[test]
fn guidance_goes_from_what_has_no_digit_to_what_has_one() {
    let of = |guidance: f64| {
        let mut session = trained(json!({ "conditional": true, "guidance": guidance }));
        [2, 9].map(|digit| samples(&mut session, &[digit]))
    };
    let [without, same] = of(0.0);
    assert_eq!(without, same, "guidance=0 asks for no digit");
    let [two, nine] = of(1.0);
    assert_ne!(two, nine);
    let [far, _] = of(2.0);
    assert!(apart(&two, &without) < apart(&far, &without));
}
