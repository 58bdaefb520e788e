//! `data.occlude`: something in front of the digit.

use super::step::above_zero;
use super::{Kind, RecipeInfo, Step, StepInfo};
use crate::random::Purpose;
use cpu_kernels::image::SIDE;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Blackens a square (DeVries and Taylor, "Improved Regularization of Convolutional Neural Networks with Cutout", 2017), here
/// at the same place whenever the image is drawn, and always wholly within it, each place as likely.
pub const STEP: StepInfo = StepInfo {
    info: RecipeInfo::number(
        "occlude",
        SIDE as f64,
        true,
        "Side, in pixels, of a black square somewhere in each image.",
    ),
    options: &[],
    kind: Kind::Damage(Purpose::Occlude),
    make: |value, _| {
        Ok(above_zero(value).map(|side| {
            Box::new(Occlude {
                side: side as usize,
            }) as Box<dyn Step>
        }))
    },
};

#[derive(Debug)]
struct Occlude {
    /// Pixels.
    side: usize,
}

impl Step for Occlude {
    fn apply(&self, image: &mut [f32], rng: &mut ChaCha8Rng) {
        let mut place = || rng.random_range(0..=(SIDE - self.side) as u32) as usize;
        let (top, left) = (place(), place());
        for row in image.chunks_exact_mut(SIDE).skip(top).take(self.side) {
            row[left..left + self.side].fill(0.0);
        }
    }
}
