//! What a step of a recipe is.

use super::Recipe;
use crate::dataset::DatasetSpec;
use crate::dataset::confident::Judged;
use crate::decimal::decimal;
use crate::error::{Error, ErrorCode, Result};
use crate::random::Purpose;
use crate::words::sentence;
use rand_chacha::ChaCha8Rng;
use serde::Serialize;
use serde_json::Value;
use std::fmt::Debug;

/// A step with the value it was given. A [`Kind`] of step does one of these, and leaves the others as they are here.
pub trait Step: Debug + Send + Sync {
    /// Whether it can be applied to this data set.
    ///
    /// # Errors
    /// `bad-setting`, saying what the data set has.
    fn check(&self, _spec: &DatasetSpec) -> Result<()> {
        Ok(())
    }

    /// Which images there are, by their indices, from those that the steps before left. One may be there several times.
    /// `labels` are those of all images of the data set, as the steps before left them; none where the images need not be
    /// there.
    fn choose(&self, images: Vec<u32>, _labels: &[u8], _seed: u64) -> Vec<u32> {
        images
    }

    /// Which images there are, by what they look like, from those that the steps before left.
    fn clean(&self, images: Vec<u32>, _looks: &Looks) -> Vec<u32> {
        images
    }

    /// The label that an image gets, by its index; none where it keeps its own.
    fn label(&self, _index: u32) -> Option<u8> {
        None
    }

    /// Changes a label, 0 to one less than `classes`.
    fn relabel(&self, _label: &mut u8, _classes: usize, _rng: &mut ChaCha8Rng) {}

    /// Changes an image, `[784]`, 0 to 1, without chance.
    fn filter(&self, _image: &mut [f32]) {}

    /// Changes an image, `[784]`, 0 to 1, at random.
    fn apply(&self, _image: &mut [f32], _rng: &mut ChaCha8Rng) {}
}

/// What is known of images that may be left out for what they look like.
pub struct Looks<'a> {
    /// Labels of all images of the data set, as the steps before left them.
    pub labels: &'a [u8],
    /// How many there are of.
    pub classes: usize,
    /// Writes an image by its index, `[784]`, 0 to 1, as the steps before have damaged it.
    pub pixels: &'a dyn Fn(u32, &mut [f32]),
    /// What a classifier says of those that the steps before left, in their order, where the recipe doubts labels.
    pub judged: Option<&'a Judged>,
}

/// What a step does, and what its random numbers follow from beside the recipe's seed.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// It keeps the first ones of those there are: a run can begin before the others have arrived.
    First,
    /// It chooses images by their labels, or at random: a run can begin only when all training images are there.
    Choose,
    /// It chooses images by what they look like ([`Step::clean`]): all must be there too.
    Clean,
    /// It gives images that are named another label ([`Step::label`]).
    Label,
    /// It changes a label ([`Step::relabel`]); by the image's index, and so the same way each time.
    Relabel(Purpose),
    /// It changes every image in the same way ([`Step::filter`]).
    Filter,
    /// It damages an image ([`Step::apply`]); by the image's index, and so the same way each time.
    Damage(Purpose),
    /// It changes an image anew each time ([`Step::apply`]); by the epoch and the image's place in it.
    Augment(Purpose),
}

/// A line of [`STEPS`](super::STEPS).
#[derive(Clone, Copy, Debug)]
pub struct StepInfo {
    /// What can be set.
    pub info: RecipeInfo,
    /// Values that say more about it, and change nothing alone.
    pub options: &'static [RecipeInfo],
    /// What it does.
    pub kind: Kind,
    /// Makes the step of a checked value; the recipe has its options.
    pub make: fn(&Value, &Recipe) -> Made,
}

/// A step, none where the value changes nothing, or `bad-setting`, saying what is allowed.
pub type Made = Result<Option<Box<dyn Step>>>;

/// One value of a recipe, as pages and commands show it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RecipeInfo {
    /// As in `--set data.key=value`, without `data.`.
    pub key: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// Smallest and largest value, or none where the value is text.
    pub range: Option<(f64, f64)>,
    /// Whether only whole numbers make sense.
    pub whole: bool,
    /// What the text looks like, where the value is text.
    pub form: &'static str,
    /// All words there are, the default first, where the value is one of them.
    pub choices: &'static [&'static str],
    /// What can be named with an amount each, where the value is such a list, `shift:2,rotate:10`.
    pub amounts: &'static [Amount],
}

/// What a list of names and amounts may have.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Amount {
    /// Before the colon.
    pub name: &'static str,
    /// The largest amount; the least is 0, which changes nothing.
    pub most: f64,
    /// Whether only whole amounts make sense.
    pub whole: bool,
}

impl RecipeInfo {
    /// A number of this range.
    pub(super) const fn number(
        key: &'static str,
        max: f64,
        whole: bool,
        description: &'static str,
    ) -> Self {
        Self {
            key,
            description: sentence(description),
            range: Some((0.0, max)),
            whole,
            form: "",
            choices: &[],
            amounts: &[],
        }
    }

    /// Text of this form.
    pub(super) const fn text(
        key: &'static str,
        form: &'static str,
        description: &'static str,
    ) -> Self {
        Self {
            key,
            description: sentence(description),
            range: None,
            whole: false,
            form,
            choices: &[],
            amounts: &[],
        }
    }

    /// Some of these names with an amount each.
    pub(super) const fn amounts(
        key: &'static str,
        amounts: &'static [Amount],
        form: &'static str,
        description: &'static str,
    ) -> Self {
        Self {
            amounts,
            ..Self::text(key, form, description)
        }
    }

    /// One of these words, the first by default. `form` lists them in a sentence.
    pub(super) const fn word(
        key: &'static str,
        choices: &'static [&'static str],
        form: &'static str,
        description: &'static str,
    ) -> Self {
        Self {
            choices,
            ..Self::text(key, form, description)
        }
    }

    /// The value as a number of the range, or as text.
    ///
    /// # Errors
    /// `bad-setting`, saying what is allowed.
    pub fn check(&self, value: &Value) -> Result<Value> {
        let Some((min, max)) = self.range else {
            return match value {
                Value::String(text) if self.allows(text.trim()) => Ok(text.trim().into()),
                // `data.digits=7` may come as a number.
                Value::Number(number) if self.choices.is_empty() => Ok(number.to_string().into()),
                _ => Err(self.refuse(value)),
            };
        };
        let number = match value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => decimal(text),
            _ => None,
        };
        match number {
            Some(x) if (min..=max).contains(&x) && self.whole && x.fract() == 0.0 => {
                Ok((x as u64).into())
            }
            Some(x) if (min..=max).contains(&x) && !self.whole => Ok(x.into()),
            _ => Err(self.refuse(value)),
        }
    }

    fn allows(&self, text: &str) -> bool {
        self.choices.is_empty() || self.choices.contains(&text)
    }

    /// The error that says what is allowed instead of this value.
    pub(super) fn refuse(&self, value: &Value) -> Error {
        let allowed = match self.range {
            Some((min, max)) if self.whole => format!("a whole number from {min} to {max}"),
            Some((min, max)) => format!("a number from {min} to {max}"),
            None => self.form.into(),
        };
        Error::new(
            ErrorCode::BadSetting,
            format!("data.{} must be {allowed}, not {value}.", self.key),
        )
    }
}

/// A checked number above 0, which is none.
pub(super) fn above_zero(value: &Value) -> Option<f64> {
    value.as_f64().filter(|&x| x > 0.0)
}
