//! The data's recipe: what is done with the training images before a model sees them.
//!
//! A recipe is a list of steps, each `(image, label, rng)`, in the order of [`STEPS`], whatever the order in which they were
//! set. There are three sorts ([`Kind`]): steps that choose images, steps that damage an image or its label, the same way
//! each time it is drawn, and steps that augment it, anew at each draw. All are random by keyed streams alone: the recipe's
//! seed, the step's purpose, and the image's index (or the draw). So a recipe gives the same in a browser, natively and in
//! every shard of a batch.
//!
//! A step is a file of its own here and a line in [`STEPS`]. The test images stay as they are: runs under different recipes
//! are measured on the same ones. What a *model* wants of its input (black and white, -1 to 1) is no matter of the data: see
//! [`Input`](crate::training::Input).

pub mod augment;
mod blur;
mod by_index;
mod clean;
mod digits;
mod drop;
mod duplicates;
mod invert;
mod limit;
mod mislabel;
mod noise;
mod occlude;
mod pipeline;
mod rare;
mod rebalance;
mod relabel;
#[cfg(test)]
mod scipy;
mod step;

pub(crate) use blur::blur;
pub(super) use pipeline::Pipeline;
pub use step::{Amount, Kind, Looks, Made, RecipeInfo, Step, StepInfo};

use crate::error::{Error, ErrorCode, Result};
use crate::training::settings::MAX_SAFE_INTEGER;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Every step, in the order in which they are applied.
pub const STEPS: &[StepInfo] = &[
    drop::STEP,
    relabel::STEP,
    digits::STEP,
    limit::STEP,
    rare::STEP,
    duplicates::STEP,
    mislabel::STEP,
    invert::STEP,
    occlude::STEP,
    blur::STEP,
    noise::STEP,
    clean::STEP,
    rebalance::STEP,
    augment::STEP,
];

/// What decides the random numbers of all steps.
const SEED: RecipeInfo = RecipeInfo {
    key: "seed",
    description: "Decides what is random about the data; the run's seed by default.",
    range: Some((0.0, MAX_SAFE_INTEGER as f64)),
    whole: true,
    form: "",
    choices: &[],
    amounts: &[],
};

/// Everything that can be set, `seed` first, then the steps in their order, each with its options behind it.
pub fn recipe_infos() -> impl Iterator<Item = &'static RecipeInfo> {
    let of_step = |step: &'static StepInfo| [&step.info].into_iter().chain(step.options);
    [&SEED].into_iter().chain(STEPS.iter().flat_map(of_step))
}

/// What differs from the data as they are. As JSON it is a flat object of that, `{"limit": 1000, "mislabel": 0.3}`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Map<String, Value>", into = "Map<String, Value>")]
pub struct Recipe {
    values: Map<String, Value>,
}

impl Recipe {
    /// Changes one value; `key` is without `data.` here. Text that reads as a number counts as one.
    ///
    /// # Errors
    /// `unknown-setting`, listing the known keys; `bad-setting`, saying what is allowed.
    pub fn set(&mut self, key: &str, value: &Value) -> Result<()> {
        let Some(info) = recipe_infos().find(|info| info.key == key) else {
            let known: Vec<_> = recipe_infos()
                .map(|info| format!("data.{}", info.key))
                .collect();
            return Err(Error::new(
                ErrorCode::UnknownSetting,
                format!(
                    "There is no setting \"data.{key}\". Those of the data are: {}.",
                    known.join(", ")
                ),
            ));
        };
        let value = info.check(value)?;
        let step = STEPS.iter().find(|step| step.info.key == key);
        // What does nothing is not kept, so that a recipe that changes nothing is the default.
        let has_effect = match step {
            Some(step) => (step.make)(&value, self)?.is_some(),
            None => info.choices.first().is_none_or(|default| value != *default),
        };
        self.values.remove(key);
        if has_effect {
            self.values.insert(key.into(), value);
        }
        Ok(())
    }

    /// The value that was set, if it is not the default.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.values.get(key)
    }

    /// Whether the data are left as they are.
    pub fn is_default(&self) -> bool {
        self.values.is_empty()
    }

    /// Fails where a value says more about a step that is not there and not `named` (`data.mislabel=0` is, in a series of shares). Pages
    /// keep such values, for when the step comes back; whoever writes a command has forgotten something.
    ///
    /// # Errors
    /// `bad-setting`, naming both.
    pub fn refuse_idle(&self, named: impl Fn(&str) -> bool) -> Result<()> {
        for step in STEPS {
            if self.get(step.info.key).is_some() || named(&format!("data.{}", step.info.key)) {
                continue;
            }
            let mut options = step.options.iter();
            if let Some(option) = options.find(|option| self.get(option.key).is_some()) {
                return Err(Error::new(
                    ErrorCode::BadSetting,
                    format!(
                        "data.{} has no effect without data.{}: set that too, or leave it out.",
                        option.key, step.info.key
                    ),
                ));
            }
        }
        Ok(())
    }

    /// Whether a classifier is asked about the labels, which takes seconds.
    pub fn doubts_labels(&self) -> bool {
        self.get(clean::STEP.info.key)
            .is_some_and(|value| value == clean::LABELS)
    }

    /// The steps before images are left out for what they look like.
    pub(super) fn before_cleaning(&self) -> Self {
        let steps = STEPS
            .iter()
            .take_while(|step| step.info.key != clean::STEP.info.key);
        let infos = steps.flat_map(|step| [&step.info].into_iter().chain(step.options));
        let pairs = infos.filter_map(|info| {
            let value = self.get(info.key)?;
            Some((info.key.to_string(), value.clone()))
        });
        Self {
            values: pairs.collect(),
        }
    }

    /// What decides the random numbers, under a run's seed.
    pub fn seed(&self, run_seed: u64) -> u64 {
        self.get(SEED.key)
            .and_then(Value::as_u64)
            .unwrap_or(run_seed)
    }
}

/// # Errors
/// Those of [`Recipe::set`].
impl TryFrom<Map<String, Value>> for Recipe {
    type Error = Error;

    fn try_from(values: Map<String, Value>) -> Result<Self> {
        let mut recipe = Self::default();
        for (key, value) in &values {
            recipe.set(key, value)?;
        }
        Ok(recipe)
    }
}

impl From<Recipe> for Map<String, Value> {
    fn from(recipe: Recipe) -> Self {
        recipe.values
    }
}

#[cfg(test)]
mod tests;
