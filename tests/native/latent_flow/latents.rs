//! The autoencoder within, and its latents.

use super::gradients::config;
use super::{exported, small};
use crate::{session_of, train};
use burn::tensor::{Device, Tensor, TensorData};
use generative_playground::model::{Init, LatentFlow, Scheme};
use generative_playground::training::Part;
use pollster::block_on;
use serde_json::{Value, json};

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
