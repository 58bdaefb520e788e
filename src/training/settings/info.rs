//! What is known of one setting: its type, range, first value and where it has an effect.

use crate::decimal::decimal;
use crate::error::{Error, ErrorCode, Result};
use crate::training::families;
use serde::Serialize;
use serde_json::Value;

/// The largest whole number up to which JavaScript's numbers are exact, 2^53 - 1.
pub const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;
/// More steps than anyone trains.
pub const MAX_STEPS: u64 = 1_000_000_000;

/// One setting, as the command, the page and the checks know it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SettingInfo {
    /// As in `--set key=value` and the page's address.
    pub key: &'static str,
    /// What values it takes.
    #[serde(flatten)]
    pub kind: Kind,
    /// Where it starts, unless the preset says otherwise.
    pub default: Scalar,
    /// Where it changes something.
    #[serde(flatten)]
    pub effect: Effect,
    /// One sentence.
    pub description: &'static str,
}

/// What values a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Kind {
    /// A number within limits, both included.
    Number {
        /// The smallest.
        min: f64,
        /// The largest.
        max: f64,
    },
    /// A whole number within limits, both included.
    Whole {
        /// The smallest.
        min: u64,
        /// The largest.
        max: u64,
    },
    /// Yes or no.
    Switch,
    /// One of these words.
    Word {
        /// All there are.
        choices: &'static [&'static str],
    },
    /// One of the architectures of all families.
    Architecture,
    /// One of the objectives of all families.
    Objective,
}

/// A value in a table.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Scalar {
    /// Of a number.
    Number(f64),
    /// Of a whole number.
    Whole(u64),
    /// Of a switch.
    Switch(bool),
    /// Of a word.
    Word(&'static str),
}

/// Where a setting changes something.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Effect {
    /// Whether it does so in every family. If not, families name it among their own.
    pub everywhere: bool,
    /// Another setting that must have one of these words; elsewhere this one changes nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Another setting that must not have one of these words unless this one has its default, and why.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub refused: &'static [(When, &'static str)],
    /// Whether it decides how images are drawn, and nothing that is learnt: weights are the same whatever it is.
    #[serde(skip)]
    pub drawing: bool,
}

/// That a setting has one of some words; those of a switch are `true` and `false`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct When {
    /// The setting.
    pub key: &'static str,
    /// The words.
    pub is: &'static [&'static str],
}

impl When {
    pub(super) fn holds(&self, all: &serde_json::Map<String, Value>) -> bool {
        match &all[self.key] {
            Value::Bool(on) => self.is.contains(&if *on { "true" } else { "false" }),
            other => other.as_str().is_some_and(|word| self.is.contains(&word)),
        }
    }
}

impl From<Scalar> for Value {
    fn from(scalar: Scalar) -> Self {
        match scalar {
            Scalar::Number(x) => x.into(),
            Scalar::Whole(x) => x.into(),
            Scalar::Switch(x) => x.into(),
            Scalar::Word(x) => x.into(),
        }
    }
}

impl SettingInfo {
    /// The words allowed, where the value is one.
    pub fn choices(&self) -> Vec<&'static str> {
        match self.kind {
            Kind::Word { choices } => choices.to_vec(),
            Kind::Architecture => families::architectures(),
            Kind::Objective => families::objectives(),
            Kind::Switch => vec!["false", "true"],
            Kind::Number { .. } | Kind::Whole { .. } => Vec::new(),
        }
    }

    /// What the value must be, to complete "it must be ...".
    pub fn allowed(&self) -> String {
        match self.kind {
            Kind::Number { min, max } => format!("a number from {min} to {max}"),
            Kind::Whole { min, max } => format!("a whole number from {min} to {max}"),
            _ => format!("one of {}", self.choices().join(", ")),
        }
    }

    /// The value in the type and range of this setting. Text that reads as a number counts as one, since commands and
    /// addresses have only text.
    ///
    /// # Errors
    /// `bad-setting`, saying what is allowed.
    pub(in crate::training) fn check(&self, value: &Value) -> Result<Value> {
        self.parsed(value).ok_or_else(|| {
            let shown = value
                .as_str()
                .map_or_else(|| value.to_string(), |text| format!("\"{text}\""));
            Error::new(
                ErrorCode::BadSetting,
                format!(
                    "{} cannot be {shown}: it must be {}.",
                    self.key,
                    self.allowed()
                ),
            )
        })
    }

    fn parsed(&self, value: &Value) -> Option<Value> {
        let text = value.as_str().map(str::trim);
        match self.kind {
            Kind::Number { min, max } => {
                let x = value.as_f64().or_else(|| decimal(text?))?;
                (min..=max).contains(&x).then(|| x.into())
            }
            Kind::Whole { min, max } => {
                // Through no floating-point number where it is written as a whole one, so that none is rounded.
                let exact = value.as_u64().or_else(|| text?.parse().ok());
                let x = exact.or_else(|| {
                    let x = value.as_f64().or_else(|| decimal(text?))?;
                    let whole = x.fract() == 0.0 && (0.0..=MAX_SAFE_INTEGER as f64).contains(&x);
                    whole.then_some(x as u64)
                })?;
                (min..=max).contains(&x).then(|| x.into())
            }
            Kind::Switch => match (value, text) {
                (Value::Bool(on), _) => Some((*on).into()),
                (_, Some("true")) => Some(true.into()),
                (_, Some("false")) => Some(false.into()),
                _ => None,
            },
            _ => self.choices().contains(&text?).then(|| text.into()),
        }
    }
}
