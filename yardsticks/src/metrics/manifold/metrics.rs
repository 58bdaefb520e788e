//! The metrics that are read off an [`Overlap`]: how samples and real images lie among each other in the classifier's features.

use super::Overlap;
use crate::Result;
use crate::Subject;
use crate::metric::{Better, Measured, Metric};

/// A value of the overlap, which the subject computes once for all of them.
#[derive(Debug)]
pub struct OfOverlap {
    name: &'static str,
    /// The largest value there can be; the smallest is 0.
    most: f64,
    better: Better,
    value: fn(&Overlap) -> f64,
}

/// Whether samples look real: the share of the images whose features lie near to those of real ones, within the distance of one
/// of these to its fifth nearest neighbour (Kynkäänniemi et al., "Improved Precision and Recall Metric for Assessing Generative
/// Models", 2019, with Naeem et al.'s `k` of 5 instead of 3).
pub const PRECISION: OfOverlap = OfOverlap {
    name: "precision",
    most: 1.0,
    better: Better::Higher,
    value: |overlap| overlap.precision,
};

/// Whether samples are of all kinds that there are: the share of the real images whose features lie near to those of the judged
/// ones, [`PRECISION`] the other way round (Kynkäänniemi et al., 2019). A single sample far from the others, and so with distant
/// neighbours, can count many real images: see [`COVERAGE`].
pub const RECALL: OfOverlap = OfOverlap {
    name: "recall",
    most: 1.0,
    better: Better::Higher,
    value: |overlap| overlap.recall,
};

/// How crowded the places are in which samples lie: how many real images an image lies near to, divided by 5, the neighbours that
/// decide what is near (Naeem et al., "Reliable Fidelity and Diversity Metrics for Generative Models", 2020). Real images get about
/// 1; more than that is typical of models that draw the most common images only.
pub const DENSITY: OfOverlap = OfOverlap {
    name: "density",
    most: f64::INFINITY,
    better: Better::LikeReal,
    value: |overlap| overlap.density,
};

/// How much of what there is samples reach: the share of the real images to which a judged one is nearer than their fifth nearest
/// real neighbour (Naeem et al., 2020). Real images get about 0.97.
pub const COVERAGE: OfOverlap = OfOverlap {
    name: "coverage",
    most: 1.0,
    better: Better::Higher,
    value: |overlap| overlap.coverage,
};

/// How different samples are from each other: the mean Euclidean distance between the features of two images, divided by that of
/// two real ones. 1 for images as varied as real ones, 0 for one image over and over.
pub const DIVERSITY: OfOverlap = OfOverlap {
    name: "diversity",
    most: f64::INFINITY,
    better: Better::LikeReal,
    value: |overlap| overlap.diversity,
};

impl Metric for OfOverlap {
    fn name(&self) -> &'static str {
        self.name
    }

    fn range(&self) -> (f64, f64) {
        (0.0, self.most)
    }

    fn better(&self) -> Better {
        self.better
    }

    fn compute(&self, subject: &Subject<'_>) -> Result<Option<Measured>> {
        let overlap = subject.overlap()?;
        Ok(overlap.map(|overlap| (self.value)(&overlap).into()))
    }
}
