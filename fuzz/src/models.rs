//! Models small enough to be made thousands of times a minute.

use generative_playground::dataset::{
    DatasetSpec, MnistDataset, PIXELS, Recipe, TrainingData, idx,
};
use generative_playground::device::{DeviceKind, OpenDevice, open};
use generative_playground::training::{Settings, Trainer};
use serde_json::{Value, json};

/// Images of [`dataset`].
pub const COUNT: usize = 40;

/// The processor.
pub fn processor() -> OpenDevice {
    pollster::block_on(open(DeviceKind::Cpu)).expect("there is always a processor")
}

/// A preset with some settings changed.
pub fn settings(preset: &str, changes: Value) -> Settings {
    let changes = changes.as_object().cloned().unwrap_or_default();
    Settings::with(preset, &changes).expect("these go together")
}

/// A VAE, a GAN with all that goes beside its weights, and a transformer.
pub fn small() -> [Settings; 3] {
    [
        settings(
            "vae",
            json!({ "hidden_dim": 1, "latent_dim": 1, "batch_size": 4 }),
        ),
        settings(
            "gan",
            json!({ "width": 0.01, "latent_dim": 1, "critic_norm": "spectral", "ema": 0.9, "batch_size": 4 }),
        ),
        settings(
            "transformer",
            json!({ "hidden_dim": 4, "blocks": 1, "batch_size": 4 }),
        ),
    ]
}

/// A fresh model.
pub fn fresh(settings: Settings) -> Trainer {
    let data = TrainingData::recorded(DatasetSpec::own(COUNT, 0), Recipe::default(), COUNT, 0);
    let data = data.expect("nothing is done with the data");
    Trainer::new(settings, data, &processor().device).expect("the data are a model's")
}

/// Images of many greys, with every digit among their labels.
pub fn dataset() -> MnistDataset {
    let pixels: Vec<u8> = (0..COUNT * PIXELS).map(|at| (at % 241) as u8).collect();
    let labels: Vec<u8> = (0..COUNT).map(|at| (at % 10) as u8).collect();
    let mut data = MnistDataset::with_sizes(COUNT, 0);
    let files = (idx::write_images(&pixels), idx::write_labels(&labels));
    data.train
        .append(&files.0, &files.1)
        .expect("these are the files of as many images");
    data
}
