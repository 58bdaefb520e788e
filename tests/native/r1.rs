//! R1, the running mean and the steps in which a discriminator learns alone: what these settings of GANs do to a run. R1's own
//! gradients are compared in `slope.rs` and `independent/adversarial.rs`.

use super::{session_of, train};
use burn::tensor::{Device, Tensor, TensorData};
use generative_playground::Session;
use generative_playground::objective::r1_penalty;
use generative_playground::training::{Part, StepDetail};
use pollster::block_on;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn step(session: &mut Session, part: Part) -> StepDetail {
    let (trainer, dataset) = session.trainer().unwrap();
    block_on(trainer.step_in_detail(dataset, part)).unwrap()
}

/// Where no weight ever changes, an update's gradients are those of a run without R1, but in every n-th: there they are those
/// of R1 with n times the weight in each.
#[test]
fn r1_is_in_every_nth_update_with_n_times_the_weight() {
    for preset in ["gan", "gan-conv-critic", "cgan"] {
        let run = |r1: f64, every: u64| {
            let changes = json!({
                "width": 0.1, "batch_size": 6, "dropout": 0.0, "lr": 0.0, "lr_d": 0.0, "optimizer": "sgd", "r1": r1, "r1_every": every,
            });
            let mut session = session_of(preset, &changes);
            (0..7)
                .map(|_| step(&mut session, Part::Both))
                .collect::<Vec<_>>()
        };
        let (without, lazy, always) = (run(0.0, 1), run(2.0, 3), run(6.0, 1));
        for (at, lazy) in lazy.iter().enumerate() {
            let (expected, other) = if at % 3 == 0 {
                (&always[at], &without[at])
            } else {
                (&without[at], &always[at])
            };
            assert_eq!(lazy.gradients, expected.gradients, "{preset}, update {at}");
            assert_ne!(lazy.gradients, other.gradients, "{preset}, update {at}");
            // What is reported is the game's loss, whether R1 is in the update or not.
            assert_eq!(lazy.metrics, without[at].metrics, "{preset}, update {at}");
        }
    }
}

/// R1 does what it is for: the slope on real images shrinks.
#[test]
fn a_discriminator_under_r1_is_less_steep_on_real_images() {
    let slope = |r1: f64| {
        let changes = json!({ "width": 0.1, "batch_size": 32, "dropout": 0.0, "r1": r1 });
        let mut session = session_of("gan", &changes);
        train(&mut session, 60);
        let (trainer, dataset) = session.trainer().unwrap();
        let discriminator = &trainer.training().discriminator().unwrap().model;
        let images = dataset.test.pixels(0, 50).unwrap();
        let images = Tensor::<2>::from_data(TensorData::new(images, [50, 784]), &Device::flex());
        let images = (images * 2.0 - 1.0).autodiff();
        let penalty = r1_penalty(discriminator.network.input_gradient(images));
        penalty.inner().into_scalar::<f32>()
    };
    let (without, with) = (slope(0.0), slope(10.0));
    assert!(with < 0.5 * without, "{with} with R1, {without} without");
}

/// A saved run's tensors by name.
fn tensors(session: &mut Session) -> BTreeMap<String, Vec<f32>> {
    let bytes = block_on(session.save()).unwrap();
    let file = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    (file.tensors().into_iter())
        .map(|(name, view)| {
            let values = view.data().chunks(4);
            let values = values.map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap()));
            (name, values.collect())
        })
        .collect()
}

/// The mean of weights and of batch statistics, computed from those of each step.
#[test]
fn the_running_mean_has_the_batch_statistics_and_decays_as_it_says() {
    let (most, power) = (0.6, 3.0);
    let changes = json!({ "width": 0.1, "batch_size": 8, "ema": most, "ema_power": power });
    let mut session = session_of("fast-gan", &changes);
    let mut means: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for t in 1..=8 {
        train(&mut session, 1);
        let decay = (1.0 - 1.0 / f64::from(t)).powf(power).min(most);
        for (name, values) in tensors(&mut session) {
            let Some(name) = name.strip_prefix("generator.") else {
                continue;
            };
            let mean = (means.entry(name.into())).or_insert_with(|| vec![0.0; values.len()]);
            for (mean, value) in mean.iter_mut().zip(values) {
                *mean = decay * *mean + (1.0 - decay) * f64::from(value);
            }
        }
    }
    let saved = tensors(&mut session);
    assert!(means.contains_key("1.running_mean") && means.contains_key("5.running_var"));
    for (name, expected) in means {
        let found = &saved[&format!("generator_ema.{name}")];
        assert_ne!(*found, saved[&format!("generator.{name}")], "{name}");
        let scale = expected.iter().fold(0.0f64, |most, x| most.max(x.abs()));
        for (found, expected) in found.iter().zip(expected) {
            let difference = (f64::from(*found) - expected).abs();
            assert!(difference < 1e-5 * scale, "{name}: {found}, not {expected}");
        }
    }
}

/// Meanwhile nothing of the generator changes, running statistics and running mean included, and every step is reported whole.
#[test]
fn a_discriminator_learns_alone_before_the_game_begins() {
    let small = json!({ "width": 0.1, "batch_size": 8, "pretrain_d": 3 });
    let with = |key: &str, value: Value| {
        let mut changes = small.clone();
        changes[key] = value;
        changes
    };
    for (preset, changes) in [
        ("gan", small.clone()),
        ("wgan-gp", with("num_critic", json!(2))),
        ("fast-gan", small.clone()),
        ("vae-gan", with("hidden_dim", json!(12))),
    ] {
        let mut session = session_of(preset, &changes);
        let mut before = tensors(&mut session);
        for at in 1..=4 {
            let losses = &train(&mut session, 1)[0].losses;
            assert!(losses["g_loss"].is_finite() && losses["d_loss"].is_finite());
            let after = tensors(&mut session);
            let changed = |judges: bool| {
                let names = after.keys().filter(|name| !name.starts_with("optimizer."));
                let mut own = names.filter(|name| name.starts_with("discriminator.") == judges);
                own.any(|name| before[name] != after[name])
            };
            assert!(changed(true), "{preset}, step {at}");
            assert_eq!(changed(false), at > 3, "{preset}, step {at}");
            before = after;
        }
    }
    // One network alone is whoever asks for it to decide.
    let mut session = session_of("gan", &small);
    let detail = step(&mut session, Part::Generator);
    assert!(
        detail
            .gradients
            .iter()
            .all(|(name, _)| name.starts_with("generator."))
    );
}
