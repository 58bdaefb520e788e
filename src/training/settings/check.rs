//! Settings that are each possible and make no sense together.

use super::{SETTINGS, SettingInfo, Settings};
use crate::error::{Error, ErrorCode, Result};
use crate::training::families;
use serde_json::Value;

/// Fails where settings make no sense together.
///
/// # Errors
/// `bad-setting`, saying why.
pub fn together(settings: &Settings) -> Result<()> {
    let family = families::of(settings)?;
    if let Some(info) = without_effect(settings)?.first() {
        let why = match info.effect.when {
            Some(when) if info.has_effect_in(family) => {
                format!("unless {}={}", when.key, when.is.join(" or "))
            }
            _ => format!(
                "on {} (architecture and objective decide that)",
                family.what
            ),
        };
        return refuse(&format!("{} has no effect {why}: leave it out.", info.key));
    }
    let all = settings.to_map();
    for info in SETTINGS.iter().filter(|info| info.has_effect_in(family)) {
        if all[info.key] == Value::from(info.default) {
            continue;
        }
        if let Some((_, why)) = info
            .effect
            .refused
            .iter()
            .find(|(when, _)| when.holds(&all))
        {
            return refuse(why);
        }
    }
    (family.check)(settings)
}

/// The settings that would change nothing, and are not as the preset has them.
///
/// # Errors
/// `bad-setting` when architecture and objective do not fit.
pub fn without_effect(settings: &Settings) -> Result<Vec<&'static SettingInfo>> {
    let family = families::of(settings)?;
    let (given, usual) = (
        settings.to_map(),
        Settings::preset(&settings.preset)?.to_map(),
    );
    let changed = SETTINGS
        .iter()
        .filter(|info| given[info.key] != usual[info.key]);
    Ok(changed
        .filter(|info| {
            let idle = info.effect.when.is_some_and(|when| !when.holds(&given));
            idle || !info.has_effect_in(family)
        })
        .collect())
}

impl SettingInfo {
    /// Whether it changes something in a family, under the right words of other settings.
    pub fn has_effect_in(&self, family: &families::FamilyInfo) -> bool {
        self.effect.everywhere || family.settings.contains(&self.key)
    }
}

/// The error of settings that make no sense together.
///
/// # Errors
/// Always.
pub fn refuse(why: &str) -> Result<()> {
    Err(Error::new(ErrorCode::BadSetting, why))
}
