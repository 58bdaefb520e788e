//! `data.duplicates`: images that are there several times.

use super::step::above_zero;
use super::{Kind, RecipeInfo, Step, StepInfo};
use crate::random::{Purpose, stream};
use rand::RngExt;

/// Each image makes room, with this probability, for a copy of one of those that stay. So the number of images stays, and the
/// share is that of the images which show nothing new: what a careless collection costs.
pub const STEP: StepInfo = StepInfo {
    info: RecipeInfo::number(
        "duplicates",
        1.0,
        false,
        "Share of the images that are replaced by copies of others.",
    ),
    options: &[],
    kind: Kind::Choose,
    make: |value, _| {
        Ok(above_zero(value).map(|share| Box::new(Duplicates { share }) as Box<dyn Step>))
    },
};

#[derive(Debug)]
struct Duplicates {
    share: f64,
}

impl Step for Duplicates {
    fn choose(&self, images: Vec<u32>, _labels: &[u8], seed: u64) -> Vec<u32> {
        let rng = |image: u32| stream(seed, Purpose::Duplicates, u64::from(image));
        let is_kept = |&image: &u32| rng(image).random::<f64>() >= self.share;
        let mut kept: Vec<u32> = images.iter().copied().filter(is_kept).collect();
        if kept.is_empty() {
            // Something must be there to be copied.
            kept.extend(images.first());
        }
        let copied = |image| {
            let mut rng = rng(image);
            if rng.random::<f64>() >= self.share {
                return image;
            }
            kept[rng.random_range(0..kept.len() as u32) as usize]
        };
        images.into_iter().map(copied).collect()
    }
}
