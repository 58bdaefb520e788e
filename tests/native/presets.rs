//! Every preset learns, can be looked at and survives a save; what makes no sense is refused with the reason.

use super::{session_of, train};
use generative_playground::training::{Capability, EventKind, Part, Settings, families};
use generative_playground::{ErrorCode, Session};
use serde_json::{Value, json};

/// Small and odd sizes; narrow, to be quick.
fn small(preset: &str) -> Value {
    let family = families::of(&Settings::preset(preset).unwrap()).unwrap();
    let has_encoder = family.capabilities.contains(&Capability::Encodes);
    if preset == "transformer" {
        return json!({ "batch_size": 19, "hidden_dim": 8, "blocks": 1, "lr": 0.003, "lr_warmup": 0, "seed": 1 });
    }
    let mut changes = match has_encoder {
        true => {
            json!({ "batch_size": 19, "latent_dim": 3, "hidden_dim": 24, "lr": 0.003, "seed": 1 })
        }
        false => {
            json!({ "batch_size": 19, "latent_dim": 7, "width": 0.1, "lr": 0.001, "seed": 1 })
        }
    };
    if preset == "vae-gan" {
        changes["width"] = json!(0.1);
    }
    if ["flow", "latent-flow", "fsq-made"].contains(&preset) {
        changes["lr_warmup"] = json!(0);
    }
    if preset == "flow" {
        changes.as_object_mut().unwrap().remove("latent_dim");
    }
    changes
}

#[test]
fn every_preset_learns_samples_and_continues_after_a_save() {
    for preset in families::presets() {
        let changes = small(preset.id);
        let mut session = session_of(preset.id, &changes.clone());
        let metrics = train(&mut session, 40);
        let mut losses = metrics.iter().flat_map(|m| m.losses.values());
        assert!(losses.all(|loss| loss.abs() < 1e3), "{}", preset.id);
        let mean = |name: &str, range: std::ops::Range<usize>| {
            let n = range.len() as f64;
            metrics[range].iter().map(|m| m.losses[name]).sum::<f64>() / n
        };
        let (trainer, dataset) = session.trainer().unwrap();
        let conditional = trainer.settings().conditional;
        let labels: &[u8] = if conditional { &[4] } else { &[] };
        let image = dataset.test.pixels(0, 1).unwrap();
        let rebuilt = pollster::block_on(trainer.reconstruct(image.clone(), labels));
        if trainer.can(Capability::Encodes) {
            let (first, last) = (mean("recon_loss", 0..3), mean("recon_loss", 34..40));
            assert!(last < 0.7 * first, "{}: {last} after {first}", preset.id);
            assert_eq!(rebuilt.unwrap().len(), 784);
        } else {
            let error = rebuilt.unwrap_err();
            assert_eq!(error.code, ErrorCode::BadInput);
            assert!(error.message.contains("no encoder"), "{error}");
        }
        let opinion = pollster::block_on(trainer.judge(image, labels));
        assert_eq!(
            opinion.is_ok(),
            trainer.can(Capability::Judges),
            "{}",
            preset.id
        );

        let losses = pollster::block_on(trainer.evaluate(dataset, 260)).unwrap();
        let finite = losses.values().all(|loss| loss.is_finite());
        assert!(finite, "{}: {losses:?}", preset.id);
        let images = pollster::block_on(trainer.sample(5, 1, labels)).unwrap();
        assert_eq!(images.len(), 5 * 784);
        assert!(images.iter().all(|p| (0.0..=1.0).contains(p)));

        let save = |session: &mut Session| pollster::block_on(session.save()).unwrap();
        let bytes = save(&mut session);
        let continued = train(&mut session, 6);
        let mut other = session_of(preset.id, &changes);
        other.restore(&bytes).unwrap();
        assert_eq!(train(&mut other, 6), continued, "{}", preset.id);
        let same = save(&mut session) == save(&mut other);
        assert!(same, "{}: other weights", preset.id);
    }
}

/// What the settings of GANs add to a file and to a step.
#[test]
fn every_normalisation_and_average_continues_after_a_save() {
    let table = [
        json!({ "critic_norm": "spectral", "ema": 0.9 }),
        json!({ "critic_norm": "batch", "label_smoothing": 0.1 }),
        json!({ "optimizer": "sgd", "momentum": 0.9, "lr_schedule": "cosine", "lr_d": 0.01 }),
        json!({ "optimizer": "rmsprop", "num_critic": 3, "grad_clip": 1.0, "weight_decay": 1e-4 }),
        json!({ "objective": "minimax", "conditional": true, "init": "dcgan" }),
        json!({ "dropout": 0.0, "r1": 2.0, "r1_every": 5, "lr_schedule": "inverse-sqrt", "lr_period": 3 }),
        json!({ "ema": 0.9, "ema_power": 3.0, "pretrain_d": 11 }),
    ];
    let both = ["gan", "dcgan"].into_iter();
    for (preset, changes) in both.flat_map(|preset| table.iter().map(move |c| (preset, c))) {
        let mut all = small(preset);
        let changed = changes.as_object().unwrap().clone();
        all.as_object_mut().unwrap().extend(changed);
        let mut session = session_of(preset, &all.clone());
        let metrics = train(&mut session, 9);
        let mut losses = metrics.iter().flat_map(|m| m.losses.values());
        assert!(losses.all(|loss| loss.is_finite()));
        let bytes = pollster::block_on(session.save()).unwrap();
        let continued = train(&mut session, 5);
        let mut other = session_of(preset, &all);
        other.restore(&bytes).unwrap();
        assert_eq!(train(&mut other, 5), continued, "{preset} {changes}");
        // Exported weights draw the same images.
        let exported = pollster::block_on(session.export()).unwrap();
        other.restore(&exported).unwrap();
        let draw = |session: &mut Session| {
            pollster::block_on(session.trainer().unwrap().0.sample(3, 0, &[])).unwrap()
        };
        assert_eq!(draw(&mut session), draw(&mut other), "{preset} {changes}");
    }
}

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

#[test]
fn conditional_models_ask_for_the_digit_and_others_refuse_it() {
    let mut conditional = session_of("cvae", &json!({ "hidden_dim": 8 }));
    let (trainer, dataset) = conditional.trainer().unwrap();
    let image = dataset.test.pixels(0, 1).unwrap();
    let error = pollster::block_on(trainer.encode(image, &[])).unwrap_err();
    assert_eq!(error.code, ErrorCode::BadInput);
    let two = dataset.test.pixels(0, 2).unwrap();
    for labels in [&[10][..], &[1, 2, 3], &[1, 10]] {
        let error = pollster::block_on(trainer.encode(two.clone(), labels)).unwrap_err();
        assert_eq!(error.code, ErrorCode::BadInput, "{labels:?}");
    }
    assert!(pollster::block_on(trainer.encode(two, &[7, 2])).is_ok());
    let mut plain = session_of("vae", &json!({ "hidden_dim": 8 }));
    let (trainer, _) = plain.trainer().unwrap();
    let error = pollster::block_on(trainer.sample(1, 0, &[3])).unwrap_err();
    assert_eq!(error.code, ErrorCode::BadInput);
}

#[test]
fn settings_that_make_no_sense_together_are_refused_with_the_reason() {
    let table = [
        ("vae", json!({ "importance_samples": 5 }), "objective=iwae"),
        ("vae", json!({ "objective": "iwae", "beta": 2 }), "beta=1"),
        (
            "vae",
            json!({ "binarise": true, "likelihood": "gaussian" }),
            "likelihood=bernoulli",
        ),
        ("vae", json!({ "objective": "hinge" }), "no discriminator"),
        ("vae", json!({ "architecture": "dcgan" }), "no encoder"),
        (
            "vae",
            json!({ "num_critic": 5 }),
            "num_critic has no effect",
        ),
        (
            "vae",
            json!({ "gan_weight": 5 }),
            "gan_weight has no effect",
        ),
        ("gan", json!({ "beta": 4 }), "beta has no effect"),
        (
            "gan",
            json!({ "hidden_dim": 100 }),
            "hidden_dim has no effect",
        ),
        (
            "gan",
            json!({ "objective": "wasserstein" }),
            "weight_clip=0.01",
        ),
        ("wgan-gp", json!({ "dropout": 0.3 }), "dropout=0"),
        (
            "wgan-gp",
            json!({ "critic_norm": "batch" }),
            "critic_norm=none",
        ),
        (
            "wgan-gp",
            json!({ "critic_norm": "spectral" }),
            "choose one",
        ),
        ("hinge-gan", json!({ "label_smoothing": 0.1 }), "targets"),
        ("gan", json!({ "r1": 1 }), "dropout=0"),
        ("vae-gan", json!({ "r1": 1 }), "dropout=0"),
        ("wgan-gp", json!({ "r1": 1 }), "r1=0"),
        ("fast-gan", json!({ "critic_norm": "batch" }), "choose one"),
        (
            "fast-gan",
            json!({ "critic_norm": "spectral" }),
            "choose one",
        ),
        ("fast-gan", json!({ "batch_size": 1 }), "2 or more"),
        ("autoencoder", json!({ "beta": 2 }), "beta has no effect"),
        (
            "autoencoder",
            json!({ "architecture": "gan-mlp" }),
            "no encoder",
        ),
        ("dcgan", json!({ "batch_size": 1 }), "2 or more"),
    ];
    for (preset, changes, says) in table {
        let error = Settings::with(preset, changes.as_object().unwrap()).unwrap_err();
        assert_eq!(error.code, ErrorCode::BadSetting);
        let message = error.message;
        assert!(message.contains(says), "{message} should say {says}");
    }
    // What the preset has anyway is no error: the page sends every setting.
    for preset in families::presets() {
        let all = serde_json::to_value(Settings::preset(preset.id).unwrap()).unwrap();
        let mut all = all.as_object().unwrap().clone();
        all.remove("preset");
        assert!(Settings::with(preset.id, &all).is_ok(), "{}", preset.id);
    }
}

#[test]
fn latents_have_up_to_4096_values() {
    for preset in ["vae", "gan"] {
        let changes =
            json!({ "latent_dim": 4096, "batch_size": 4, "hidden_dim": 8, "width": 0.05 });
        let mut changes = changes.as_object().unwrap().clone();
        changes.remove(if preset == "vae" {
            "width"
        } else {
            "hidden_dim"
        });
        let mut session = session_of(preset, &changes.clone().into());
        let losses = train(&mut session, 1);
        assert!(
            losses[0].losses.values().all(|loss| loss.is_finite()),
            "{preset}"
        );
        changes.insert("latent_dim".into(), json!(4097));
        assert_eq!(
            Settings::with(preset, &changes).unwrap_err().code,
            ErrorCode::BadSetting
        );
    }
}
