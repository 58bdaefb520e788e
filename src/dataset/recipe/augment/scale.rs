//! `scale:N`: larger or smaller.

use super::{Amount, Transform, TransformInfo, Warp, either_way};
use rand_chacha::ChaCha8Rng;

pub(super) const TRANSFORM: TransformInfo = TransformInfo {
    amount: Amount {
        name: "scale",
        most: 0.9,
        whole: false,
    },
    make: |share| Box::new(Scale { share }),
};

/// Makes an image from `1 - share` to `1 + share` times as large, each size as likely.
#[derive(Debug)]
struct Scale {
    share: f64,
}

impl Transform for Scale {
    fn draw(&self, warp: &mut Warp, rng: &mut ChaCha8Rng) {
        scale(warp, 1.0 + self.share * either_way(rng));
    }
}

/// So many times as large.
pub(super) fn scale(warp: &mut Warp, times: f64) {
    warp.then([[1.0 / times, 0.0], [0.0, 1.0 / times]], [0.0; 2]);
}
