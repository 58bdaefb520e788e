//! `data.augment`: images changed a little, anew each time they are drawn.

mod shift;

use super::{Kind, Made, RecipeInfo, Step, StepInfo};
use crate::dataset::DatasetSpec;
use crate::random::Purpose;
use rand_chacha::ChaCha8Rng;
use serde_json::Value;
use std::fmt::Debug;

pub use shift::Shift;

/// One way to change an image. Each is a file of its own here and a line in [`TRANSFORMS`].
pub trait Transform: Debug + Send + Sync {
    /// Changes an image, `[784]`, 0 to 1.
    fn apply(&self, image: &mut [f32], rng: &mut ChaCha8Rng);
}

/// A line of [`TRANSFORMS`].
struct TransformInfo {
    name: &'static str,
    /// The transformation of this amount; none where the amount makes no sense.
    make: fn(f64) -> Option<Box<dyn Transform>>,
}

/// Every transformation, in the order in which they are applied.
const TRANSFORMS: &[TransformInfo] = &[shift::TRANSFORM];

const INFO: RecipeInfo = RecipeInfo::text(
    "augment",
    "shift:N, N whole pixels from 0 to 14",
    "How each image is changed anew whenever it is drawn: shift:2 moves it by up to two pixels along both axes.",
);

/// Applies the transformations that are named, one after the other.
pub const STEP: StepInfo = StepInfo {
    info: INFO,
    kind: Kind::Augment(Purpose::Augment),
    make,
};

#[derive(Debug)]
struct Augment {
    transforms: Vec<Box<dyn Transform>>,
}

/// From `name:amount,name:amount`, in any order; an amount of 0 changes nothing.
fn make(value: &Value) -> Made {
    let refuse = || INFO.refuse(value);
    let mut amounts = vec![0.0; TRANSFORMS.len()];
    let words = value.as_str().unwrap_or_default().split(',');
    for word in words.map(str::trim).filter(|word| !word.is_empty()) {
        let (name, amount) = word.split_once(':').ok_or_else(refuse)?;
        let known = TRANSFORMS.iter().position(|info| info.name == name.trim());
        amounts[known.ok_or_else(refuse)?] = amount.trim().parse().map_err(|_| refuse())?;
    }
    let mut transforms = Vec::new();
    for (info, amount) in TRANSFORMS.iter().zip(amounts) {
        if amount != 0.0 {
            transforms.push((info.make)(amount).ok_or_else(refuse)?);
        }
    }
    Ok((!transforms.is_empty()).then(|| Box::new(Augment { transforms }) as _))
}

impl Step for Augment {
    fn apply(&self, image: &mut [f32], _label: &mut u8, _spec: &DatasetSpec, rng: &mut ChaCha8Rng) {
        for transform in &self.transforms {
            transform.apply(image, rng);
        }
    }
}
