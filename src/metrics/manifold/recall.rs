//! `recall`: whether samples are of all kinds that there are.

use crate::error::Result;
use crate::metrics::Subject;
use crate::metrics::metric::{Better, BoxFuture, Measured, Metric};

/// Share of the real images whose features lie near to those of the judged ones; [`Precision`](super::Precision) the other way
/// round (Kynkäänniemi et al., "Improved Precision and Recall Metric for Assessing Generative Models", 2019). A single sample far
/// from the others, and so with distant neighbours, can count many real images: see [`Coverage`](super::Coverage).
#[derive(Debug)]
pub struct Recall;

impl Metric for Recall {
    fn name(&self) -> &'static str {
        "recall"
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
            Ok(overlap.map(|overlap| overlap.recall.into()))
        })
    }
}
