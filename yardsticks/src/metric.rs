//! What a metric is.

use crate::{Result, Subject};
use serde::Serialize;

/// A number, or several, that says how good images are.
pub trait Metric: Sync {
    /// The key under which its value is reported, `classifier_score` for example.
    fn name(&self) -> &'static str;

    /// Smallest and largest value there can be.
    fn range(&self) -> (f64, f64);

    /// Which way is better.
    fn better(&self) -> Better;

    /// Whether it takes minutes, and so is computed only if asked for: then there are images [apart](Subject::apart).
    fn is_costly(&self) -> bool {
        false
    }

    /// The value for these images; none where it does not apply to them. What it needs it asks the subject for, which computes
    /// that once for all metrics.
    ///
    /// # Errors
    /// `no-data`, `bad-input`.
    fn compute(&self, subject: &Subject<'_>) -> Result<Option<Measured>>;
}

/// Which way a metric is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Better {
    /// The more the better.
    Higher,
    /// The less the better.
    Lower,
    /// The closer to what real images get the better.
    LikeReal,
}

/// What a metric is for some images.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The metric itself.
    pub value: Value,
    /// What belongs to it, under names of their own: a standard error for example.
    pub beside: Vec<(&'static str, Value)>,
}

/// A metric's value.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// One number.
    Number(f64),
    /// One a class.
    PerClass(Vec<f64>),
    /// One for each pair of classes, a row a class.
    PerPair(Vec<Vec<f64>>),
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<f64> for Measured {
    fn from(value: f64) -> Self {
        Value::Number(value).into()
    }
}

impl From<Value> for Measured {
    fn from(value: Value) -> Self {
        Self {
            value,
            beside: Vec::new(),
        }
    }
}
