//! `shear:N`: slanted, as handwriting is.

use super::{Amount, Transform, TransformInfo, Warp, either_way};
use crate::maths::sin_cos;
use rand_chacha::ChaCha8Rng;

pub(super) const TRANSFORM: TransformInfo = TransformInfo {
    amount: Amount {
        name: "shear",
        most: 60.0,
        whole: false,
    },
    make: |degrees| Box::new(Shear { degrees }),
};

/// Slants upright lines by up to so many degrees either way, each angle as likely; level ones stay.
#[derive(Debug)]
struct Shear {
    degrees: f64,
}

impl Transform for Shear {
    fn draw(&self, warp: &mut Warp, rng: &mut ChaCha8Rng) {
        shear(warp, self.degrees * either_way(rng));
    }
}

/// With the upper part to the right, as in italics.
pub(super) fn shear(warp: &mut Warp, degrees: f64) {
    let (sin, cos) = sin_cos(degrees / 360.0);
    warp.then([[1.0, sin / cos], [0.0, 1.0]], [0.0; 2]);
}
