//! `data.mislabel` and `data.mislabel_kind`: wrong labels.

use super::step::above_zero;
use super::{Kind, RecipeInfo, Step, StepInfo};
use crate::random::Purpose;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

const ALIKE: &str = "alike";

const KIND: RecipeInfo = RecipeInfo::word(
    "mislabel_kind",
    &["uniform", ALIKE],
    "uniform or alike",
    "What mislabel makes of a digit: any other one (uniform), or the one that it is taken for (alike: 4 and 9, 3 and 5, 1 and 7 are exchanged, and other digits stay).",
);

/// Label noise: each label is replaced with this probability. Uniformly, by each of the others as likely, it is the symmetric
/// noise of Natarajan et al., "Learning with Noisy Labels" (2013); between digits that look alike it depends on the class, as
/// in Patrini et al., "Making Deep Neural Networks Robust to Label Noise" (2017).
pub const STEP: StepInfo = StepInfo {
    info: RecipeInfo::number(
        "mislabel",
        1.0,
        false,
        "Share of the images that are told as another digit.",
    ),
    options: &[KIND],
    kind: Kind::Relabel(Purpose::Mislabel),
    make: |value, recipe| {
        let is_alike = (recipe.get(KIND.key)).is_some_and(|kind| kind == ALIKE);
        Ok(above_zero(value).map(|share| Box::new(Mislabel { share, is_alike }) as Box<dyn Step>))
    },
};

#[derive(Debug)]
struct Mislabel {
    share: f64,
    /// Whether only digits that look alike are exchanged.
    is_alike: bool,
}

impl Step for Mislabel {
    fn relabel(&self, label: &mut u8, classes: usize, rng: &mut ChaCha8Rng) {
        if rng.random::<f64>() >= self.share {
            return;
        }
        if self.is_alike {
            let other = look_alike(*label);
            if usize::from(other) < classes {
                *label = other;
            }
        } else if classes > 1 {
            let classes = classes as u32;
            let further = rng.random_range(1..classes);
            *label = ((u32::from(*label) + further) % classes) as u8;
        }
    }
}

/// The digit that this one is taken for; itself where there is none.
fn look_alike(digit: u8) -> u8 {
    match digit {
        4 => 9,
        9 => 4,
        3 => 5,
        5 => 3,
        1 => 7,
        7 => 1,
        other => other,
    }
}
