//! `coverage`: how much of what there is samples reach.

use crate::error::Result;
use crate::metrics::Subject;
use crate::metrics::metric::{Better, BoxFuture, Measured, Metric};

/// Share of the real images to which a judged one is nearer, in the classifier's features, than their fifth nearest real neighbour
/// (Naeem et al., "Reliable Fidelity and Diversity Metrics for Generative Models", 2020). Real images get about 0.97.
#[derive(Debug)]
pub struct Coverage;

impl Metric for Coverage {
    fn name(&self) -> &'static str {
        "coverage"
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
            Ok(overlap.map(|overlap| overlap.coverage.into()))
        })
    }
}
