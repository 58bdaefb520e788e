//! `learning-confidence` and `learning-variability`: how a classifier comes to believe an image's label.

use super::{Found, Score, Subject};
use crate::dataset::confident::Judged;
use crate::error::Result;
use crate::metrics::BoxFuture;

/// The mean and the standard deviation, over the epochs, of the probability that a small classifier gives the label that it is
/// being taught: Swayamdipta et al., "Dataset Cartography: Mapping and Diagnosing Datasets with Training Dynamics" (2020). An image
/// is easy to learn (high mean, little deviation), ambiguous (much deviation), or hard (low mean), as wrong labels are.
///
/// Here it is noted when an image's turn comes, before the step that learns from it, and averaged over the three models of the
/// cross-validation that do. Test images, from which none learns, are asked about after each epoch.
pub(super) struct Learning {
    name: &'static str,
    is_large_suspicious: bool,
    values: fn(&Judged) -> &[f32],
}

/// The mean.
pub(super) const CONFIDENCE: Learning = Learning {
    name: "learning-confidence",
    is_large_suspicious: false,
    values: |judged| &judged.confidence,
};

/// The standard deviation.
pub(super) const VARIABILITY: Learning = Learning {
    name: "learning-variability",
    is_large_suspicious: true,
    values: |judged| &judged.variability,
};

impl Score for Learning {
    fn name(&self) -> &'static str {
        self.name
    }

    fn is_large_suspicious(&self) -> bool {
        self.is_large_suspicious
    }

    fn advance<'a>(&'a self, subject: &'a Subject<'a>) -> BoxFuture<'a, Result<f64>> {
        Box::pin(async { subject.known.check(subject) })
    }

    fn found(&self, subject: &Subject) -> Found {
        let values = subject.known.judged().map(self.values);
        Found {
            values: values.unwrap_or_default().to_vec(),
            ..Found::default()
        }
    }
}
