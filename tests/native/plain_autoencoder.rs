//! The autoencoder without sampling.

use super::{session_of, train};
use generative_playground::ErrorCode;
use generative_playground::training::{Capability, Part};
use pollster::block_on;
use serde_json::json;

#[test]
fn the_mean_is_the_latent_and_the_loss_is_what_rebuilding_misses() {
    let small = json!({ "hidden_dim": 24, "latent_dim": 4, "batch_size": 16, "lr": 0.003 });
    let mut session = session_of("autoencoder", &small);
    train(&mut session, 30);
    let (trainer, dataset) = session.trainer().unwrap();
    let n = 50;
    let images = dataset.test.pixels(0, n).unwrap();
    let (mean, logvar) = block_on(trainer.encode(images.clone(), &[])).unwrap();
    assert!(logvar.len() == 4 * n && logvar.iter().all(|x| *x == f32::NEG_INFINITY));
    let rebuilt = block_on(trainer.reconstruct(images.clone(), &[])).unwrap();
    assert_eq!(block_on(trainer.decode(mean, &[])).unwrap(), rebuilt);

    // Cross-entropy of the pixels, in f64.
    let nats: f64 = (images.iter().zip(&rebuilt))
        .map(|(&x, &p)| (f64::from(x), f64::from(p).clamp(1e-12, 1.0 - 1e-7)))
        .map(|(x, p)| -x * p.ln() - (1.0 - x) * (1.0 - p).ln())
        .sum::<f64>()
        / n as f64;
    let losses = block_on(trainer.evaluate(dataset, n)).unwrap();
    let names: Vec<_> = losses.keys().map(String::as_str).collect();
    assert_eq!(names, ["loss", "recon_loss"]);
    assert!(
        (losses["loss"] - nats).abs() < 1e-3 * nats,
        "{} {nats}",
        losses["loss"]
    );
    // Nothing in it is random: another evaluation is the same.
    assert_eq!(block_on(trainer.evaluate(dataset, n)).unwrap(), losses);

    let detail = block_on(trainer.step_in_detail(dataset, Part::Both)).unwrap();
    let [mean, _, z] = detail.latents.unwrap();
    assert_eq!(mean, z);

    // It has no variance to learn and no likelihood to ask for, and says so.
    let names: Vec<_> = trainer
        .summary()
        .into_iter()
        .map(|part| part.name)
        .collect();
    assert_eq!(names, ["encoder", "mean", "decoder"]);
    assert!(!trainer.can(Capability::Likelihood) && !trainer.can(Capability::Variational));
    let error = block_on(trainer.log_likelihood(dataset, 0, 5, 5)).unwrap_err();
    assert_eq!(error.code, ErrorCode::BadInput);
}

/// Without a KL divergence to pay for, the same layers rebuild better.
#[test]
fn it_rebuilds_better_than_a_vae() {
    let small = json!({ "hidden_dim": 64, "latent_dim": 10, "batch_size": 32 });
    let rebuilding = |preset: &str| {
        let mut session = session_of(preset, &small);
        train(&mut session, 400);
        let (trainer, dataset) = session.trainer().unwrap();
        block_on(trainer.evaluate(dataset, 500)).unwrap()["recon_loss"]
    };
    let (plain, variational) = (rebuilding("autoencoder"), rebuilding("vae"));
    assert!(plain < variational - 5.0, "{plain}, {variational}");
}
