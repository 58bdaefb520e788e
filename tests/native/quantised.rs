//! Rounded latents and their prior. (tests/native/independent/quantised.rs compares them with JAX.)

use super::{session_of, train};
use burn::tensor::{Device, Tensor, TensorData};
use generative_playground::Session;
use generative_playground::model::{
    AutoencoderConfig, AutoencoderKind, Init, PriorKind, Quantised, QuantisedConfig, ROUND, Scheme,
};
use pollster::block_on;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const LATENT: usize = 3;

const PRIORS: [PriorKind; 2] = [PriorKind::Made, PriorKind::Transformer];

fn model(prior: PriorKind, latent_dim: usize, conditional: bool) -> Quantised {
    let config = QuantisedConfig {
        autoencoder: AutoencoderConfig {
            kind: AutoencoderKind::Mlp,
            hidden_dim: 4,
            latent_dim,
            conditional: false,
            dropout: 0.0,
            outputs: 1,
        },
        prior,
        conditional,
    };
    Quantised::new(&config, &mut Init::new(Scheme::He, 4, &Device::flex()))
}

/// Numbers of levels, `[n, columns]`, as a code.
fn code(numbers: Vec<f32>, columns: usize) -> Tensor<2> {
    let shape = [numbers.len() / columns, columns];
    let numbers = Tensor::<2>::from_data(TensorData::new(numbers, shape), &Device::flex());
    ROUND.values(numbers)
}

fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_to_vec().unwrap()
}

#[test]
fn the_probabilities_of_all_codes_sum_to_one() {
    let levels = ROUND.levels;
    let all = (0..levels.pow(3)).flat_map(|at| {
        [at / levels / levels, at / levels % levels, at % levels].map(|number| number as f32)
    });
    let codes = code(all.collect(), 3);
    let [n, _] = codes.dims();
    let digits = [None, Some(4.0), Some(10.0)];
    for (prior, digit) in PRIORS
        .iter()
        .flat_map(|&prior| digits.map(|digit| (prior, digit)))
    {
        let digits = digit.map(|digit: f64| Tensor::full([n, 1], digit, &Device::flex()));
        let model = model(prior, 3, digit.is_some());
        let surprise = values(model.surprise(codes.clone(), digits));
        let sum: f64 = surprise.iter().map(|&nats| f64::from(-nats).exp()).sum();
        assert!((sum - 1.0).abs() < 1e-5, "{sum}");
        let spread = surprise.iter().fold(0.0, |most: f32, nats| most.max(*nats))
            - surprise
                .iter()
                .fold(f32::MAX, |least, nats| least.min(*nats));
        assert!(spread > 1.0, "nearly uniform: {spread}");
    }
}

#[test]
fn a_number_is_expected_from_those_before_it_alone() {
    for prior in PRIORS {
        let model = model(prior, 4, false);
        let logits = |numbers: [f32; 4]| {
            let one_hot = ROUND.one_hot(code(numbers.to_vec(), 4));
            values(model.expect(one_hot, None))
        };
        let before = logits([1.0, 5.0, 2.0, 0.0]);
        for at in 0..4 {
            let mut other = [1.0, 5.0, 2.0, 0.0];
            other[at] = 3.0;
            let after = logits(other);
            for number in 0..4 {
                let own = number * ROUND.levels..(number + 1) * ROUND.levels;
                let changed = before[own.clone()] != after[own];
                assert_eq!(
                    changed,
                    number > at,
                    "{prior:?}: number {number} from number {at}"
                );
            }
        }
    }
}

/// Small, and quick to learn.
fn trained(more: Value, steps: u64) -> Session {
    let mut all = json!({
        "batch_size": 20, "latent_dim": LATENT, "hidden_dim": 16, "lr_warmup": 0, "lr": 0.004, "seed": 2, "ema": 0,
    });
    let more = more.as_object().unwrap().clone();
    all.as_object_mut().unwrap().extend(more);
    let mut session = session_of("fsq-made", &all);
    train(&mut session, steps);
    session
}

fn exported(session: &mut Session) -> BTreeMap<String, Vec<u8>> {
    let bytes = block_on(session.export()).unwrap();
    let file = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    file.iter()
        .map(|(name, view)| (name.to_string(), view.data().to_vec()))
        .collect()
}

/// A latent of one number too, of which nothing stands before.
#[test]
fn a_single_number_is_expected_from_nothing() {
    for prior in PRIORS {
        let model = model(prior, 1, false);
        let logits = |number| values(model.expect(ROUND.one_hot(code(vec![number], 1)), None));
        assert_eq!(logits(0.0), logits(4.0), "{prior:?}");
    }
}

#[test]
fn the_autoencoder_learns_nothing_from_the_prior() {
    // (A limit of all gradients together would couple them.)
    let weights = |conditional: bool| {
        let more = json!({ "grad_clip": 0.0, "conditional": conditional });
        exported(&mut trained(more, 3))
    };
    let (one, told) = (weights(false), weights(true));
    for (name, values) in &one {
        let changed = told.get(name) != Some(values);
        assert_eq!(changed, name.starts_with("prior."), "{name}");
    }
}

#[test]
fn codes_are_levels_and_any_latent_is_drawn_as_the_nearest_code() {
    let mut session = trained(json!({}), 20);
    let (trainer, dataset) = session.trainer().unwrap();
    let images = dataset.test.pixels(0, 6).unwrap();
    let (codes, logvar) = block_on(trainer.encode(images, &[])).unwrap();
    let level = |z: f32| (z + 1.0) * 2.5;
    assert!(
        codes
            .iter()
            .all(|&z| (level(z) - level(z).round()).abs() < 1e-5)
    );
    assert!(logvar.iter().all(|&value| value == f32::NEG_INFINITY));
    let decode = |z: &[f32]| block_on(trainer.decode(z.to_vec(), &[])).unwrap();
    assert_eq!(decode(&[0.95, -0.3, 0.05]), decode(&[1.0, -0.2, 0.2]));
    assert_eq!(decode(&[7.0, -7.0, 0.5]), decode(&[1.0, -1.0, 0.6]));
    assert_ne!(decode(&[1.0, -0.2, 0.2]), decode(&[0.6, -0.2, 0.2]));
}

#[test]
fn both_losses_fall_and_guidance_goes_from_what_has_no_digit_to_what_has_one() {
    let learnt = [json!({}), json!({ "prior": "transformer" })].map(|more| {
        let mut session = trained(more, 0);
        train(&mut session, 120)
    });
    for (losses, name) in learnt
        .iter()
        .flat_map(|losses| ["recon_loss", "prior_loss"].map(|name| (losses, name)))
    {
        let mean = |range: std::ops::Range<usize>| {
            let n = range.len() as f64;
            losses[range]
                .iter()
                .map(|step| step.losses[name])
                .sum::<f64>()
                / n
        };
        assert!(mean(100..120) < 0.9 * mean(0..5), "{name}");
    }
    let drawn = |guidance: f64| {
        let mut session = trained(json!({ "conditional": true, "guidance": guidance }), 40);
        let (trainer, _) = session.trainer().unwrap();
        [2, 9].map(|digit| block_on(trainer.sample(40, 7, &[digit])).unwrap())
    };
    let [without, same] = drawn(0.0);
    assert_eq!(without, same, "guidance=0 asks for no digit");
    let [two, nine] = drawn(1.0);
    assert_ne!(two, nine);
    assert_ne!(drawn(2.0)[0], two);
}
