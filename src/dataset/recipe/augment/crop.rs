//! `crop:N`: a part of it, as large as the whole.

use super::{Amount, Transform, TransformInfo, Warp};
use cpu_kernels::image::SIDE;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

pub(super) const TRANSFORM: TransformInfo = TransformInfo {
    amount: Amount {
        name: "crop",
        // Half an image.
        most: 14.0,
        whole: true,
    },
    make: |amount| {
        Box::new(Crop {
            most: amount as u32,
        })
    },
};

/// Cuts out a square window that is up to so many pixels smaller than the image, anywhere in it, and stretches it to the
/// image's size; each size and each place as likely.
#[derive(Debug)]
struct Crop {
    most: u32,
}

impl Transform for Crop {
    fn draw(&self, warp: &mut Warp, rng: &mut ChaCha8Rng) {
        let cut = rng.random_range(0..=self.most);
        let left = rng.random_range(0..=cut);
        let top = rng.random_range(0..=cut);
        crop(warp, f64::from(cut), f64::from(left), f64::from(top));
    }
}

/// A window that is `cut` pixels smaller than the image and begins so many from its left and upper edge.
pub(super) fn crop(warp: &mut Warp, cut: f64, left: f64, top: f64) {
    let part = (SIDE as f64 - cut) / SIDE as f64;
    warp.then(
        [[part, 0.0], [0.0, part]],
        [left - cut / 2.0, top - cut / 2.0],
    );
}
