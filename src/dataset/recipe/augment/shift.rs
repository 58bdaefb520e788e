//! `shift:N`: moved by whole pixels.

use super::{Amount, Transform, TransformInfo, Warp};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

pub(super) const TRANSFORM: TransformInfo = TransformInfo {
    amount: Amount {
        name: "shift",
        // Half an image: further, nothing of a digit would be left.
        most: 14.0,
        whole: true,
    },
    make: |amount| {
        Box::new(Shift {
            furthest: amount as u32,
        })
    },
};

/// Moves an image by up to so many pixels along both axes, each distance as likely. What comes in is black.
#[derive(Clone, Copy, Debug)]
pub struct Shift {
    /// Pixels.
    pub furthest: u32,
}

impl Transform for Shift {
    fn draw(&self, warp: &mut Warp, rng: &mut ChaCha8Rng) {
        let furthest = f64::from(self.furthest);
        let mut offset = || f64::from(rng.random_range(0..=2 * self.furthest)) - furthest;
        let down = offset();
        let right = offset();
        shift(warp, right, down);
    }
}

/// By so many pixels.
pub(super) fn shift(warp: &mut Warp, right: f64, down: f64) {
    warp.then([[1.0, 0.0], [0.0, 1.0]], [-right, -down]);
}
