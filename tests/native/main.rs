//! What the library and the command promise, tested from outside on the real MNIST.
//!
//! `cargo xtask test` fetches MNIST first; alone, run `cargo xtask data` once before.

mod attention;
mod by_digit;
mod checkpoint;
mod command;
mod compress;
mod data;
mod exports;
mod flow;
mod gradients;
mod independent;
mod inside;
mod judged;
#[path = "../shared/label_check.rs"]
mod label_check;
mod latent_flow;
#[path = "../shared/layers.rs"]
mod layer_cases;
mod likelihood;
mod mean_digit;
mod metrics;
mod models;
#[path = "../shared/oracle.rs"]
mod oracle;
mod own_images;
#[path = "../shared/packed.rs"]
mod packed;
mod parity;
mod paths;
mod plain_autoencoder;
mod presets;
mod pretrained;
mod preview;
mod quantised;
mod r1;
mod recipe;
mod replicas;
mod reproduction;
mod resumed_data;
mod scenes;
mod schema;
mod scores;
mod slope;
mod small_data;
mod transformer;
mod yardsticks;

use generative_playground::Session;
use generative_playground::dataset::idx::{write_images, write_labels};
use generative_playground::dataset::{DatasetSpec, MnistDataset, PIXELS, Split};
use generative_playground::device::{self, DeviceKind};
use generative_playground::training::{Settings, StepMetrics};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Where the set-up has put MNIST.
fn mnist_directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/mnist")
}

/// The whole of MNIST.
fn mnist() -> MnistDataset {
    let read = |name: &str| {
        let path = mnist_directory().join(name);
        std::fs::read(&path)
            .unwrap_or_else(|error| panic!("{}: {error}; run `cargo xtask data`", path.display()))
    };
    let mut dataset = MnistDataset::mnist();
    let train = (
        read("train-images-idx3-ubyte"),
        read("train-labels-idx1-ubyte"),
    );
    let test = (
        read("t10k-images-idx3-ubyte"),
        read("t10k-labels-idx1-ubyte"),
    );
    let spec = DatasetSpec::mnist();
    assert_eq!(dataset.train.append(&train.0, &train.1), Ok(spec.train));
    assert_eq!(dataset.test.append(&test.0, &test.1), Ok(spec.test));
    dataset
}

/// `count` images of a split from `start` and their labels, as two IDX files: what [`Split::append`] takes.
fn piece(split: &Split, start: usize, count: usize) -> (Vec<u8>, Vec<u8>) {
    let labels = split.labels(start, count).unwrap();
    let pixels = &split.images()[start * PIXELS..(start + count) * PIXELS];
    (write_images(pixels), write_labels(labels))
}

/// Images of MNIST as a data set of its own: training images and test images from a place on, so many of each.
fn own_data(train: (usize, usize), test: (usize, usize)) -> MnistDataset {
    let whole = mnist();
    let mut dataset = MnistDataset::with_sizes(train.1, test.1);
    let (images, labels) = piece(&whole.train, train.0, train.1);
    dataset.train.append(&images, &labels).unwrap();
    let (images, labels) = piece(&whole.test, test.0, test.1);
    dataset.test.append(&images, &labels).unwrap();
    dataset
}

/// The first images of MNIST.
fn small_mnist(train: usize, test: usize) -> MnistDataset {
    own_data((0, train), (0, test))
}

/// A CPU session on all of MNIST with a fresh `vae`.
fn session(changes: Value) -> Session {
    session_with(settings(changes))
}

/// The same with any preset.
fn session_of(preset: &str, changes: &Value) -> Session {
    session_with(Settings::with(preset, changes.as_object().unwrap()).unwrap())
}

fn session_with(settings: Settings) -> Session {
    let device = pollster::block_on(device::open(DeviceKind::Cpu)).unwrap();
    let mut session = Session::new(device, mnist());
    session.load(settings).unwrap();
    session
}

fn settings(changes: Value) -> Settings {
    let empty = json!({});
    let changes = if changes.is_null() { &empty } else { &changes };
    Settings::with("vae", changes.as_object().unwrap()).unwrap()
}

/// Trains `n` steps.
fn train(session: &mut Session, n: u64) -> Vec<StepMetrics> {
    let mut all = Vec::new();
    let (trainer, dataset) = session.trainer().unwrap();
    pollster::block_on(trainer.train(dataset, n, |metrics| all.push(metrics))).unwrap();
    all
}
