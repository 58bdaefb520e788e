//! What it learns, and what it draws.

use super::{small, trained};
use crate::{session_of, train};
use generative_playground::ErrorCode;
use pollster::block_on;
use serde_json::{Value, json};

#[test]
fn it_learns_and_its_likelihood_is_exact() {
    let mut session = session_of("transformer", &small(json!({})));
    let losses = train(&mut session, 120);
    // 196 blocks that are all as likely have 196 log 16 nats.
    let uniform = 196.0 * 16f64.ln();
    assert!((losses[0].losses["loss"] - uniform).abs() < 60.0);
    let (trainer, dataset) = session.trainer().unwrap();
    assert!(trainer.has_exact_likelihood());
    let nats = block_on(trainer.evaluate(dataset, 250)).unwrap()["loss"];
    // A mean digit, whose pixels know nothing of each other, has 206.
    assert!(nats < 190.0, "{nats}");
    // The same images, binarised in the same way.
    let log: f64 = (block_on(trainer.log_likelihood(dataset, 0, 250, 5))
        .unwrap()
        .iter())
    .sum();
    assert!((log / 250.0 + nats).abs() < 1e-3, "{log}, {nats}");
}

#[test]
fn a_conditional_one_uses_what_it_is_told() {
    let digits = json!({ "conditional": true, "data.digits": "0,1" });
    let mut session = trained(digits, 150);
    let (trainer, dataset) = session.trainer().unwrap();
    let (mut told, mut mistold) = (0.0, 0.0);
    let labels = dataset.test.labels(0, 60).unwrap().to_vec();
    for (at, &label) in labels.iter().enumerate().filter(|(_, label)| **label < 2) {
        let image = dataset.test.pixels(at, 1).unwrap();
        let nats = |label| -> f32 {
            block_on(trainer.surprise(&image, &[label]))
                .unwrap()
                .iter()
                .sum()
        };
        told += nats(label);
        mistold += nats(1 - label);
    }
    assert!(told < 0.95 * mistold, "{told}, {mistold}");
    let error = block_on(trainer.surprise(&[0.0; 784], &[])).unwrap_err();
    assert_eq!(error.code, ErrorCode::BadInput, "{error}");
}

#[test]
fn samples_follow_their_settings() {
    let drawn = |more: Value| {
        let mut session = trained(more, 40);
        let (trainer, _) = session.trainer().unwrap();
        block_on(trainer.sample(3, 7, &[])).unwrap()
    };
    let [plain, cold, few] = [
        json!({}),
        json!({ "temperature": 0.01 }),
        json!({ "top_p": 0.01 }),
    ]
    .map(drawn);
    assert!(plain.iter().all(|&pixel| pixel == 0.0 || pixel == 1.0));
    assert_ne!(plain, cold);
    // Both take the likeliest symbol, and so all three are one image.
    assert_eq!(cold, few);
    assert_eq!(cold[..784], cold[784..2 * 784]);
}
