//! Shared steps against those of one.

use super::{closely, save, together, weights};
use crate::{session_of, train};
use serde_json::{Value, json};

/// Models without batch normalisation: noise, masks, interpolations and pixels made black or white are the whole batch's, the
/// gradients too, so that only rounding differs. Plain SGD, whose update is the gradient: Adam's first is hardly more than
/// its sign.
#[test]
fn a_shared_step_is_the_step_of_one() {
    let sgd = |mut changes: Value| {
        changes["optimizer"] = json!("sgd");
        changes["lr"] = json!(0.01);
        changes
    };
    for (preset, changes) in [
        (
            "vae",
            json!({ "batch_size": 19, "hidden_dim": 24, "grad_clip": 1.0 }),
        ),
        (
            "cvae",
            json!({ "batch_size": 20, "hidden_dim": 24, "dropout": 0.0 }),
        ),
        (
            "conv-vae",
            json!({ "batch_size": 9, "latent_dim": 3, "hidden_dim": 12 }),
        ),
        (
            "iwae",
            json!({ "batch_size": 7, "latent_dim": 4, "hidden_dim": 20 }),
        ),
        (
            "iwae",
            json!({ "batch_size": 7, "latent_dim": 4, "hidden_dim": 20, "dropout": 0.3 }),
        ),
        (
            "gan",
            json!({ "batch_size": 11, "width": 0.1, "dropout": 0.3 }),
        ),
        (
            "gan",
            json!({ "batch_size": 11, "width": 0.1, "critic_norm": "spectral", "num_critic": 2 }),
        ),
        ("wgan-gp", json!({ "batch_size": 10, "width": 0.1 })),
        ("gan-conv-critic", json!({ "batch_size": 8, "width": 0.1 })),
        ("cgan", json!({ "batch_size": 12, "width": 0.1 })),
        (
            "cgan",
            json!({ "batch_size": 11, "width": 0.1, "dropout": 0.0, "r1": 1.0, "r1_every": 2 }),
        ),
        (
            "gan-conv-critic",
            json!({ "batch_size": 7, "width": 0.05, "r1": 1.0, "pretrain_d": 1, "diff_augment": "translation-cutout" }),
        ),
        (
            "autoencoder",
            json!({ "batch_size": 10, "hidden_dim": 24, "dropout": 0.3 }),
        ),
        (
            "vae-gan",
            json!({ "batch_size": 9, "hidden_dim": 20, "width": 0.1, "dropout": 0.3, "diff_augment": "translation" }),
        ),
        (
            "flow",
            json!({ "batch_size": 10, "width": 0.125, "lr_warmup": 0, "conditional": true }),
        ),
        (
            "fsq-made",
            json!({ "batch_size": 9, "hidden_dim": 12, "latent_dim": 3, "lr_warmup": 0, "conditional": true, "dropout": 0.2 }),
        ),
        (
            "latent-flow",
            json!({ "batch_size": 11, "hidden_dim": 12, "latent_dim": 3, "lr_warmup": 0, "conditional": true, "dropout": 0.2 }),
        ),
        (
            "transformer",
            json!({ "batch_size": 7, "hidden_dim": 8, "blocks": 1, "lr_warmup": 0, "conditional": true }),
        ),
    ] {
        let changes = sgd(changes);
        let mut alone = session_of(preset, &changes);
        let expected = train(&mut alone, 3);
        let expected_weights = weights(&save(&mut alone));
        for world in [2, 3] {
            let what = format!("{preset} {changes}, {world} replicas");
            let replicas = together(world, preset, &changes, 3);
            closely(&replicas[0].0, &expected, 1e-4, &what);
            for ((name, got), (_, expected)) in
                weights(&replicas[0].1).iter().zip(&expected_weights)
            {
                let largest = expected.iter().fold(1e-2, |a: f32, b| a.max(b.abs()));
                for (got, expected) in got.iter().zip(expected) {
                    let difference = (got - expected).abs() / largest;
                    assert!(
                        difference < 1e-4,
                        "{what}: {name} {got} instead of {expected}"
                    );
                }
            }
            for (rank, (metrics, bytes)) in replicas.iter().enumerate().skip(1) {
                assert!(*bytes == replicas[0].1, "{what}: weights of replica {rank}");
                assert_eq!(*metrics, replicas[0].0, "{what}");
            }
        }
    }
}

/// Batch normalisation takes the statistics of a share; all the same the replicas stay one model, with one set of running
/// statistics, and a second run gives the same bits.
#[test]
fn replicas_stay_alike_with_batch_normalisation_and_repeat() {
    let changes =
        json!({ "batch_size": 16, "latent_dim": 5, "width": 0.1, "critic_norm": "batch" });
    let fast = json!({ "batch_size": 16, "width": 0.2, "pretrain_d": 2 });
    let encoded = json!({
        "architecture": "conv-norm", "batch_size": 12, "latent_dim": 3, "hidden_dim": 12, "conditional": true, "dropout": 0.2,
    });
    let mut hybrid = encoded.clone();
    hybrid["width"] = json!(0.05);
    for (preset, changes) in [
        ("dcgan", &changes),
        ("gan", &changes),
        ("fast-gan", &fast),
        ("vae", &encoded),
        ("latent-flow", &encoded),
        ("fsq-made", &encoded),
        ("vae-gan", &hybrid),
    ] {
        let replicas = together(2, preset, changes, 9);
        assert!(replicas[0].1 == replicas[1].1, "{preset}: other weights");
        let again = together(2, preset, changes, 9);
        assert!(
            again[0].1 == replicas[0].1,
            "{preset}: the second run differs"
        );
        assert_eq!(again[0].0, replicas[0].0);
        let losses = replicas[0].0.iter().flat_map(|m| m.losses.values());
        assert!(losses.into_iter().all(|loss| loss.is_finite()));
    }
}
