//! What the kernels' tests share.

use burn::tensor::{Device, Tensor, TensorData};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// Tensors of values from -1 to 1 that follow from a seed.
pub struct Mixed(ChaCha8Rng);

impl Mixed {
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    pub fn tensor<const D: usize>(&mut self, shape: [usize; D], device: &Device) -> Tensor<D> {
        let values = crate::random::uniform_unit(&mut self.0, shape.iter().product());
        let values = values
            .into_iter()
            .map(|x| 2.0 * x - 1.0)
            .collect::<Vec<f32>>();
        Tensor::from_data(TensorData::new(values, shape), device)
    }
}

/// Fails where two lists differ by more than a share of the largest value.
#[track_caller]
pub fn assert_near(ours: &[f32], theirs: &[f32], tolerance: f32, what: &str) {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    let scale = theirs.iter().fold(1.0f32, |most, x| most.max(x.abs()));
    for (i, (a, b)) in ours.iter().zip(theirs).enumerate() {
        assert!(
            (a - b).abs() <= tolerance * scale,
            "{what}, value {i}: {a}, not {b}"
        );
    }
}
