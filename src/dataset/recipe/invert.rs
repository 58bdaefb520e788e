//! `data.invert`: black on white.

use super::step::above_zero;
use super::{Kind, RecipeInfo, Step, StepInfo};
use crate::random::Purpose;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Exchanges black and white in some of the images.
pub const STEP: StepInfo = StepInfo {
    info: RecipeInfo::number(
        "invert",
        1.0,
        false,
        "Share of the images that are black on white.",
    ),
    options: &[],
    kind: Kind::Damage(Purpose::Invert),
    make: |value, _| Ok(above_zero(value).map(|share| Box::new(Invert { share }) as Box<dyn Step>)),
};

#[derive(Debug)]
struct Invert {
    share: f64,
}

impl Step for Invert {
    fn apply(&self, image: &mut [f32], rng: &mut ChaCha8Rng) {
        if rng.random::<f64>() < self.share {
            image.iter_mut().for_each(|pixel| *pixel = 1.0 - *pixel);
        }
    }
}
