//! Saved runs.

use super::{session, train};
use burn::tensor::Device;
use generative_playground::checkpoint::{Input, Output, Precision};
use generative_playground::{ErrorCode, checkpoint};
use rand::{RngExt, SeedableRng};
use serde_json::json;
use std::cell::Cell;

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

/// A file that is written and read elsewhere, with the most bytes that were on their way at once.
#[derive(Default)]
struct Elsewhere {
    announced: usize,
    bytes: Vec<u8>,
    most: Cell<usize>,
}

impl Output for Elsewhere {
    fn begin(&mut self, length: usize) {
        assert_eq!((self.announced, self.bytes.len()), (0, 0));
        self.announced = length;
    }

    fn write(&mut self, bytes: &[u8]) {
        self.most.set(self.most.get().max(bytes.len()));
        self.bytes.extend_from_slice(bytes);
    }
}

impl Input for Elsewhere {
    fn length(&self) -> usize {
        self.bytes.len()
    }

    fn fetch(&self, at: usize, into: &mut [u8]) {
        self.most.set(self.most.get().max(into.len()));
        into.copy_from_slice(&self.bytes[at..][..into.len()]);
    }
}

#[test]
fn a_run_is_saved_and_restored_without_being_held_a_second_time() {
    let mut session = session(json!({ "seed": 4 }));
    train(&mut session, 2);
    let mut file = Elsewhere::default();
    pollster::block_on(session.save_to(&mut file)).unwrap();
    assert_eq!(file.announced, file.bytes.len());
    assert_eq!(file.bytes, pollster::block_on(session.save()).unwrap());
    let mut second = super::session(json!({}));
    second.restore(&file).unwrap();
    assert_eq!(train(&mut second, 2), train(&mut session, 2));
    // Of eight megabytes.
    assert!(file.most.get() <= 1 << 16, "{}", file.most.get());
}

/// Every tensor of a file with its type, as 32-bit numbers.
fn tensors(bytes: &[u8]) -> Vec<(String, safetensors::Dtype, Vec<f32>)> {
    let file = safetensors::SafeTensors::deserialize(bytes).unwrap();
    let mut all: Vec<_> = file
        .iter()
        .map(|(name, view)| {
            let values = view.data().as_chunks().0;
            let values = values.iter().map(|&b| f32::from_le_bytes(b)).collect();
            (name.to_string(), view.dtype(), values)
        })
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

#[test]
fn half_precision_is_half_the_bytes_and_rounds() {
    let mut original = session(json!({ "hidden_dim": 30, "latent_dim": 4 }));
    train(&mut original, 3);
    let single = pollster::block_on(original.export()).unwrap();
    let trainer = original.trainer().unwrap().0;
    let half = pollster::block_on(checkpoint::export(trainer, Precision::Half)).unwrap();
    assert!(half.len() < single.len() * 55 / 100, "{}", half.len());
    let dtype = safetensors::SafeTensors::deserialize(&half)
        .unwrap()
        .tensor("mean.bias")
        .unwrap()
        .dtype();
    assert_eq!(dtype, safetensors::Dtype::F16);

    let mut rounded = session(json!({}));
    assert_eq!(rounded.restore(&half).unwrap().step(), 3);
    let again = pollster::block_on(rounded.export()).unwrap();
    for ((name, _, exact), (same, dtype, found)) in tensors(&single).iter().zip(tensors(&again)) {
        assert_eq!((name, dtype), (&same, safetensors::Dtype::F32));
        for (a, b) in exact.iter().zip(found) {
            // Half of the last of eleven bits, and half of the smallest number.
            let rounding = (a.abs() / 2_048.0).max(1.0 / f32::from(1u16 << 12).powi(2) / 2.0);
            assert!((a - b).abs() <= rounding, "{name}: {a} became {b}");
        }
    }
    // Optimizers begin anew, and the rounded weights are exactly representable.
    let trainer = rounded.trainer().unwrap().0;
    let twice = pollster::block_on(checkpoint::export(trainer, Precision::Half)).unwrap();
    let (a, b) = (half.len(), twice.len());
    assert_eq!(half[a - 1_000..], twice[b - 1_000..]);
    assert_eq!(train(&mut rounded, 1)[0].step, 4);
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
    let saved = pollster::block_on(session.save()).unwrap();
    let trainer = session.trainer().unwrap().0;
    let half = pollster::block_on(checkpoint::export(trainer, Precision::Half)).unwrap();
    let device = session.device.device.clone();
    for good in [saved, half] {
        mutate(&good, &device);
    }
}

fn mutate(good: &[u8], device: &Device) {
    let header = 8 + u64::from_le_bytes(good[..8].try_into().unwrap()) as usize;
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(1);
    let mut refused = 0;
    for _ in 0..3_000 {
        let mut bytes = good.to_vec();
        for _ in 0..rng.random_range(1..4) {
            let at = rng.random_range(0..header as u32) as usize;
            // A digit for a digit keeps the header well-formed more often, and so goes deeper.
            bytes[at] = if bytes[at].is_ascii_digit() {
                b'0' + rng.random_range(0..10u8)
            } else {
                rng.random()
            };
        }
        refused += usize::from(checkpoint::restore(&bytes, device).is_err());
    }
    assert!(
        refused > 1_000,
        "only {refused} of 3000 damaged files were refused"
    );
}
