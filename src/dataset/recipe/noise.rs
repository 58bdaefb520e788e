//! `data.noise`: grain.

use super::step::above_zero;
use super::{Kind, RecipeInfo, Step, StepInfo};
use crate::random::{Purpose, normal};
use rand_chacha::ChaCha8Rng;

/// Adds normal noise to each pixel; what leaves 0 to 1 is cut off.
pub const STEP: StepInfo = StepInfo {
    info: RecipeInfo::number(
        "noise",
        1.0,
        false,
        "Standard deviation of the noise on each pixel, which goes from 0 to 1.",
    ),
    options: &[],
    kind: Kind::Damage(Purpose::DataNoise),
    make: |value, _| {
        Ok(above_zero(value).map(|deviation| {
            Box::new(Noise {
                deviation: deviation as f32,
            }) as Box<dyn Step>
        }))
    },
};

#[derive(Debug)]
struct Noise {
    deviation: f32,
}

impl Step for Noise {
    fn apply(&self, image: &mut [f32], rng: &mut ChaCha8Rng) {
        let noise = normal(rng, image.len());
        for (pixel, noise) in image.iter_mut().zip(noise) {
            *pixel = (*pixel + self.deviation * noise).clamp(0.0, 1.0);
        }
    }
}
