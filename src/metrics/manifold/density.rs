//! `density`: how crowded the places are in which samples lie.

use crate::error::Result;
use crate::metrics::Subject;
use crate::metrics::metric::{Better, BoxFuture, Measured, Metric};

/// How many real images an image lies near to in the classifier's features, divided by 5, the neighbours that decide what is near
/// (Naeem et al., "Reliable Fidelity and Diversity Metrics for Generative Models", 2020). Real images get about 1; more than that
/// is typical of models that draw the most common images only.
#[derive(Debug)]
pub struct Density;

impl Metric for Density {
    fn name(&self) -> &'static str {
        "density"
    }

    fn range(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }

    fn better(&self) -> Better {
        Better::LikeReal
    }

    fn compute<'a>(&'a self, subject: &'a Subject<'a>) -> BoxFuture<'a, Result<Option<Measured>>> {
        Box::pin(async {
            let overlap = subject.overlap().await?;
            Ok(overlap.map(|overlap| overlap.density.into()))
        })
    }
}
