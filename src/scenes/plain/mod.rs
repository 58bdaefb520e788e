//! Methods that need no model, beside which a scene's answers stand.

mod bicubic;
#[cfg(not(target_family = "wasm"))]
mod compressors;
mod filters;
mod lasso;
mod training;

pub use bicubic::bicubic;
pub use filters::median;
pub use lasso::lasso;

pub(super) use bicubic::Bicubic;
#[cfg(not(target_family = "wasm"))]
pub(super) use compressors::compressed;
pub(super) use filters::{Blur, Median};
pub(super) use lasso::Lasso;
pub(super) use training::{MeanDigit, NearestImage};

use super::recovery::Problem;
use crate::dataset::Split;
use std::ops::Range;

/// A method that needs no model.
pub(super) trait Plain {
    /// As in an outcome's `method`.
    fn name(&self) -> &'static str;

    /// How many images it answers in a part of the work, a tenth of a second in a browser.
    fn per_part(&self) -> usize;

    /// What it makes of these images of a problem, `[images * 784]`, with the training images at these places of their split.
    fn answer(
        &mut self,
        problem: &Problem,
        images: Range<usize>,
        training: (&Split, &[u32]),
    ) -> Vec<f32>;
}
