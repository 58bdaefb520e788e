//! `nearest`: how far the nearest other image is.

use super::{Found, Score, Subject};
use crate::error::Result;
use crate::metrics::BoxFuture;

/// Images that are looked up in one part.
const PART: usize = 50;

/// The Euclidean distance in pixels (0 to 1 each) to the nearest other image of the same part of the data set, as they were before a
/// recipe damaged them. Copies have none, near duplicates a small one (Barz and Denzler, "Do We Train on Test Data? Purging CIFAR of
/// Near-Duplicates", 2020), and the largest are those of outliers (Ramaswamy, Rastogi and Shim, "Efficient Algorithms for Mining
/// Outliers from Large Data Sets", 2000).
#[derive(Debug)]
pub(super) struct Nearest;

impl Score for Nearest {
    fn name(&self) -> &'static str {
        "nearest"
    }

    fn advance<'a>(&'a self, subject: &'a Subject<'a>) -> BoxFuture<'a, Result<f64>> {
        Box::pin(async {
            let collection = subject.collection;
            let mut nearest = subject.known.nearest.borrow_mut();
            let end = collection.len().min(nearest.len() + PART);
            let split = collection.split(subject.dataset);
            let found = subject
                .known
                .images
                .nearest_others(split, nearest.len()..end);
            nearest.extend(found);
            Ok(nearest.len() as f64 / collection.len().max(1) as f64)
        })
    }

    fn found(&self, subject: &Subject) -> Found {
        let nearest = subject.known.nearest.borrow();
        let (values, others) = nearest.iter().copied().unzip();
        Found {
            values,
            others,
            suspects: None,
        }
    }
}
