//! The networks that the page shows from the start are what they claim to be.

use super::{mnist, session};
use burn::tensor::Device;
use generative_playground::checkpoint;
use serde_json::{Value, json};
use yardsticks::Classifier;
use yardsticks::metrics::{classifier_score, digit_shares};

const DIRECTORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/pretrained");

fn file(name: &str) -> Vec<u8> {
    std::fs::read(format!("{DIRECTORY}/{name}.safetensors")).unwrap()
}

#[test]
fn together_they_are_small_enough_for_a_page() {
    let files = std::fs::read_dir(DIRECTORY).unwrap();
    let bytes: u64 = files
        .map(|file| file.unwrap().metadata().unwrap().len())
        .sum();
    assert!(bytes < 1_000_000, "{bytes} bytes");
}

#[test]
fn the_vae_has_a_code_of_two_numbers_and_rebuilds_test_digits() {
    let trainer = checkpoint::restore(&file("vae"), &Device::flex()).unwrap();
    assert_eq!(trainer.latent_dim(), 2);
    let losses = pollster::block_on(trainer.evaluate(&mnist(), 10_000)).unwrap();
    // Measured: 147.3 nats.
    assert!(losses["loss"] < 148.0, "{losses:?}");
}

#[test]
fn the_gan_draws_all_ten_digits() {
    let device = Device::flex();
    let trainer = checkpoint::restore(&file("gan"), &device).unwrap();
    let images = pollster::block_on(trainer.sample(2_000, 0, &[])).unwrap();
    let (classifier, _) = Classifier::shipped().unwrap();
    let probabilities = classifier.probabilities(&images).unwrap();
    let score = classifier_score(&probabilities).unwrap();
    let shares = digit_shares(&probabilities).unwrap();
    // Measured, 5,000 samples: 8.5, and 7.9 % for the rarest digit.
    assert!(score > 8.2, "{score}");
    assert!(shares.iter().all(|&share| share > 0.06), "{shares:?}");
}

/// With everything that training needs, the GAN's discriminator too.
#[test]
fn both_train_on_from_their_step() {
    for (name, loss, near) in [("vae", "loss", 140.0..160.0), ("gan", "d_loss", 0.8..1.6)] {
        let mut session = session(json!({}));
        let before = session.restore(&file(name)).unwrap().step();
        assert!(before > 10_000);
        let steps = super::train(&mut session, 20);
        let mean = steps.iter().map(|step| step.losses[loss]).sum::<f64>() / 20.0;
        assert!(near.contains(&mean), "{name}: {loss} {mean}");
        assert_eq!(session.trainer().unwrap().0.step(), before + 20);
    }
}

#[test]
fn pytorch_finds_its_names_in_half_precision() {
    let (_, header) = safetensors::SafeTensors::read_metadata(&file("vae")).unwrap();
    let info = header.info("decoder.4.weight").unwrap();
    assert_eq!(info.dtype, safetensors::Dtype::F16);
    assert_eq!(info.shape, [784, 100]);
    let metadata = header.metadata().as_ref().unwrap();
    let metadata: Value = serde_json::from_str(&metadata[checkpoint::METADATA_KEY]).unwrap();
    assert_eq!(metadata["settings"]["preset"], "vae");
}
