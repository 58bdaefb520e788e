//! The engine inside a real browser's worker: on the CPU, and on WebGPU (a software adapter where there is no GPU).
//!
//! The data is what the page loads first; the set-up has put it, unpacked, into `data/first`.
#![cfg(target_family = "wasm")]

mod boundary;
mod devices;
mod kernels;
#[path = "../shared/label_check.rs"]
mod label_check;
#[path = "../shared/layers.rs"]
mod layer_cases;
mod layers;
#[path = "../shared/oracle.rs"]
mod oracle;
#[path = "../shared/packed.rs"]
mod packed;
mod presets;
mod products;

use generative_playground::Session;
use generative_playground::dataset::{DatasetSpec, MnistDataset};
use generative_playground::device::{self, DeviceKind, OpenDevice};
use generative_playground::training::{Settings, StepMetrics};
use serde_json::Value;
use std::cell::RefCell;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// Natively too: `tests/native/scores/`.
#[wasm_bindgen_test]
fn the_classifier_that_doubts_labels_says_the_same_as_natively() {
    assert_eq!(label_check::fingerprint(), label_check::FINGERPRINT);
}

/// Natively too: `tests/native/compress.rs`.
#[wasm_bindgen_test]
async fn what_is_packed_here_is_packed_natively_to_the_same_bytes() {
    assert_eq!(packed::fingerprint().await, packed::FINGERPRINT);
}

/// The first part of the training set, images and labels, which is what the page trains on first.
static TRAIN: [&[u8]; 2] = [
    include_bytes!("../../data/first/train-images.idx"),
    include_bytes!("../../data/first/train-labels.idx"),
];
/// The first test images and their labels.
static TEST: [&[u8]; 2] = [
    include_bytes!("../../data/first/test-images.idx"),
    include_bytes!("../../data/first/test-labels.idx"),
];

/// MNIST with only its first parts there.
fn mnist() -> MnistDataset {
    let mut dataset = MnistDataset::mnist();
    assert_eq!(
        dataset.train.append(TRAIN[0], TRAIN[1]),
        Ok(DatasetSpec::mnist().part_ends[0])
    );
    dataset.test.append(TEST[0], TEST[1]).unwrap();
    dataset
}

/// The device, opened once: a GPU can only be opened once a worker.
async fn open(kind: DeviceKind) -> OpenDevice {
    thread_local!(static GPU: RefCell<Option<OpenDevice>> = const { RefCell::new(None) });
    if kind == DeviceKind::Cpu {
        return device::open(kind).await.unwrap();
    }
    if let Some(device) = GPU.with_borrow(Clone::clone) {
        return device;
    }
    // As the page's worker does: the device gets more features than the library asks for.
    let script = include_str!("../../www/engine/worker/device-loss.js").replace("export ", "");
    js_sys::eval(&format!("{script}\nwatchForDeviceLoss(() => {{}});")).expect("plain JavaScript");
    let device = device::open(kind)
        .await
        .expect("the browser offers a WebGPU adapter");
    GPU.set(Some(device.clone()));
    device
}

/// A session with a fresh `vae`.
async fn session(kind: DeviceKind, changes: Value) -> Session {
    let mut session = Session::new(open(kind).await, mnist());
    session
        .load(Settings::with("vae", changes.as_object().unwrap()).unwrap())
        .unwrap();
    session
}

/// Trains `n` steps.
async fn train(session: &mut Session, n: u64) -> Vec<StepMetrics> {
    let mut all = Vec::new();
    let (trainer, dataset) = session.trainer().unwrap();
    trainer
        .train(dataset, n, |metrics| all.push(metrics))
        .await
        .unwrap();
    all
}
