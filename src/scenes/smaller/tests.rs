//! Counts against closed forms, and networks with zeros against smaller ones.

use super::drawing::{Drawing, SINGLE};
use super::prune::pruned;
use super::quantise::quantised;
use crate::checkpoint::with_weights;
use crate::dataset::{DatasetSpec, PIXELS, Recipe, TrainingData};
use crate::training::{Settings, Trainer};
use burn::tensor::Device;
use pollster::block_on;
use serde_json::{Value, json};

fn model(preset: &str, changes: Value) -> Trainer {
    let settings = Settings::with(preset, changes.as_object().unwrap()).unwrap();
    let spec = DatasetSpec::mnist().clone();
    let data = TrainingData::recorded(spec, Recipe::default(), 60_000, 0).unwrap();
    Trainer::new(settings, data, &Device::flex()).unwrap()
}

fn drawing(trainer: &Trainer) -> Drawing {
    block_on(Drawing::of(trainer)).unwrap()
}

fn samples(trainer: &Trainer) -> Vec<f32> {
    block_on(trainer.sample(3, 7, &[])).unwrap()
}

fn single(drawing: &Drawing) -> usize {
    drawing.bytes(|_, left| SINGLE * left)
}

#[test]
fn bytes_and_multiply_adds_are_those_of_the_layers() {
    // 20 - 400 - 784, with biases.
    let vae = drawing(&model("vae", json!({})));
    assert_eq!(vae.multiply_adds(), 20 * 400 + 400 * 784);
    assert_eq!(single(&vae), 4 * (20 * 400 + 400 + 400 * 784 + 784));
    let half = pruned(&vae, 0.5);
    assert_eq!(half.multiply_adds(), 20 * 200 + 200 * 784);
    assert_eq!(single(&half), 4 * (20 * 200 + 200 + 200 * 784 + 784));
    let (_, bytes) = quantised(&vae, 8, true);
    assert_eq!(bytes, 20 * 400 + 400 * 784 + 4 * 2 * (400 + 784));
    let (_, bytes) = quantised(&vae, 4, false);
    assert_eq!(bytes, (20 * 400 + 400 * 784) / 2 + 4 * (2 + 400 + 784));

    // The article's generator: a weight of a transposed convolution meets every place of its input. Two batch normalisations within
    // the hidden layers go with their channels, and that of the 12,544 numbers with the 256 channels that these are made into.
    let dcgan = drawing(&model("dcgan", json!({})));
    let layers =
        |a: u64, b: u64, c: u64| 100 * 49 * a + 49 * 25 * a * b + 49 * 25 * b * c + 196 * 25 * c;
    assert_eq!(dcgan.multiply_adds(), layers(256, 128, 64));
    let half = pruned(&dcgan, 0.5);
    assert_eq!(half.multiply_adds(), layers(128, 64, 32));
    let values = |a: usize, b: usize, c: usize| {
        100 * 49 * a + 4 * 49 * a + 25 * a * b + 4 * b + 25 * b * c + 4 * c + 25 * c
    };
    assert_eq!(single(&half), 4 * values(128, 64, 32));

    // Twenty steps of Euler are twenty passes; Heun's look twice but for the last.
    let passes = |changes: Value| drawing(&model("flow", changes)).multiply_adds();
    let one = passes(json!({ "sample_steps": 1, "width": 0.25 }));
    assert_eq!(
        passes(json!({ "sample_steps": 20, "width": 0.25 })),
        20 * one
    );
    let heun = json!({ "sample_steps": 5, "width": 0.25, "solver": "heun" });
    assert_eq!(passes(heun), 9 * one);
    let guided = json!({ "sample_steps": 5, "width": 0.25, "conditional": true, "guidance": 2.0 });
    assert!(passes(guided) >= 10 * one);
}

#[test]
fn the_same_weights_draw_the_same_images() {
    for (preset, changes) in [
        ("vae", json!({ "hidden_dim": 16 })),
        ("dcgan", json!({ "width": 0.05 })),
        ("vae-gan", json!({ "width": 0.1, "hidden_dim": 16 })),
        ("flow", json!({ "width": 0.25, "sample_steps": 2 })),
        ("latent-flow", json!({ "sample_steps": 2 })),
        ("fsq-made", json!({})),
    ] {
        let trainer = model(preset, changes);
        let all = drawing(&trainer);
        let again = all.model(&trainer).unwrap();
        assert_eq!(samples(&again), samples(&trainer), "{preset}");
        let settings = trainer.settings().clone();
        let mut fewer = all.tensors.clone();
        fewer.pop();
        assert!(with_weights(&trainer, settings, fewer).is_err(), "{preset}");
        // Some units of each can be taken out.
        let half = pruned(&all, 0.5);
        assert!(half.multiply_adds() < all.multiply_adds(), "{preset}");
        assert!(half.model(&trainer).is_ok(), "{preset}");
    }
}

#[test]
fn without_half_its_units_a_decoder_is_the_smaller_network() {
    let trainer = model("vae", json!({ "hidden_dim": 16, "latent_dim": 3 }));
    let full = drawing(&trainer);
    let half = pruned(&full, 0.5);
    let [w1, b1, w2, b2] = ["0.weight", "0.bias", "2.weight", "2.bias"].map(|name| {
        let at = full.place(&format!("decoder.{name}")).unwrap();
        full.tensors[at].values.clone()
    });
    let sum = |unit: usize| w1[unit * 3..][..3].iter().map(|w| w.abs()).sum::<f32>();
    let mut kept: Vec<usize> = (0..16).collect();
    kept.sort_by(|&a, &b| sum(b).total_cmp(&sum(a)));
    kept.truncate(8);
    let z = [0.5, -1.0, 2.0];
    let hidden: Vec<f32> = kept
        .iter()
        .map(|&unit| {
            let weights = &w1[unit * 3..][..3];
            let input: f32 = weights.iter().zip(z).map(|(w, z)| w * z).sum();
            (input + b1[unit]).max(0.0)
        })
        .collect();
    let pixel = |at: usize| {
        let terms = kept.iter().zip(&hidden);
        let input: f32 = terms.map(|(unit, h)| w2[at * 16 + unit] * h).sum();
        1.0 / (1.0 + (-(input + b2[at])).exp())
    };
    let drawn = half.model(&trainer).unwrap();
    let drawn = block_on(drawn.decode(z.to_vec(), &[])).unwrap();
    assert_eq!(drawn.len(), PIXELS);
    for (at, drawn) in drawn.iter().enumerate() {
        assert!((drawn - pixel(at)).abs() < 1e-5, "{at}");
    }
    let whole = block_on(trainer.decode(z.to_vec(), &[])).unwrap();
    assert_ne!(drawn, whole);
}
