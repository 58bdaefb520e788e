//! What the page knows of the engine before it has one: settings, presets, families, objectives, solvers, scenes, metrics and error codes,
//! written as a JavaScript module with types by `cargo xtask schema`. Nothing of it is written twice by hand.

mod rows;
mod types;

pub use types::types;

use crate::dataset::recipe::recipe_infos;
use crate::error::ErrorCode;
use crate::flow::Solver;
use crate::scenes::SCENES;
use crate::training::families::FAMILIES;
use crate::training::settings::SETTINGS;
use rows::{family, of_preset, of_recipe, of_scene, of_solver, setting};
use serde_json::{Value, json};
use std::fmt::Write;
use yardsticks::METRICS;

/// The module's path from the project's root.
pub const MODULE: &str = "www/engine/schema.js";
/// Its types' path.
pub const TYPES: &str = "www/engine/schema.d.ts";

const ABOUT: &str =
    "// Written by `cargo xtask schema` from the engine's tables (src/schema/): change those.\n";

/// The JavaScript module.
pub fn module() -> String {
    let presets = FAMILIES.iter().flat_map(|family| {
        let presets = family.presets.iter();
        presets.map(|preset| of_preset(preset.id, family.name))
    });
    let metrics = METRICS.iter().filter(|metric| !metric.is_costly());
    let metrics = metrics.map(|metric| json!({ "name": metric.name(), "better": metric.better() }));
    let tables: [(&str, &str, &str, Vec<Value>); 8] = [
        (
            "SETTINGS",
            "Setting",
            "Every setting, in the order in which they are listed.",
            SETTINGS.iter().map(setting).collect(),
        ),
        (
            "FAMILIES",
            "Family",
            "Every family of models.",
            FAMILIES.iter().copied().map(family).collect(),
        ),
        (
            "PRESETS",
            "Preset",
            "Every preset, in the order in which they are listed.",
            presets.collect(),
        ),
        (
            "SOLVERS",
            "Solver",
            "How paths of a flow are followed.",
            Solver::WORDS.iter().map(of_solver).collect(),
        ),
        (
            "SCENES",
            "Scene",
            "What models are used for.",
            SCENES.iter().map(|scene| of_scene(*scene)).collect(),
        ),
        (
            "METRICS",
            "Metric",
            "What `measure` answers, in the order in which it is told.",
            metrics.collect(),
        ),
        (
            "RECIPE",
            "RecipeSetting",
            "What can be done with the training images first, in this order.",
            recipe_infos().map(of_recipe).collect(),
        ),
        (
            "ERROR_CODES",
            "ErrorCode",
            "The codes of the engine's errors.",
            ErrorCode::WORDS.iter().map(|code| json!(code)).collect(),
        ),
    ];
    let written = tables.map(|(name, of, about, list)| {
        let rows = list.iter().fold(String::new(), |mut rows, row| {
            let _ = writeln!(rows, "  {row},");
            rows
        });
        format!(
            "/** {about} @type {{import('./schema.d.ts').{of}[]}} */\nexport const {name} = [\n{rows}];\n"
        )
    });
    format!("{ABOUT}\n{}", written.join("\n"))
}
