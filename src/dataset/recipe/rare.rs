//! `data.rare`: some digits are rarer than they were.

use super::{Kind, Made, Recipe, RecipeInfo, Step, StepInfo};
use crate::decimal::decimal;
use crate::random::{Purpose, stream};
use rand::RngExt;
use serde_json::Value;

const INFO: RecipeInfo = RecipeInfo::text(
    "rare",
    "digits with the share of each that is kept, 0 to 1, as in 8:0.05 or 8:0.05,3:0.5",
    "Digits that are made rare, each with the share of its images that is kept, 8:0.05 for example.",
);

/// An image of such a digit is kept where a number of its own, uniform in 0 to 1, is under the share. So which ones are kept
/// depends on nothing else that is set, those of a small share are among those of a larger one, and images in a row (of one
/// writer, in data of one's own) are as likely to stay as any.
pub const STEP: StepInfo = StepInfo {
    info: INFO,
    options: &[],
    kind: Kind::Choose,
    make,
};

#[derive(Debug)]
struct Rare {
    /// What is kept of each digit.
    shares: [f64; 10],
}

fn make(value: &Value, _: &Recipe) -> Made {
    let mut shares = [None; 10];
    let words = value.as_str().unwrap_or_default().split(',');
    for word in words.map(str::trim).filter(|word| !word.is_empty()) {
        let (digit, share) = parse(word).ok_or_else(|| INFO.refuse(value))?;
        // Twice the same digit: nothing says which share is meant.
        if shares[digit].replace(share).is_some() {
            return Err(INFO.refuse(value));
        }
    }
    let shares = shares.map(|share| share.unwrap_or(1.0));
    let all = shares.iter().all(|&share| share == 1.0);
    Ok((!all).then(|| Box::new(Rare { shares }) as _))
}

/// A digit and a share.
fn parse(word: &str) -> Option<(usize, f64)> {
    let (digit, share) = word.split_once(':')?;
    let digit = digit.trim().parse().ok().filter(|&digit| digit < 10)?;
    let share = decimal(share);
    Some((digit, share.filter(|share| (0.0..=1.0).contains(share))?))
}

impl Step for Rare {
    fn choose(&self, mut images: Vec<u32>, labels: &[u8], seed: u64) -> Vec<u32> {
        images.retain(|&image| {
            let share = self.shares.get(usize::from(labels[image as usize]));
            let rng = || stream(seed, Purpose::Rare, u64::from(image));
            share.is_none_or(|&share| share == 1.0 || rng().random::<f64>() < share)
        });
        images
    }
}
