//! The runs of an experiment.

use super::bad;
use super::file::{Experiment, Judge, Loop, Variant};
use super::values::{combinations, flat, plain, presets, too_many};
use crate::dataset::DatasetSpec;
use crate::dataset::recipe::{Kind, STEPS};
use crate::error::Result;
use crate::training::Settings;
use crate::training::settings::MAX_STEPS;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::{self, Display};

/// The most runs of an experiment.
pub const MOST_RUNS: usize = 10_000;

/// How long a run trains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// So many steps.
    Steps(u64),
    /// So many epochs.
    Epochs(u64),
}

/// One run: a model, or the generations of a loop.
#[derive(Clone, Debug)]
pub struct Run {
    /// What the results call it, beside preset and seed.
    pub name: String,
    /// The model and what is done with its data, the seed too.
    pub settings: Settings,
    /// Keys of the settings that the experiment changes.
    pub changed: Vec<String>,
    /// How long.
    pub length: Length,
    /// How it is judged.
    pub judge: Judge,
    /// The generations, where it is a loop.
    pub generations: Option<Loop>,
}

impl Run {
    /// All runs of an experiment, in order: by variant, preset, combination of the grid and seed.
    ///
    /// # Errors
    /// `bad-file`: one line on the first variant that makes no sense, which names the key; or on runs that are more than
    /// [`MOST_RUNS`].
    pub fn all(experiment: &Experiment) -> Result<Vec<Self>> {
        let unnamed = [Variant::default()];
        let variants = match experiment.variants.as_slice() {
            [] => &unnamed[..],
            variants => variants,
        };
        let combinations = combinations(&experiment.grid, MOST_RUNS)?;
        let mut runs = Vec::new();
        for variant in variants {
            let preset = variant.preset.as_ref().unwrap_or(&experiment.train.preset);
            let mut known = BTreeMap::new();
            for preset in presets(preset)? {
                for combination in &combinations {
                    for &seed in &experiment.seeds {
                        let run = Self::one(experiment, variant, &preset, combination, seed)?;
                        if let Some(before) = known.insert(run.key(), run.to_string()) {
                            return Err(bad(format!(
                                "{before} and {run} are the same run: give each preset and value once."
                            )));
                        }
                        if runs.len() == MOST_RUNS {
                            return Err(bad(too_many(MOST_RUNS)));
                        }
                        runs.push(run);
                    }
                }
            }
        }
        Ok(runs)
    }

    fn one(
        experiment: &Experiment,
        variant: &Variant,
        preset: &str,
        combination: &[(String, Value)],
        seed: u64,
    ) -> Result<Self> {
        let mut words: Vec<String> = combination
            .iter()
            .map(|(key, value)| format!("{key}={}", plain(value)))
            .collect();
        if !variant.name.is_empty() {
            words.insert(0, variant.name.clone());
        }
        let name = if words.is_empty() {
            preset.into()
        } else {
            words.join(", ")
        };
        let inside = |problem: &dyn Display| bad(format!("\"{name}\" ({preset}): {problem}"));
        let mut changes = Map::new();
        for table in [&experiment.train.set, &variant.set] {
            for (key, value) in flat(table)? {
                changes.insert(key, value);
            }
        }
        changes.extend(combination.iter().cloned());
        if changes.contains_key("seed") {
            return Err(inside(
                &"seed is no key of set or grid: name them in seeds = [0, 1].",
            ));
        }
        let changed = changes.keys().cloned().collect();
        changes.insert("seed".into(), seed.into());
        let settings = Settings::written(preset, &changes).map_err(|error| inside(&error))?;
        let own = (variant.steps, variant.epochs);
        let length = match own {
            (None, None) => (experiment.train.steps, experiment.train.epochs),
            own => own,
        };
        let length = length_of(length).map_err(|problem| inside(&problem))?;
        let generations = variant.generations.or(experiment.generations);
        if generations.is_some() {
            chooses_only(&settings).map_err(|problem| inside(&problem))?;
        }
        Ok(Self {
            name,
            settings,
            changed,
            length,
            judge: experiment.judge,
            generations,
        })
    }

    /// What tells it from the other runs of its variant.
    fn key(&self) -> String {
        json!([self.settings, self.settings.data]).to_string()
    }

    /// All that decides the results, to know again a run that was finished before.
    pub fn identity(&self, data: &DatasetSpec) -> Value {
        let length = match self.length {
            Length::Steps(steps) => json!({ "steps": steps }),
            Length::Epochs(epochs) => json!({ "epochs": epochs }),
        };
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "name": self.name,
            "settings": self.settings,
            "recipe": self.settings.data,
            "length": length,
            "judge": { "count": self.judge.count, "seed": self.judge.seed },
            "loop": self.generations,
            "data": data.to_string(),
        })
    }

    /// The value of a setting, as the results have it; nothing where the data are left as they are.
    pub fn value(&self, key: &str) -> String {
        let value = match key.strip_prefix("data.") {
            Some(key) => self.settings.data.get(key).cloned(),
            None => self.settings.to_map().remove(key),
        };
        value.as_ref().map_or_else(String::new, plain)
    }

    /// How many models it trains.
    pub fn models(&self) -> u64 {
        1 + self
            .generations
            .map_or(0, |generations| u64::from(generations.generations))
    }
}

/// `"1,000 images" (vae), seed 0`
impl Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Settings { preset, seed, .. } = &self.settings;
        write!(f, "\"{}\" ({preset}), seed {seed}", self.name)
    }
}

fn length_of(length: (Option<u64>, Option<u64>)) -> std::result::Result<Length, String> {
    let (key, amount, length) = match length {
        (Some(steps), None) => ("steps", steps, Length::Steps(steps)),
        (None, Some(epochs)) => ("epochs", epochs, Length::Epochs(epochs)),
        (None, None) => {
            return Err("train.steps or train.epochs is missing: say how long to train.".into());
        }
        (Some(_), Some(_)) => {
            return Err("steps and epochs are both given: give one of them.".into());
        }
    };
    if (1..=MAX_STEPS).contains(&amount) {
        Ok(length)
    } else {
        Err(format!("{key} must be 1 to {MAX_STEPS}; {amount} came."))
    }
}

/// Later generations learn from samples as they are, so a loop's recipe may choose real images and nothing else.
fn chooses_only(settings: &Settings) -> std::result::Result<(), String> {
    let chooses = |kind| matches!(kind, Kind::First | Kind::Choose | Kind::Clean);
    let other = STEPS
        .iter()
        .find(|step| !chooses(step.kind) && settings.data.get(step.info.key).is_some());
    match other {
        None => Ok(()),
        Some(step) => Err(format!(
            "data.{} changes images, and a loop learns from samples as they are: leave it out.",
            step.info.key
        )),
    }
}
