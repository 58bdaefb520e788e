//! Every preset, and every normalisation, learns, draws and goes on after a save.

use super::small;
use crate::{session_of, train};
use generative_playground::training::{Capability, families};
use generative_playground::{ErrorCode, Session};
use serde_json::json;

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

/// Autoencoders with batch normalisation have running statistics in their files, and in their running means: of every family.
#[test]
fn autoencoders_with_batch_normalisation_continue_after_a_save() {
    let table = [
        ("vae", json!({ "likelihood": "gaussian" })),
        ("cvae", json!({ "dropout": 0.2 })),
        ("iwae", json!({ "importance_samples": 3 })),
        ("autoencoder", json!({})),
        ("vae-gan", json!({ "conditional": true })),
        ("latent-flow", json!({ "ema": 0.9, "ema_power": 0.0 })),
        ("fsq-made", json!({ "ema": 0.9, "ema_power": 0.0 })),
    ];
    for (preset, changes) in table {
        let mut all = small(preset);
        let changed = changes.as_object().unwrap().clone();
        all.as_object_mut().unwrap().extend(changed);
        all["architecture"] = json!("conv-norm");
        let mut session = session_of(preset, &all);
        let told = session.trainer().unwrap().0.settings().conditional;
        let labels: &[u8] = if told { &[4] } else { &[] };
        let metrics = train(&mut session, 12);
        let mut losses = metrics.iter().flat_map(|m| m.losses.values());
        assert!(losses.all(|loss| loss.is_finite()), "{preset}");
        let bytes = pollster::block_on(session.save()).unwrap();
        let running = |bytes: &[u8]| {
            let file = safetensors::SafeTensors::deserialize(bytes).unwrap();
            let names = file.names().into_iter();
            let mut all: Vec<_> = names
                .filter(|name| name.contains("running") && !name.contains("standardise"))
                .map(|name| (name.to_string(), file.tensor(name).unwrap().data().to_vec()))
                .collect();
            all.sort();
            all
        };
        // A mean and a variance of each normalisation, of which the encoder and the decoder have three.
        let before = running(&bytes);
        let models = if all["ema"].is_number() { 2 } else { 1 };
        assert_eq!(before.len(), models * 12, "{preset}");
        let continued = train(&mut session, 3);
        let after = running(&pollster::block_on(session.save()).unwrap());
        for (before, after) in before.iter().zip(&after) {
            assert_ne!(before, after, "{preset}");
        }
        let mut other = session_of(preset, &all);
        other.restore(&bytes).unwrap();
        assert_eq!(train(&mut other, 3), continued, "{preset}");
        let exported = pollster::block_on(session.export()).unwrap();
        other.restore(&exported).unwrap();
        let draw = |session: &mut Session| {
            let (trainer, _) = session.trainer().unwrap();
            pollster::block_on(trainer.sample(3, 0, labels)).unwrap()
        };
        assert_eq!(draw(&mut session), draw(&mut other), "{preset}");
    }
}
