//! The module's types: words from the tables, and interfaces that stand in `types.d.ts` beside this file.

use super::ABOUT;
use crate::error::ErrorCode;
use crate::scenes::SCENES;
use crate::training::families::{self, Capability, FAMILIES};
use crate::training::settings::SETTINGS;

/// The module's types.
pub fn types() -> String {
    let words = |all: &[&str]| {
        all.iter()
            .map(|word| format!("'{word}'"))
            .collect::<Vec<_>>()
            .join(" | ")
    };
    let keys: Vec<_> = SETTINGS.iter().map(|info| info.key).collect();
    let families: Vec<_> = FAMILIES.iter().map(|family| family.name).collect();
    let presets: Vec<_> = families::presets().iter().map(|preset| preset.id).collect();
    let scenes: Vec<_> = SCENES.iter().map(|scene| scene.info().name).collect();
    let capabilities: Vec<String> = Capability::ALL.iter().map(word_of).collect();
    let capabilities: Vec<_> = capabilities.iter().map(String::as_str).collect();
    format!(
        "{ABOUT}
export type SettingKey = {keys};
export type FamilyName = {families};
export type PresetId = {presets};
export type Capability = {capabilities};
export type SceneName = {scenes};
export type ErrorCode = {codes};
export type Value = number | string | boolean;

{interfaces}",
        keys = words(&keys),
        families = words(&families),
        presets = words(&presets),
        capabilities = words(&capabilities),
        scenes = words(&scenes),
        codes = words(ErrorCode::WORDS),
        interfaces = include_str!("types.d.ts"),
    )
}

fn word_of(capability: &Capability) -> String {
    serde_json::to_value(capability)
        .ok()
        .and_then(|word| word.as_str().map(Into::into))
        .unwrap_or_default()
}
