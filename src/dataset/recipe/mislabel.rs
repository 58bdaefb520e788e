//! `data.mislabel`: wrong labels.

use super::step::above_zero;
use super::{Kind, RecipeInfo, Step, StepInfo};
use crate::dataset::DatasetSpec;
use crate::random::Purpose;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Symmetric label noise (Natarajan et al., "Learning with Noisy Labels", 2013): each label is replaced with this
/// probability, by each of the others as likely.
pub const STEP: StepInfo = StepInfo {
    info: RecipeInfo::number(
        "mislabel",
        1.0,
        false,
        "Share of the images that are told as another digit.",
    ),
    kind: Kind::Damage(Purpose::Mislabel),
    make: |value| Ok(above_zero(value).map(|share| Box::new(Mislabel { share }) as Box<dyn Step>)),
};

#[derive(Debug)]
struct Mislabel {
    share: f64,
}

impl Step for Mislabel {
    fn apply(&self, _image: &mut [f32], label: &mut u8, spec: &DatasetSpec, rng: &mut ChaCha8Rng) {
        if rng.random::<f64>() < self.share {
            let classes = spec.classes as u32;
            let further = rng.random_range(1..classes);
            *label = ((u32::from(*label) + further) % classes) as u8;
        }
    }
}
