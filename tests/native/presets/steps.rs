//! What a step changes, and what is noticed on the way.

use super::small;
use crate::{session_of, train};
use generative_playground::training::{EventKind, Part};
use generative_playground::{ErrorCode, Session};
use serde_json::json;

/// The exported weights of the generator's and the discriminator's networks, in the order of their names.
fn weights(session: &mut Session) -> [Vec<Vec<u8>>; 2] {
    let bytes = pollster::block_on(session.export()).unwrap();
    let file = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    ["generator.", "discriminator."].map(|prefix| {
        let mut names = file.names();
        names.retain(|name| name.starts_with(prefix));
        names.sort();
        names
            .iter()
            .map(|name| file.tensor(name).unwrap().data().to_vec())
            .collect()
    })
}

#[test]
fn a_step_of_one_network_changes_that_network_alone() {
    let mut session = session_of("gan", &json!({ "width": 0.1, "batch_size": 20 }));
    let mut before = weights(&mut session);
    for (part, changes) in [
        (Part::Discriminator, [false, true]),
        (Part::Generator, [true, false]),
        (Part::Both, [true, true]),
    ] {
        let (trainer, dataset) = session.trainer().unwrap();
        let detail = pollster::block_on(trainer.step_in_detail(dataset, part)).unwrap();
        assert_eq!((detail.images.len(), detail.labels.len()), (20 * 784, 20));
        assert_eq!(detail.fakes.as_ref().unwrap().len(), 20 * 784);
        assert_eq!(detail.real_scores.unwrap().len(), 20);
        assert_eq!(detail.fake_scores.unwrap().len(), 20);
        let gradients = detail.gradients;
        assert!(
            gradients
                .iter()
                .all(|(_, norm)| *norm > 0.0 && norm.is_finite())
        );
        let after = weights(&mut session);
        for (network, prefix) in ["generator.", "discriminator."].into_iter().enumerate() {
            let has = gradients.iter().any(|(name, _)| name.starts_with(prefix));
            assert_eq!(has, changes[network], "{part:?}: gradients of {prefix}");
            let changed = before[network] != after[network];
            assert_eq!(changed, changes[network], "{part:?}: weights of {prefix}");
        }
        before = after;
    }
    // Running statistics are the network's too.
    let mut dcgan = session_of(
        "dcgan",
        &json!({ "width": 0.03, "batch_size": 4, "ema": 0.0 }),
    );
    let before = weights(&mut dcgan);
    let (trainer, dataset) = dcgan.trainer().unwrap();
    pollster::block_on(trainer.step_in_detail(dataset, Part::Discriminator)).unwrap();
    let after = weights(&mut dcgan);
    assert_eq!(
        before[0], after[0],
        "a step of the discriminator changed the generator"
    );
    assert_ne!(before[1], after[1]);
    let mut hybrid = session_of(
        "vae-gan",
        &json!({ "architecture": "conv-norm", "hidden_dim": 8, "width": 0.03, "batch_size": 4 }),
    );
    let running = |session: &mut Session| {
        let bytes = pollster::block_on(session.export()).unwrap();
        let file = safetensors::SafeTensors::deserialize(&bytes).unwrap();
        let tensor = |name| file.tensor(name).unwrap().data().to_vec();
        ["encoder.3.running_mean", "decoder.2.running_var"].map(tensor)
    };
    let mut before = running(&mut hybrid);
    for (part, changes) in [(Part::Discriminator, false), (Part::Generator, true)] {
        let (trainer, dataset) = hybrid.trainer().unwrap();
        pollster::block_on(trainer.step_in_detail(dataset, part)).unwrap();
        let after = running(&mut hybrid);
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(before != after, changes, "{part:?}");
        }
        before = after;
    }

    let mut vae = session_of("vae", &json!({ "hidden_dim": 8 }));
    let (trainer, dataset) = vae.trainer().unwrap();
    let step = |trainer: &mut _, part| pollster::block_on(step_of(trainer, dataset, part));
    let error = step(trainer, Part::Discriminator).unwrap_err();
    assert_eq!(error.code, ErrorCode::BadInput);
    assert_eq!(
        step(trainer, Part::Both).unwrap().rebuilt.unwrap().len(),
        128 * 784
    );
}

async fn step_of(
    trainer: &mut generative_playground::training::Trainer,
    dataset: &generative_playground::dataset::MnistDataset,
    part: Part,
) -> generative_playground::Result<generative_playground::training::StepDetail> {
    trainer.step_in_detail(dataset, part).await
}

/// A step in detail is the step that training would have made.
#[test]
fn looking_into_a_step_changes_nothing() {
    for preset in ["vae", "gan", "vae-gan", "iwae", "latent-flow"] {
        let expected = train(&mut session_of(preset, &small(preset)), 3);
        let mut looked = session_of(preset, &small(preset));
        let (trainer, dataset) = looked.trainer().unwrap();
        for expected in expected {
            let detail = pollster::block_on(step_of(trainer, dataset, Part::Both)).unwrap();
            assert_eq!(detail.metrics, expected, "{preset}");
        }
    }
}

#[test]
fn a_step_that_spoils_the_weights_is_taken_back() {
    let table = [
        (
            "vae",
            json!({ "optimizer": "sgd", "lr": 1.0, "hidden_dim": 32 }),
        ),
        (
            "gan-relu",
            json!({ "optimizer": "sgd", "momentum": 0.99, "lr": 1.0, "width": 0.1, "objective": "least-squares" }),
        ),
    ];
    // In one call, and in calls so short that what is gone back to is of an earlier one.
    let calls = table.iter().flat_map(|entry| [(entry, 300), (entry, 1)]);
    for ((preset, changes), n) in calls {
        let mut session = session_of(preset, changes);
        let (trainer, dataset) = session.trainer().unwrap();
        let mut reported = 0;
        let mut call = || {
            let run = trainer.train(dataset, n, |metrics| {
                assert!(metrics.losses.values().all(|loss| loss.is_finite()));
                // Each step once.
                assert_eq!(metrics.step, reported + 1);
                reported = metrics.step;
            });
            pollster::block_on(run).err()
        };
        let error = (0..300).find_map(|_| call()).expect("it does not go well");
        assert_eq!(error.code, ErrorCode::NotFinite, "{preset}: {error}");
        assert!(error.message.contains("lr"), "{error}");
        // The weights are those after the last step that was reported.
        assert_eq!(trainer.step(), reported, "{preset}");
        let bad = format!("step {}", reported + 1);
        assert!(error.message.contains(&bad), "{error}");
        let images = pollster::block_on(trainer.sample(4, 0, &[])).unwrap();
        assert!(images.iter().all(|p| (0.0..=1.0).contains(p)), "{preset}");
    }
}

#[test]
fn a_generator_that_draws_one_image_is_reported() {
    // It hardly learns, and its discriminator does: samples stay alike, and the discriminator is always right.
    let changes = json!({ "lr": 1e-9, "lr_d": 0.001, "width": 0.1, "batch_size": 32, "dropout": 0.0, "init": "pytorch" });
    let mut session = session_of("gan", &changes);
    train(&mut session, 420);
    let events = session.trainer().unwrap().0.take_events();
    let has = |kind| events.iter().any(|event| event.kind == kind);
    assert!(
        has(EventKind::Collapsed) && has(EventKind::CriticWins),
        "{events:?}"
    );
    let mut healthy = session_of("vae", &json!({ "hidden_dim": 16 }));
    train(&mut healthy, 420);
    assert!(healthy.trainer().unwrap().0.take_events().is_empty());
}
