//! `rotate:N`: turned about its middle.

use super::{Amount, Transform, TransformInfo, Warp, either_way};
use crate::maths::sin_cos;
use rand_chacha::ChaCha8Rng;

pub(super) const TRANSFORM: TransformInfo = TransformInfo {
    amount: Amount {
        name: "rotate",
        most: 180.0,
        whole: false,
    },
    make: |degrees| Box::new(Rotate { degrees }),
};

/// Turns an image by up to so many degrees either way, each angle as likely.
#[derive(Debug)]
struct Rotate {
    degrees: f64,
}

impl Transform for Rotate {
    fn draw(&self, warp: &mut Warp, rng: &mut ChaCha8Rng) {
        rotate(warp, self.degrees * either_way(rng));
    }
}

/// Clockwise as one looks at it.
pub(super) fn rotate(warp: &mut Warp, degrees: f64) {
    let (sin, cos) = sin_cos(degrees / 360.0);
    warp.then([[cos, sin], [-sin, cos]], [0.0; 2]);
}
