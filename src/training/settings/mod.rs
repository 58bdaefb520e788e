//! What to train: a preset and its settings, each with its range and a sentence of explanation.

mod check;
mod field;
mod info;
mod parts;
mod table;
#[cfg(test)]
mod tests;

pub(super) use check::refuse;
pub(crate) use field::Field;
pub use info::{Effect, Kind, MAX_SAFE_INTEGER, MAX_STEPS, Scalar, SettingInfo, When};
pub use table::{SETTINGS, Settings};

use super::families;
use crate::dataset::recipe::recipe_infos;
use crate::error::{Error, ErrorCode, Result};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

impl Settings {
    /// The defaults of a preset with some settings changed.
    ///
    /// # Errors
    /// `unknown-preset`, those of [`set`](Self::set), and `bad-setting` where settings make no sense together.
    pub fn with(id: &str, changes: &Map<String, Value>) -> Result<Self> {
        let settings = Self::changed(id, changes)?;
        check::together(&settings)?;
        Ok(settings)
    }

    /// [`with`](Self::with), for whoever writes a command or a file: what nothing uses is refused in the data's recipe too
    /// ([`Recipe::refuse_idle`]), where a page keeps it.
    ///
    /// # Errors
    /// As [`with`](Self::with), and `bad-setting` for such a value.
    pub fn written(id: &str, changes: &Map<String, Value>) -> Result<Self> {
        let settings = Self::with(id, changes)?;
        settings.data.refuse_idle(|key| changes.contains_key(key))?;
        Ok(settings)
    }

    /// The settings of a saved run. One that an older version wrote may hold what has no effect: that is as the preset has
    /// it. One that it lacks, because it is newer than the file, is as the preset has it too.
    ///
    /// # Errors
    /// As [`with`](Self::with).
    pub fn saved(id: &str, all: &Map<String, Value>) -> Result<Self> {
        let mut settings = Self::changed(id, all)?;
        let preset = Self::preset(id)?.to_map();
        for info in check::without_effect(&settings)? {
            settings.set(info.key, &preset[info.key])?;
        }
        check::together(&settings)?;
        Ok(settings)
    }

    /// The same run, whose images are drawn in another way.
    ///
    /// # Errors
    /// As [`with`](Self::with), and `bad-setting` for what decides more than [how images are drawn](Effect::drawing).
    pub fn drawn_otherwise(&self, changes: &Map<String, Value>) -> Result<Self> {
        let drawing = || SETTINGS.iter().filter(|info| info.effect.drawing);
        let mut settings = self.clone();
        for (key, value) in changes {
            settings.set(key, value)?;
            if !drawing().any(|info| info.key == key) {
                let known: Vec<_> = drawing().map(|info| info.key).collect();
                return Err(Error::new(
                    ErrorCode::BadSetting,
                    format!(
                        "{key} decides what is learnt, which a saved run says itself: leave it out. What decides only how images are \
                         drawn may be changed: {}.",
                        known.join(", ")
                    ),
                ));
            }
        }
        check::together(&settings)?;
        Ok(settings)
    }

    /// A preset with some settings changed, whether they make sense together or not.
    fn changed(id: &str, changes: &Map<String, Value>) -> Result<Self> {
        let mut settings = Self::preset(id)?;
        for (key, value) in changes {
            settings.set(key, value)?;
        }
        Ok(settings)
    }

    /// The defaults of a preset.
    ///
    /// # Errors
    /// `unknown-preset`, listing the known ones.
    pub fn preset(id: &str) -> Result<Self> {
        let mut preset = families::preset(id)?;
        let mut chain = vec![preset];
        while let Some(base) = preset.base {
            preset = families::preset(base)?;
            chain.push(preset);
        }
        let mut settings = Self::of_table(id);
        for (key, value) in chain.iter().rev().flat_map(|preset| preset.settings) {
            let assigned = settings.assign(key, &(*value).into());
            assert!(assigned, "{id} has no value of {key}'s type");
        }
        Ok(settings)
    }

    /// All settings by their keys, the preset too, without the data's recipe.
    pub fn to_map(&self) -> Map<String, Value> {
        let mut all = Map::new();
        all.insert("preset".into(), self.preset.as_str().into());
        for (key, value) in self.values() {
            all.insert(key.into(), value);
        }
        all
    }

    /// Changes one setting. Text that reads as a number counts as one, since commands and addresses have only text.
    ///
    /// # Errors
    /// `unknown-setting`, listing the known ones; `bad-setting`, saying what is allowed.
    pub fn set(&mut self, key: &str, value: &Value) -> Result<()> {
        if let Some(key) = key.strip_prefix("data.") {
            return self.data.set(key, value);
        }
        let Some(info) = SETTINGS.iter().find(|info| info.key == key) else {
            let of_data = recipe_infos().map(|info| format!("data.{}", info.key));
            let known: Vec<_> = SETTINGS
                .iter()
                .map(|info| info.key.to_string())
                .chain(of_data)
                .collect();
            return Err(Error::new(
                ErrorCode::UnknownSetting,
                format!(
                    "There is no setting \"{key}\". The settings are: {}.",
                    known.join(", ")
                ),
            ));
        };
        let assigned = self.assign(key, &info.check(value)?);
        assert!(assigned, "a checked value is of {key}'s type");
        Ok(())
    }
}

/// As the object of [`Settings::to_map`].
impl Serialize for Settings {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        self.to_map().serialize(serializer)
    }
}
