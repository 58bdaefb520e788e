//! What can be chosen about a scene: numbers, each with its range.

use super::SceneInfo;
use crate::error::{Error, ErrorCode, Result};

/// One number that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OptionInfo {
    /// As in `--option name=value`.
    pub name: &'static str,
    /// Where it is unless it is chosen.
    pub default: f64,
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
    /// Whether it is a whole number.
    pub whole: bool,
    /// All values there are; none where every one within the range is.
    pub choices: &'static [f64],
    /// One sentence.
    pub description: &'static str,
}

impl OptionInfo {
    /// Any number within a range.
    pub const fn number(name: &'static str, default: f64, (min, max): (f64, f64)) -> Self {
        Self {
            name,
            default,
            min,
            max,
            whole: false,
            choices: &[],
            description: "",
        }
    }

    /// A whole number within a range.
    pub const fn whole(name: &'static str, default: u32, (min, max): (u32, u32)) -> Self {
        let (default, min, max) = (default as f64, min as f64, max as f64);
        Self {
            whole: true,
            ..Self::number(name, default, (min, max))
        }
    }

    /// The same with a sentence, which the page has in words of its own.
    pub const fn about(self, description: &'static str) -> Self {
        Self {
            description: crate::words::sentence(description),
            ..self
        }
    }

    /// The same, where there are only these.
    pub const fn among(self, choices: &'static [f64]) -> Self {
        Self { choices, ..self }
    }

    /// What the value must be, to complete "it must be ...".
    pub fn allowed(&self) -> String {
        let Self { min, max, .. } = self;
        if !self.choices.is_empty() {
            let all: Vec<_> = self.choices.iter().map(f64::to_string).collect();
            return all.join(" or ");
        }
        let whole = if self.whole { "whole " } else { "" };
        format!("a {whole}number from {min} to {max}")
    }

    fn takes(&self, value: f64) -> bool {
        let chosen = self.choices.is_empty() || self.choices.contains(&value);
        (self.min..=self.max).contains(&value) && chosen && !(self.whole && value.fract() != 0.0)
    }
}

/// The options of a scene, each in its range.
#[derive(Clone, Debug)]
pub struct Options {
    info: &'static SceneInfo,
    values: Vec<f64>,
}

impl Options {
    /// Those that were chosen, and the others where they start.
    ///
    /// # Errors
    /// `bad-setting`, naming what there is.
    pub fn new(info: &'static SceneInfo, chosen: &[(String, f64)]) -> Result<Self> {
        let mut values: Vec<f64> = info.options.iter().map(|option| option.default).collect();
        for (name, value) in chosen {
            let place = info.options.iter().position(|option| option.name == *name);
            let Some(place) = place else {
                let known: Vec<_> = info.options.iter().map(|option| option.name).collect();
                let known = match known.as_slice() {
                    [] => "It has none".to_string(),
                    all => format!("Its options are: {}", all.join(", ")),
                };
                let scene = info.name;
                return Err(bad(format!(
                    "The scene {scene} has no option \"{name}\". {known}."
                )));
            };
            let option = &info.options[place];
            if !option.takes(*value) {
                let allowed = option.allowed();
                return Err(bad(format!("{name} must be {allowed}; {value} came.")));
            }
            values[place] = *value;
        }
        Ok(Self { info, values })
    }

    /// The value of one of the scene's own options.
    pub fn get(&self, name: &str) -> f64 {
        let place = self.info.options.iter().position(|one| one.name == name);
        self.values[place.expect("a scene asks for its own options")]
    }

    /// The same of one that is whole.
    pub fn whole(&self, name: &str) -> usize {
        self.get(name) as usize
    }

    /// The scene's name.
    pub fn scene(&self) -> &'static str {
        self.info.name
    }

    /// Images that the scene is played with by default.
    pub fn count(&self) -> usize {
        self.info.count
    }
}

fn bad(message: String) -> Error {
    Error::new(ErrorCode::BadSetting, message)
}
