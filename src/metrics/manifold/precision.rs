//! `precision`: whether samples look real.

use crate::error::Result;
use crate::metrics::Subject;
use crate::metrics::metric::{Better, BoxFuture, Measured, Metric};

/// Share of the images whose features lie near to those of real ones: within the distance of one of these to its fifth nearest
/// neighbour (Kynkäänniemi et al., "Improved Precision and Recall Metric for Assessing Generative Models", 2019, with Naeem et
/// al.'s `k` of 5 instead of 3).
#[derive(Debug)]
pub struct Precision;

impl Metric for Precision {
    fn name(&self) -> &'static str {
        "precision"
    }

    fn range(&self) -> (f64, f64) {
        (0.0, 1.0)
    }

    fn better(&self) -> Better {
        Better::Higher
    }

    fn compute<'a>(&'a self, subject: &'a Subject<'a>) -> BoxFuture<'a, Result<Option<Measured>>> {
        Box::pin(async {
            let overlap = subject.overlap().await?;
            Ok(overlap.map(|overlap| overlap.precision.into()))
        })
    }
}
