//! `shift:N`: moved by whole pixels.

use super::{Transform, TransformInfo};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

const SIDE: usize = 28;

/// Half an image: further, nothing of a digit would be left.
const FURTHEST: f64 = 14.0;

pub(super) const TRANSFORM: TransformInfo = TransformInfo {
    name: "shift",
    make: |amount| {
        let fits = (0.0..=FURTHEST).contains(&amount) && amount.fract() == 0.0;
        fits.then(|| {
            Box::new(Shift {
                furthest: amount as u32,
            }) as _
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
    fn apply(&self, image: &mut [f32], rng: &mut ChaCha8Rng) {
        let furthest = self.furthest as isize;
        let mut offset = || rng.random_range(0..=2 * self.furthest) as isize - furthest;
        let down = offset();
        let right = offset();
        shift(image, down, right);
    }
}

/// Moves an image `[784]` down and right.
fn shift(image: &mut [f32], down: isize, right: isize) {
    let before = image.to_vec();
    let source = |at: usize, offset: isize| at.checked_add_signed(-offset).filter(|&x| x < SIDE);
    for row in 0..SIDE {
        let from_row = source(row, down);
        for column in 0..SIDE {
            image[row * SIDE + column] = match (from_row, source(column, right)) {
                (Some(row), Some(column)) => before[row * SIDE + column],
                _ => 0.0,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::PIXELS;

    #[test]
    fn a_shift_moves_every_pixel_and_leaves_black_behind() {
        let image: Vec<f32> = (0..PIXELS).map(|at| (at % 251) as f32 + 1.0).collect();
        for (down, right) in [(-2, -2), (0, 0), (2, -1), (-1, 1), (14, -14)] {
            let mut moved = image.clone();
            shift(&mut moved, down, right);
            for (at, &found) in moved.iter().enumerate() {
                let row = (at / 28) as isize - down;
                let column = (at % 28) as isize - right;
                let inside = (0..28).contains(&row) && (0..28).contains(&column);
                let expected = if inside {
                    image[(row * 28 + column) as usize]
                } else {
                    0.0
                };
                assert_eq!(found, expected, "pixel {at}, {down} down, {right} right");
            }
        }
    }
}
