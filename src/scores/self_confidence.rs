//! `self-confidence`: whether a classifier that has not learnt from an image agrees with its label.

use super::{Found, Score, Subject, Suspect};
use crate::dataset::confident::{most_likely, suspects};
use crate::ranking::ascending;
use crate::training::families::Pending;

/// The probability that a small classifier gives the image's label, out of fold: it has not learnt from that image. Low ones are
/// suspicious; which of them are likely to be wrong is said by confident learning (Northcutt, Jiang and Chuang, "Confident
/// Learning: Estimating Uncertainty in Dataset Labels", 2021).
#[derive(Debug)]
pub(super) struct SelfConfidence;

impl Score for SelfConfidence {
    fn name(&self) -> &'static str {
        "self-confidence"
    }

    fn advance<'a>(&'a self, subject: &'a Subject<'a>) -> Pending<'a, f64> {
        Box::pin(async { subject.known.check(subject) })
    }

    fn found(&self, subject: &Subject) -> Found {
        let Some(judged) = subject.known.judged() else {
            return Found::default();
        };
        let classes = subject.collection.classes;
        let rows = judged.labels.iter().zip(&judged.probabilities);
        let values: Vec<f32> = rows.map(|(&label, row)| row[usize::from(label)]).collect();
        let doubted = suspects(&judged.labels, &judged.probabilities, classes);
        let scores: Vec<f64> = values.iter().copied().map(f64::from).collect();
        let places = ascending(&scores).into_iter().filter(|&at| doubted[at]);
        let suspects = places
            .map(|at| Suspect {
                index: subject.collection.indices[at],
                label: judged.labels[at],
                suggested: most_likely(&judged.probabilities[at], classes),
                score: values[at],
            })
            .collect();
        Found {
            values,
            suspects: Some(suspects),
            ..Found::default()
        }
    }
}
