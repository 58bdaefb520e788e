//! `data.augment`: images changed a little, anew each time they are drawn.
//!
//! All changes are of where ink is, so they become one [`Warp`], and an image is resampled once, however many there are.

mod crop;
mod elastic;
mod rotate;
mod scale;
mod shear;
mod shift;
mod warp;

use super::{Amount, Kind, Made, Recipe, RecipeInfo, Step, StepInfo};
use crate::decimal::decimal;
use crate::random::Purpose;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde_json::Value;
use std::fmt::Debug;

pub use shift::Shift;
pub use warp::Warp;

/// One way to change an image. Each is a file of its own here and a line in [`TRANSFORMS`].
pub trait Transform: Debug + Send + Sync {
    /// Draws how an image is changed, after what the warp does already.
    fn draw(&self, warp: &mut Warp, rng: &mut ChaCha8Rng);
}

/// A line of [`TRANSFORMS`].
struct TransformInfo {
    amount: Amount,
    /// The transformation of this amount.
    make: fn(f64) -> Box<dyn Transform>,
}

/// Every transformation, in the order in which they are drawn and applied.
const TRANSFORMS: &[TransformInfo] = &[
    rotate::TRANSFORM,
    scale::TRANSFORM,
    shear::TRANSFORM,
    shift::TRANSFORM,
    crop::TRANSFORM,
    elastic::TRANSFORM,
];

/// What can be set of each of them.
const AMOUNTS: &[Amount] = &{
    let mut amounts = [TRANSFORMS[0].amount; TRANSFORMS.len()];
    let mut at = 0;
    while at < amounts.len() {
        amounts[at] = TRANSFORMS[at].amount;
        at += 1;
    }
    amounts
};

const INFO: RecipeInfo = RecipeInfo::amounts(
    "augment",
    AMOUNTS,
    "some of these with commas between them: rotate:N (up to N degrees, 0 to 180), scale:N (by a share of up to N, 0 to 0.9), shear:N (up to N degrees, 0 to 60), shift:N (up to N whole pixels, 0 to 14), crop:N (up to N whole pixels, 0 to 14), elastic:N (by about N pixels, 0 to 5)",
    "How each image is changed anew whenever it is drawn: shift:2,rotate:10 moves it by up to two pixels along both axes and turns it by up to ten degrees; scale, shear, crop and elastic are others.",
);

/// Applies the transformations that are named, as one.
pub const STEP: StepInfo = StepInfo {
    info: INFO,
    options: &[],
    kind: Kind::Augment(Purpose::Augment),
    make,
};

#[derive(Debug)]
struct Augment {
    transforms: Vec<Box<dyn Transform>>,
}

/// From `name:amount,name:amount`, in any order; an amount of 0 changes nothing.
fn make(value: &Value, _: &Recipe) -> Made {
    let refuse = || INFO.refuse(value);
    let mut amounts = vec![None; TRANSFORMS.len()];
    let words = value.as_str().unwrap_or_default().split(',');
    for word in words.map(str::trim).filter(|word| !word.is_empty()) {
        let (name, amount) = word.split_once(':').ok_or_else(refuse)?;
        let known = TRANSFORMS
            .iter()
            .position(|info| info.amount.name == name.trim());
        let known = known.ok_or_else(refuse)?;
        let (info, amount) = (TRANSFORMS[known].amount, decimal(amount));
        let fits = |x: &f64| (0.0..=info.most).contains(x) && !(info.whole && x.fract() != 0.0);
        let amount = amount.filter(fits).ok_or_else(refuse)?;
        // Twice the same: nothing says which amount is meant.
        if amounts[known].replace(amount).is_some() {
            return Err(refuse());
        }
    }
    let used = TRANSFORMS.iter().zip(amounts);
    let transforms: Vec<_> = used
        .filter_map(|(info, amount)| Some((info, amount?)))
        .filter(|&(_, amount)| amount > 0.0)
        .map(|(info, amount)| (info.make)(amount))
        .collect();
    Ok((!transforms.is_empty()).then(|| Box::new(Augment { transforms }) as _))
}

impl Step for Augment {
    fn apply(&self, image: &mut [f32], rng: &mut ChaCha8Rng) {
        let mut warp = Warp::default();
        for transform in &self.transforms {
            transform.draw(&mut warp, rng);
        }
        warp.apply(image);
    }
}

/// A number from -1 to 1, each as likely.
fn either_way(rng: &mut ChaCha8Rng) -> f64 {
    2.0 * rng.random::<f64>() - 1.0
}

#[cfg(test)]
mod tests;
