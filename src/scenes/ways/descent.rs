//! By descent on the latent: what decodes.

use super::super::recovery::Problem;
use super::super::search::{Plan, Search};
use super::Way;
use crate::dataset::MnistDataset;
use crate::training::Trainer;
use crate::training::families::Pending;

/// For images with these labels, for a model that is told them, which are numbered from `first` on.
pub fn descent(
    trainer: &Trainer,
    problem: &Problem,
    labels: Vec<u8>,
    first: u64,
    plan: Plan,
) -> Box<dyn Way> {
    let measured = (problem.operator.clone(), problem.measured.clone());
    Box::new(Search::new(
        trainer,
        measured,
        labels,
        (problem.seed, first),
        plan,
    ))
}

impl Way for Search {
    fn method(&self) -> &'static str {
        "descent"
    }

    fn answers(&self) -> usize {
        Search::answers(self)
    }

    fn share(&self) -> f64 {
        Search::share(self)
    }

    fn advance<'a>(
        &'a mut self,
        _: &'a Problem,
        dataset: &'a MnistDataset,
    ) -> Pending<'a, (bool, Vec<f32>)> {
        Box::pin(Search::advance(self, dataset))
    }
}
