//! Saved runs.

use super::{session, train};
use generative_playground::{ErrorCode, checkpoint};
use rand::{RngExt, SeedableRng};
use serde_json::json;

#[test]
fn a_restored_run_continues_bit_for_bit() {
    for optimizer in ["sgd", "rmsprop", "adam"] {
        let changes = json!({ "seed": 2, "optimizer": optimizer, "batch_size": 37 });
        let uninterrupted = train(&mut session(changes.clone()), 12);

        let mut first = session(changes);
        let mut metrics = train(&mut first, 6);
        let bytes = pollster::block_on(first.save()).unwrap();
        // Another model in between, to see that nothing of it remains.
        let mut second = session(json!({ "seed": 9, "latent_dim": 3 }));
        train(&mut second, 1);
        second.restore(&bytes).unwrap();
        metrics.extend(train(&mut second, 6));
        assert_eq!(metrics, uninterrupted, "{optimizer}");
    }
}

#[test]
fn saving_twice_gives_the_same_bytes_and_pytorch_layouts() {
    let mut session = session(json!({ "hidden_dim": 30, "latent_dim": 4 }));
    train(&mut session, 1);
    let bytes = pollster::block_on(session.save()).unwrap();
    assert_eq!(bytes, pollster::block_on(session.save()).unwrap());
    let file = safetensors::SafeTensors::deserialize(&bytes).unwrap();
    let shape = |name| file.tensor(name).unwrap().shape().to_vec();
    assert_eq!(shape("encoder.0.weight"), [30, 784]);
    assert_eq!(shape("mean.bias"), [4]);
    assert_eq!(shape("decoder.2.weight"), [784, 30]);
    assert_eq!(shape("optimizer.moment2.decoder.2.weight"), [784 * 30]);
}

#[test]
fn damaged_and_foreign_files_are_refused_and_change_nothing() {
    let mut session = session(json!({ "hidden_dim": 8, "latent_dim": 2 }));
    train(&mut session, 1);
    let good = pollster::block_on(session.save()).unwrap();
    let foreign = {
        let view = safetensors::tensor::TensorView::new(safetensors::Dtype::F32, vec![1], &[0; 4])
            .unwrap();
        safetensors::serialize([("w", view)], None).unwrap()
    };
    let replaced = |from: &str, to: &str| {
        let text = String::from_utf8_lossy(&good[8..]).find(from).unwrap();
        let mut bytes = good.clone();
        bytes[8 + text..][..from.len()].copy_from_slice(to.as_bytes());
        bytes
    };
    let table: [(&str, Vec<u8>, &str); 7] = [
        ("nothing", vec![], "no whole safetensors"),
        ("noise", vec![7; 5_000], "no whole safetensors"),
        (
            "cut short",
            good[..good.len() - 1].to_vec(),
            "no whole safetensors",
        ),
        ("another program's", foreign, "did not save it"),
        (
            "another name",
            replaced("encoder.0.weight", "encoder.9.weight"),
            "encoder.0.weight",
        ),
        (
            "a newer version",
            replaced(r#"\"version\":1"#, r#"\"version\":9"#),
            "format version 9",
        ),
        (
            "another size",
            replaced(r#"\"latent_dim\":2"#, r#"\"latent_dim\":3"#),
            "mean.",
        ),
    ];
    for (what, bytes, says) in table {
        let error = session.restore(&bytes).unwrap_err();
        assert_eq!(error.code, ErrorCode::BadFile, "{what}");
        assert!(
            error.message.contains(says),
            "{what}: {} should say {says}",
            error.message
        );
    }
    assert_eq!(
        pollster::block_on(session.save()).unwrap(),
        good,
        "a refused file changed the run"
    );
}

/// Bytes from outside never panic, whatever is in them.
#[test]
fn mutated_files_never_panic() {
    let mut session = session(json!({ "hidden_dim": 2, "latent_dim": 1 }));
    let good = pollster::block_on(session.save()).unwrap();
    let header = 8 + u64::from_le_bytes(good[..8].try_into().unwrap()) as usize;
    let device = session.device.device.clone();
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(1);
    let mut refused = 0;
    for _ in 0..3_000 {
        let mut bytes = good.clone();
        for _ in 0..rng.random_range(1..4) {
            let at = rng.random_range(0..header as u32) as usize;
            // A digit for a digit keeps the header well-formed more often, and so goes deeper.
            bytes[at] = if bytes[at].is_ascii_digit() {
                b'0' + rng.random_range(0..10u8)
            } else {
                rng.random()
            };
        }
        refused += usize::from(checkpoint::restore(&bytes, &device).is_err());
    }
    assert!(
        refused > 1_000,
        "only {refused} of 3000 damaged files were refused"
    );
}
