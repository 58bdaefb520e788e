//! From image indices to tensors.

use super::{PIXELS, Split, unit};
use burn::tensor::{Device, Tensor, TensorData};

/// One batch of training images.
#[derive(Clone, Debug)]
pub struct MnistBatch {
    /// `[batch, 1, 28, 28]`, values 0 to 1.
    pub images: Tensor<4>,
    /// The digits, `[batch]`.
    pub labels: Vec<u8>,
}

impl MnistBatch {
    /// The images at `indices`, which must be present.
    pub fn new(split: &Split, indices: &[u32], device: &Device) -> Self {
        let mut pixels = Vec::with_capacity(indices.len() * PIXELS);
        for &index in indices {
            pixels.extend(split.image(index as usize).map(unit));
        }
        let labels = indices
            .iter()
            .map(|&index| split.label(index as usize))
            .collect();
        Self::from_pixels(pixels, labels, device)
    }

    /// Images of these pixels, `[batch * 784]`, 0 to 1.
    pub(super) fn from_pixels(pixels: Vec<f32>, labels: Vec<u8>, device: &Device) -> Self {
        let data = TensorData::new(pixels, [labels.len(), 1, 28, 28]);
        Self {
            images: Tensor::from_data(data, device),
            labels,
        }
    }
}
