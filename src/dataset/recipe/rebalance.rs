//! `data.rebalance`: rare digits are shown more often.

use super::step::above_zero;
use super::{Kind, RecipeInfo, Step, StepInfo};
use crate::random::{Purpose, shuffle, stream};

/// Random oversampling (Chawla et al., "SMOTE", 2002, call it over-sampling with replacement; here no image is there once more
/// than another of its digit before all are). Digits are those that the model is told, wrong labels included.
pub const STEP: StepInfo = StepInfo {
    info: RecipeInfo::number(
        "rebalance",
        1.0,
        false,
        "How far images of rarer digits are repeated, until, at 1, every digit is there as often as the most frequent one.",
    ),
    options: &[],
    kind: Kind::Choose,
    make: |value, _| {
        Ok(above_zero(value).map(|extent| Box::new(Rebalance { extent }) as Box<dyn Step>))
    },
};

#[derive(Debug)]
struct Rebalance {
    /// The part of what is missing that is added.
    extent: f64,
}

impl Step for Rebalance {
    fn choose(&self, mut images: Vec<u32>, labels: &[u8], seed: u64) -> Vec<u32> {
        let mut of_digit: Vec<Vec<u32>> = vec![Vec::new(); 256];
        shuffle(&mut stream(seed, Purpose::Rebalance, 0), &mut images);
        for &image in &images {
            of_digit[usize::from(labels[image as usize])].push(image);
        }
        let most = of_digit.iter().map(Vec::len).max().unwrap_or(0);
        for some in &of_digit {
            let missing = (self.extent * (most - some.len()) as f64).round() as usize;
            images.extend(some.iter().cycle().take(missing));
        }
        // Repeated ones must not all come last: the first epoch goes through the images part by part.
        shuffle(&mut stream(seed, Purpose::Rebalance, 1), &mut images);
        images
    }
}
