//! Input conventions: what a model wants of images that the data have from 0 to 1.
//!
//! This is the model's side. What is done with the data themselves, whatever the model, is their
//! [`Recipe`](crate::dataset::Recipe).

use crate::random::{Purpose, Shard, stream};
use burn::tensor::{Tensor, TensorData};

/// What a model sees of pixels from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// The pixels as they are.
    Unit,
    /// -1 to 1, as generators draw and discriminators see images.
    Signed,
    /// Black or white, white with the pixel's brightness as probability, anew at each step: the data of Salakhutdinov and
    /// Murray, "On the Quantitative Analysis of Deep Belief Networks" (2008).
    Binarised,
}

impl Input {
    /// Images `[rows, 784]`, 0 to 1, as the model sees them. What is random follows from the seed and the index, and is for
    /// these rows of a batch what it is for them in the whole.
    pub fn of(self, images: Tensor<2>, seed: u64, rows: Shard, index: u64) -> Tensor<2> {
        match self {
            Self::Unit => images,
            Self::Signed => signed(images),
            Self::Binarised => {
                let shape = images.dims();
                let mut rng = stream(seed, Purpose::Binarise, index);
                let thresholds = TensorData::new(rows.uniform_unit(&mut rng, shape[1]), shape);
                let thresholds = Tensor::from_data(thresholds, &images.device());
                images.greater(thresholds).float()
            }
        }
    }

    /// Images `[n, 784]` as the model draws them, from 0 to 1.
    pub fn to_unit(self, images: Tensor<2>) -> Tensor<2> {
        match self {
            Self::Unit | Self::Binarised => images,
            Self::Signed => unsigned(images),
        }
    }
}

/// Images 0 to 1, as the dataset has them, to -1 to 1.
pub(super) fn signed(images: Tensor<2>) -> Tensor<2> {
    images.mul_scalar(2.0).sub_scalar(1.0)
}

/// Images -1 to 1 to 0 to 1.
pub(super) fn unsigned(images: Tensor<2>) -> Tensor<2> {
    images.add_scalar(1.0).mul_scalar(0.5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::Device;

    const SEED: u64 = 3;

    fn images(rows: usize) -> Tensor<2> {
        let values = (0..rows * 4).map(|at| at as f32 / (rows * 4 - 1) as f32);
        Tensor::from_data(
            TensorData::new(values.collect::<Vec<_>>(), [rows, 4]),
            &Device::flex(),
        )
    }

    fn values(images: Tensor<2>) -> Vec<f32> {
        images.into_data().try_to_vec().unwrap()
    }

    #[test]
    fn conventions_have_their_range_and_lead_back() {
        let all = Shard::all(6);
        let see = |input: Input| input.of(images(6), SEED, all, 1);
        assert_eq!(values(see(Input::Unit)), values(images(6)));
        let signed = values(see(Input::Signed));
        assert_eq!((signed[0], signed[23]), (-1.0, 1.0));
        for (back, there) in values(Input::Signed.to_unit(see(Input::Signed)))
            .iter()
            .zip(values(images(6)))
        {
            assert!((back - there).abs() < 1e-6);
        }
        let binarised = values(see(Input::Binarised));
        assert!(binarised.iter().all(|&x| x == 0.0 || x == 1.0));
        // Black stays black: no threshold is below 0.
        assert_eq!(binarised[0], 0.0);
    }

    #[test]
    fn white_comes_as_often_as_a_pixel_is_bright() {
        let grey = Tensor::<2>::full([500, 8], 0.3, &Device::flex());
        let seen = values(Input::Binarised.of(grey, SEED, Shard::all(500), 7));
        let share = seen.iter().sum::<f32>() / 4_000.0;
        // Five standard errors.
        assert!(
            (share - 0.3).abs() < 5.0 * (0.21f32 / 4_000.0).sqrt(),
            "{share}"
        );
    }

    #[test]
    fn a_shard_sees_what_the_whole_batch_has_in_its_place() {
        let whole = values(Input::Binarised.of(images(6), SEED, Shard::all(6), 9));
        for (start, end) in [(0, 2), (2, 5), (5, 6)] {
            let shard = Shard { start, end, of: 6 };
            let rows = images(6).slice([start..end, 0..4]);
            let seen = values(Input::Binarised.of(rows, SEED, shard, 9));
            assert_eq!(seen, whole[start * 4..end * 4], "{start}..{end}");
        }
    }
}
