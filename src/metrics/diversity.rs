//! `diversity`: how different samples are from each other.

use super::Subject;
use super::metric::{Better, BoxFuture, Measured, Metric};
use crate::error::Result;

/// Mean Euclidean distance between the classifier's features of two images, divided by that of two real ones: 1 for images as
/// varied as real ones, 0 for one image over and over.
#[derive(Debug)]
pub struct Diversity;

impl Metric for Diversity {
    fn name(&self) -> &'static str {
        "diversity"
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
            Ok(overlap.map(|overlap| overlap.diversity.into()))
        })
    }
}
