//! The classifier that comes with the crate, and the numbers that samples are judged by.

mod classifier;
mod judge;
mod parzen;
mod score;

use burn::tensor::Device;

const SHIPPED: &[u8] = include_bytes!("../../../assets/classifier.safetensors");

pub fn device() -> Device {
    Device::flex()
}
