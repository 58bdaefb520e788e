//! The engine inside a real browser's worker: on the CPU, and on WebGPU (a software adapter where there is no GPU).
//!
//! The data is the first images of MNIST, which the set-up has put into `data/mnist`.
#![cfg(target_family = "wasm")]

mod boundary;
mod devices;

use generative_playground::Session;
use generative_playground::dataset::{MnistDataset, PART_ENDS, PIXELS};
use generative_playground::device::{self, DeviceKind, OpenDevice};
use generative_playground::training::{Settings, StepMetrics};
use serde_json::Value;
use std::cell::RefCell;
use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// Images of the first part of the training set, which is what the page trains on first.
const TRAIN: usize = PART_ENDS[0];
/// The first test images.
const TEST: usize = 512;

const TRAIN_IMAGES: &[u8] = include_bytes!("../../data/mnist/train-images-idx3-ubyte");
const TRAIN_LABELS: &[u8] = include_bytes!("../../data/mnist/train-labels-idx1-ubyte");
const TEST_IMAGES: &[u8] = include_bytes!("../../data/mnist/t10k-images-idx3-ubyte");
const TEST_LABELS: &[u8] = include_bytes!("../../data/mnist/t10k-labels-idx1-ubyte");

/// `COUNT` bytes after the header: what is cut off here stays out of the test's binary.
const fn cut<const COUNT: usize>(file: &[u8], header: usize) -> [u8; COUNT] {
    *file
        .split_at(header)
        .1
        .first_chunk()
        .expect("MNIST's files are whole")
}

static TRAIN_PIXELS: [u8; TRAIN * PIXELS] = cut(TRAIN_IMAGES, 16);
static TRAIN_DIGITS: [u8; TRAIN] = cut(TRAIN_LABELS, 8);
static TEST_PIXELS: [u8; TEST * PIXELS] = cut(TEST_IMAGES, 16);
static TEST_DIGITS: [u8; TEST] = cut(TEST_LABELS, 8);

/// The bytes of an IDX file: magic number and dimensions, then the values.
fn idx(header: &[u32], values: &[u8]) -> Vec<u8> {
    header
        .iter()
        .flat_map(|word| word.to_be_bytes())
        .chain(values.iter().copied())
        .collect()
}

/// The first part of the training set as two IDX files.
fn train_part() -> (Vec<u8>, Vec<u8>) {
    let count = TRAIN as u32;
    (
        idx(&[0x803, count, 28, 28], &TRAIN_PIXELS),
        idx(&[0x801, count], &TRAIN_DIGITS),
    )
}

/// MNIST with only its first parts there.
fn mnist() -> MnistDataset {
    let mut dataset = MnistDataset::mnist();
    let (images, labels) = train_part();
    dataset.train.append(&images, &labels).unwrap();
    let count = TEST as u32;
    let (images, labels) = (
        idx(&[0x803, count, 28, 28], &TEST_PIXELS),
        idx(&[0x801, count], &TEST_DIGITS),
    );
    dataset.test.append(&images, &labels).unwrap();
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
