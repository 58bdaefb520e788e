//! One contestant's result for one model.

use anyhow::{Context, Result};
use serde_json::Value;

/// What was measured, worked out.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub model: String,
    /// `ours`, or the library.
    pub who: String,
    /// `native`, `cpu` (in the browser, WebAssembly too) or `webgpu` (WebGL too): ours is compared within one.
    pub kind: String,
    pub label: String,
    pub batch: f64,
    /// Milliseconds, with the compiling of kernels.
    pub first: Option<f64>,
    /// Milliseconds, the median of the rounds.
    pub step: Option<f64>,
    /// Milliseconds, in the fastest round.
    pub best: Option<f64>,
    /// A second, in training.
    pub images: Option<f64>,
    /// Digits drawn a second.
    pub samples: Option<f64>,
    /// Test images judged a second.
    pub evaluated: Option<f64>,
    /// Why there is no more than this.
    pub error: Option<String>,
}

/// In which order tables have them.
const MODELS: [&str; 3] = ["vae", "gan", "dcgan"];
pub const KINDS: [&str; 3] = ["native", "cpu", "webgpu"];

impl Row {
    /// All of a report, by model and kind, the fastest first and what does not run last.
    pub fn all(report: &Value) -> Result<Vec<Self>> {
        let results = report["results"]
            .as_array()
            .context("the report has no results")?;
        let number = |key: &str| report[key].as_f64().unwrap_or(0.0);
        let (samples, evaluated) = (number("samples"), number("evaluationImages"));
        let mut rows: Vec<_> = results
            .iter()
            .map(|result| Self::new(result, samples, evaluated))
            .collect();
        let place = |names: &[&str], name: &str| names.iter().position(|known| *known == name);
        rows.sort_by(|a, b| {
            let group = |row: &Self| (place(&MODELS, &row.model), place(&KINDS, &row.kind));
            let time = |row: &Self| row.step.unwrap_or(f64::MAX);
            group(a).cmp(&group(b)).then(time(a).total_cmp(&time(b)))
        });
        Ok(rows)
    }

    fn new(result: &Value, samples: f64, evaluated: f64) -> Self {
        let word = |key: &str| result[key].as_str().unwrap_or_default().to_owned();
        let middle = |key: &str| median(&numbers(&result[key]));
        let a_second = |count: f64, ms: Option<f64>| ms.map(|ms| count * 1000.0 / ms);
        let batch = result["batch"].as_f64().unwrap_or(0.0);
        let step = middle("stepMs");
        Self {
            model: word("model"),
            who: word("who"),
            kind: word("kind"),
            label: word("label"),
            batch,
            first: result["firstStepMs"].as_f64(),
            step,
            best: numbers(&result["stepMs"]).into_iter().reduce(f64::min),
            images: a_second(batch, step),
            samples: a_second(samples, middle("sampleMs")),
            evaluated: a_second(evaluated, middle("evaluateMs")),
            error: result["error"].as_str().map(str::to_owned),
        }
    }

    pub fn is_ours(&self) -> bool {
        self.who == "ours"
    }

    /// How many times as long a step takes as ours on the same kind of device; none for ours, or where ours is missing.
    ///
    /// The others count by their best round, ours by the median: whatever disturbed a round counts against us.
    pub fn ratio(&self, all: &[Self]) -> Option<f64> {
        if self.is_ours() {
            return None;
        }
        let ours = all
            .iter()
            .find(|row| row.is_ours() && row.model == self.model && row.kind == self.kind)?;
        Some(self.best? / ours.step?)
    }
}

fn numbers(values: &Value) -> Vec<f64> {
    values
        .as_array()
        .map(|values| values.iter().filter_map(Value::as_f64).collect())
        .unwrap_or_default()
}

/// The middle value, or the mean of the two in the middle.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        count if count % 2 == 1 => Some(sorted[middle]),
        _ => Some(f64::midpoint(sorted[middle - 1], sorted[middle])),
    }
}

#[cfg(test)]
pub mod tests {
    use serde_json::json;

    use super::*;

    /// Ours and one peer on the CPU, one peer on the GPU where ours failed.
    pub fn report() -> Value {
        json!({
            "samples": 256, "evaluationImages": 1000,
            "results": [
                {"model": "vae", "who": "tfjs", "kind": "webgpu", "label": "theirs webgl", "batch": 128, "stepMs": [30.0]},
                {"model": "vae", "who": "ours", "kind": "webgpu", "label": "ours webgpu", "batch": 128, "error": "over 60 s", "stepMs": []},
                {"model": "vae", "who": "tfjs", "kind": "cpu", "label": "theirs wasm", "batch": 128, "stepMs": [64.0, 60.0, 80.0], "sampleMs": [100.0]},
                {"model": "vae", "who": "ours", "kind": "cpu", "label": "ours cpu", "batch": 128, "firstStepMs": 812.4, "stepMs": [16.0, 64.0, 15.0], "evaluateMs": [100.0, 300.0]},
            ],
        })
    }

    #[test]
    fn the_middle_is_no_outlier() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[9.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[1.0, 100.0, 2.0, 4.0]), Some(3.0));
    }

    #[test]
    fn rates_come_from_the_medians() {
        let rows = Row::all(&report()).unwrap();
        let ours = &rows[0];
        assert_eq!((ours.step, ours.images), (Some(16.0), Some(8000.0)));
        assert_eq!((ours.samples, ours.evaluated), (None, Some(5000.0)));
        assert_eq!(rows[1].samples, Some(2560.0));
        assert_eq!((rows[1].step, rows[1].best), (Some(64.0), Some(60.0)));
    }

    #[test]
    fn a_device_is_compared_with_its_like() {
        let rows = Row::all(&report()).unwrap();
        let ratios: Vec<_> = rows
            .iter()
            .map(|row| (row.label.as_str(), row.ratio(&rows)))
            .collect();
        assert_eq!(
            ratios,
            [
                ("ours cpu", None),
                ("theirs wasm", Some(60.0 / 16.0)),
                ("theirs webgl", None),
                ("ours webgpu", None)
            ]
        );
    }
}
