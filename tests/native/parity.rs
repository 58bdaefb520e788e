//! The first losses of the `vae` preset are those in the fixture. `tests/web` compares the browser's CPU and GPU
//! with the same file, so that all of them agree.
//!
//! The fixture is what the native command writes:
//! `cargo run --release --bin playground -- train --preset vae --steps 20 --log-every 1 --log tests/fixtures/vae-seed-0.jsonl`

use super::{session, train};
use serde_json::{Value, json};

#[test]
fn first_losses_equal_the_fixture() {
    let fixture = include_str!("../fixtures/vae-seed-0.jsonl");
    let metrics = train(&mut session(json!({ "seed": 0 })), 20);
    assert_eq!(fixture.lines().count(), metrics.len());
    for (line, metrics) in fixture.lines().zip(metrics) {
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["step"], metrics.step);
        for (name, value) in metrics.losses {
            let expected = line["losses"][&name].as_f64().unwrap();
            assert!(
                (value - expected).abs() <= 1e-4 * expected,
                "step {}: {name} {value}, {expected}",
                metrics.step
            );
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_losses_bit_for_bit() {
    let run = |seed| train(&mut session(json!({ "seed": seed })), 5);
    assert_eq!(run(3), run(3));
    assert_ne!(run(3), run(4));
}

#[test]
fn looking_changes_nothing() {
    let plain = train(&mut session(Value::Null), 4);
    let mut looked_at = session(Value::Null);
    let mut metrics = train(&mut looked_at, 2);
    let (trainer, dataset) = looked_at.trainer().unwrap();
    pollster::block_on(async {
        let image = dataset.test.pixels(7, 1).unwrap();
        trainer.evaluate(dataset, 300).await.unwrap();
        trainer.sample(5, 1, &[]).await.unwrap();
        trainer.reconstruct(image, &[]).await.unwrap();
    });
    metrics.extend(train(&mut looked_at, 2));
    assert_eq!(plain, metrics);
}
