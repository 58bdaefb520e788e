//! The metrics, a file or folder each.

mod classifier_score;
mod confidence;
mod digit_shares;
mod frechet;
mod label_accuracy;
mod manifold;
mod nearest;
#[cfg(not(target_family = "wasm"))]
mod parzen;

pub use classifier_score::classifier_score;
pub use confidence::confidence;
pub use digit_shares::digit_shares;
pub use frechet::Gaussian;
pub use label_accuracy::{confusion, label_accuracy};
pub(crate) use manifold::NEIGHBOURS;
pub use manifold::Overlap;
#[cfg(not(target_family = "wasm"))]
pub use parzen::{KERNELS, Parzen, ParzenWindow, sigmas};

use crate::Metric;

/// Every metric, in the order in which they are reported.
pub const METRICS: &[&dyn Metric] = &[
    &classifier_score::ClassifierScore,
    &frechet::ClassifierDistance,
    &manifold::PRECISION,
    &manifold::RECALL,
    &manifold::DENSITY,
    &manifold::COVERAGE,
    &manifold::DIVERSITY,
    &nearest::NearestDistance,
    &digit_shares::DigitShares,
    &confidence::Confidence,
    &label_accuracy::LabelAccuracy,
    // Not in a browser, where nothing would call it.
    #[cfg(not(target_family = "wasm"))]
    &parzen::ParzenLikelihood,
];
