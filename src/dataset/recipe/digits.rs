//! `data.digits`: only some of the digits.

use super::{Kind, Made, Recipe, RecipeInfo, Step, StepInfo};
use serde_json::Value;

const INFO: RecipeInfo = RecipeInfo::text(
    "digits",
    "digits with commas between them, 0,1,7 for example",
    "Digits that are kept, 0,1,7 for example; all by default.",
);

/// Keeps the images of some digits, as they are labelled in the files, or by `data.relabel`.
pub const STEP: StepInfo = StepInfo {
    info: INFO,
    options: &[],
    kind: Kind::Choose,
    make,
};

#[derive(Debug)]
struct Digits {
    kept: [bool; 10],
}

fn make(value: &Value, _: &Recipe) -> Made {
    let text = value.as_str().unwrap_or_default();
    if text.is_empty() {
        return Ok(None);
    }
    let mut kept = [false; 10];
    for word in text.split(',') {
        let digit = word.trim().parse::<usize>().ok();
        match digit.and_then(|digit| kept.get_mut(digit)) {
            Some(kept) => *kept = true,
            None => return Err(INFO.refuse(value)),
        }
    }
    let all = kept.iter().all(|&kept| kept);
    Ok((!all).then(|| Box::new(Digits { kept }) as _))
}

impl Step for Digits {
    fn choose(&self, mut images: Vec<u32>, labels: &[u8], _seed: u64) -> Vec<u32> {
        let kept = |&image: &u32| self.kept.get(usize::from(labels[image as usize]));
        images.retain(|image| kept(image) == Some(&true));
        images
    }
}
