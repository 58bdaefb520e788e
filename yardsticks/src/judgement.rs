//! All metrics of some images.

use crate::{Measured, Metric, Result, Subject, Value};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// Values by their names, in the order of the metrics. As JSON an object of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    values: Vec<(&'static str, Value)>,
}

/// The metrics of these images that apply to them.
///
/// # Errors
/// Those of the metrics.
pub fn judge(metrics: &[&dyn Metric], subject: &Subject<'_>) -> Result<Judgement> {
    let mut values = Vec::new();
    for metric in metrics {
        let Some(Measured { value, beside }) = metric.compute(subject)? else {
            continue;
        };
        values.push((metric.name(), value));
        values.extend(beside);
    }
    Ok(Judgement { values })
}

impl Judgement {
    /// Names and values, in order.
    pub fn values(&self) -> &[(&'static str, Value)] {
        &self.values
    }

    /// The value of this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let found = self.values.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value)
    }
}

impl Serialize for Judgement {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.values.iter().map(|(name, value)| (name, value)))
    }
}

/// The judgement of samples, with that of real images beside it. As JSON the samples' object, with the counts before it, `real` in
/// it, and `by_digit`, a list of ten such objects, where these were asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// How many samples were judged.
    pub count: usize,
    /// How many real images were judged, and with about how many others both are compared.
    pub real_count: usize,
    /// Of the samples.
    pub samples: Judgement,
    /// Of real images.
    pub real: Judgement,
    /// The same of each digit, where that was asked for: of those that the model was asked to draw, or, of a model that is asked for
    /// none, of those that the classifier sees.
    pub by_digit: Vec<Comparison>,
}

impl Serialize for Comparison {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("count", &self.count)?;
        map.serialize_entry("real_count", &self.real_count)?;
        for (name, value) in &self.samples.values {
            map.serialize_entry(name, value)?;
        }
        map.serialize_entry("real", &self.real)?;
        if !self.by_digit.is_empty() {
            map.serialize_entry("by_digit", &self.by_digit)?;
        }
        map.end()
    }
}
