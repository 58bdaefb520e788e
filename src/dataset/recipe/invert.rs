//! `data.invert`: black on white.

use super::step::above_zero;
use super::{Kind, RecipeInfo, Step, StepInfo};
use crate::dataset::DatasetSpec;
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
    kind: Kind::Damage(Purpose::Invert),
    make: |value| Ok(above_zero(value).map(|share| Box::new(Invert { share }) as Box<dyn Step>)),
};

#[derive(Debug)]
struct Invert {
    share: f64,
}

impl Step for Invert {
    fn apply(&self, image: &mut [f32], _label: &mut u8, _spec: &DatasetSpec, rng: &mut ChaCha8Rng) {
        if rng.random::<f64>() < self.share {
            image.iter_mut().for_each(|pixel| *pixel = 1.0 - *pixel);
        }
    }
}
