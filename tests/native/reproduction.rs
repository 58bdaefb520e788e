//! Published numbers: PyTorch's examples/vae (greyscale BCE summed + KL, per image, on the test set). All ten epochs
//! and three seeds: `cargo xtask reproduce`.

use super::{session, train};
use serde_json::json;

#[test]
fn the_vae_has_pytorchs_test_loss_after_one_epoch() {
    let mut session = session(json!({ "seed": 0 }));
    let steps = session.trainer().unwrap().0.steps_per_epoch();
    train(&mut session, steps);
    let (trainer, dataset) = session.trainer().unwrap();
    let losses = pollster::block_on(trainer.evaluate(dataset, dataset.test.len())).unwrap();
    let (loss, published) = (losses["loss"], 127.3);
    assert!(
        (loss - published).abs() < 1.5,
        "test loss {loss}, published {published}"
    );
    assert!((loss - losses["recon_loss"] - losses["kl_loss"]).abs() < 1e-9);
}
