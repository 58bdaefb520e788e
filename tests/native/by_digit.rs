//! What `playground evaluate` says of likelihood models beside their losses.

use super::{session, session_of, small_mnist, train};
use serde_json::json;

/// Of a model that is told to say nothing of its images no latent is active; without that nearly all are. What is counted is the
/// variance of the means that `encode` answers, computed here in two passes.
#[test]
fn active_units_are_the_latents_whose_mean_varies() {
    let units = |beta: f64| {
        let mut session = session(json!({ "hidden_dim": 64, "latent_dim": 6, "beta": beta }));
        train(&mut session, 150);
        let (trainer, _) = session.trainer().unwrap();
        let dataset = small_mnist(1, 700);
        let found = pollster::block_on(trainer.active_units(&dataset)).unwrap();
        let pixels = dataset.test.pixels(0, 700).unwrap();
        let (means, _) = pollster::block_on(trainer.encode(pixels, &[])).unwrap();
        let variances = (0..6).map(|latent| {
            let values: Vec<f64> = (0..700).map(|at| means[6 * at + latent].into()).collect();
            let mean = values.iter().sum::<f64>() / 700.0;
            values
                .iter()
                .map(|value| (value - mean).powi(2))
                .sum::<f64>()
                / 700.0
        });
        let expected = variances.filter(|&variance| variance > 0.01).count();
        assert_eq!(found, Some(expected), "beta {beta}");
        expected
    };
    assert_eq!(units(1_000.0), 0);
    assert!(units(0.01) >= 5);
    let mut gan = session_of("gan", &json!({}));
    let (trainer, dataset) = gan.trainer().unwrap();
    assert_eq!(pollster::block_on(trainer.active_units(dataset)), Ok(None));
}

/// The mean over all images is that of the digits' means, each with as much weight as it has images.
#[test]
fn losses_of_the_digits_add_up() {
    let mut session = session_of("autoencoder", &json!({ "hidden_dim": 32, "latent_dim": 3 }));
    train(&mut session, 40);
    let (trainer, _) = session.trainer().unwrap();
    let dataset = small_mnist(1, 500);
    let whole = pollster::block_on(trainer.evaluate(&dataset, 500)).unwrap();
    let digits = pollster::block_on(trainer.evaluate_digits(&dataset)).unwrap();
    let labels = dataset.test.labels(0, 500).unwrap();
    let mut sum = 0.0;
    for (digit, losses) in digits.iter().enumerate() {
        let count = labels
            .iter()
            .filter(|&&label| usize::from(label) == digit)
            .count();
        sum += count as f64 * losses.as_ref().unwrap()["loss"];
    }
    assert!(
        (sum / 500.0 - whole["loss"]).abs() < 1e-3,
        "{sum}, {whole:?}"
    );

    let few = small_mnist(1, 3);
    let digits = pollster::block_on(trainer.evaluate_digits(&few)).unwrap();
    assert_eq!(digits.iter().flatten().count(), 3, "7, 2 and 1");
}
