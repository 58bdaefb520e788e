//! No step draws from one random stream for two things.

use super::{Part, Replica, Settings, Trainer, families};
use crate::dataset::{MnistDataset, PIXELS, Split, TrainingData, idx};
use crate::random::used;
use burn::tensor::Device;
use pollster::block_on;
use serde_json::{Map, Value, json};

/// Eight grey images.
fn dataset() -> MnistDataset {
    let split = |n: usize| {
        let pixels: Vec<u8> = (0..n * PIXELS).map(|at| (at * 7 % 256) as u8).collect();
        let labels: Vec<u8> = (0..n).map(|at| (at % 10) as u8).collect();
        let mut split = Split::new(n);
        split
            .append(&idx::write_images(&pixels), &idx::write_labels(&labels))
            .unwrap();
        split
    };
    MnistDataset::from_splits(split(8), split(2))
}

fn repeated(preset: &str, changes: &Map<String, Value>) -> Vec<(u64, u8, u64)> {
    let settings = Settings::with(preset, changes).unwrap();
    let dataset = dataset();
    let data = TrainingData::new(&dataset, settings.data.clone(), settings.seed).unwrap();
    let mut trainer = Trainer::new(settings, data, &Device::flex()).unwrap();
    used::take_repeated();
    block_on(trainer.train_as(&Replica::alone(), &dataset, 2, |_| {})).unwrap();
    let in_steps = used::take_repeated();
    block_on(trainer.step_in_detail(&dataset, Part::Both)).unwrap();
    [in_steps, used::take_repeated()].concat()
}

#[test]
fn no_step_draws_from_one_stream_for_two_things() {
    for preset in families::presets() {
        let settings = Settings::preset(preset.id).unwrap();
        let family = families::of(&settings).unwrap();
        let small = [
            ("batch_size", json!(4)),
            ("width", json!(0.02)),
            ("hidden_dim", json!(4)),
            ("num_critic", json!(1)),
            ("dropout", json!(0.2)),
        ];
        let mut changes: Map<_, _> = small
            .into_iter()
            .filter(|(key, _)| *key == "batch_size" || family.settings.contains(key))
            .map(|(key, value)| (key.to_string(), value))
            .collect();
        // What limits the slope for each image takes neither.
        let limited = settings.objective == "wasserstein-gp" || settings.r1 > 0.0;
        if limited {
            changes.remove("dropout");
        }
        assert_eq!(repeated(preset.id, &changes), [], "{}", preset.id);
        if family.settings.contains(&"critic_norm") && !limited {
            changes.insert("critic_norm".into(), "batch".into());
            assert_eq!(
                repeated(preset.id, &changes),
                [],
                "{} with batch normalisation",
                preset.id
            );
        }
    }
}
