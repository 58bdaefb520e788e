//! `data.limit`: only so many images.

use super::step::above_zero;
use super::{Kind, RecipeInfo, Step, StepInfo};

/// The most images that an IDX file of one's own may be cut to.
const MOST: f64 = 1e6;

/// Takes the first ones: so a smaller set is part of a larger one, and a run can begin before the rest has arrived. MNIST's
/// own order is already mixed.
pub const STEP: StepInfo = StepInfo {
    info: RecipeInfo::number(
        "limit",
        MOST,
        true,
        "Training images that are kept, the first ones; 0 keeps all.",
    ),
    options: &[],
    kind: Kind::First,
    make: |value, _| {
        Ok(above_zero(value).map(|limit| {
            Box::new(Limit {
                limit: limit as usize,
            }) as Box<dyn Step>
        }))
    },
};

#[derive(Debug)]
struct Limit {
    limit: usize,
}

impl Step for Limit {
    fn choose(&self, mut images: Vec<u32>, _labels: &[u8], _seed: u64) -> Vec<u32> {
        images.truncate(self.limit);
        images
    }
}
