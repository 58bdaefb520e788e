//! What the page knows of the engine before it has one: settings, presets, families, objectives, scenes, metrics and error codes, written as
//! a JavaScript module with types by `cargo xtask schema`. Nothing of it is written twice by hand.

use crate::dataset::recipe::{RecipeInfo, recipe_infos};
use crate::error::ErrorCode;
use crate::scenes::{SCENES, Scene};
use crate::training::families::{self, Capability, FAMILIES};
use crate::training::settings::{Kind, MAX_SAFE_INTEGER, SETTINGS, Scalar, SettingInfo, Settings};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::fmt::Write;
use yardsticks::METRICS;

/// The module's path from the project's root.
pub const MODULE: &str = "www/engine/schema.js";
/// Its types' path.
pub const TYPES: &str = "www/engine/schema.d.ts";

const ABOUT: &str =
    "// Written by `cargo xtask schema` from the engine's tables (src/schema.rs): change those.\n";

/// The JavaScript module.
pub fn module() -> String {
    let settings: Vec<Value> = SETTINGS.iter().map(setting).collect();
    let families: Vec<Value> = FAMILIES.iter().copied().map(family).collect();
    let presets: Vec<Value> = FAMILIES
        .iter()
        .flat_map(|family| {
            family
                .presets
                .iter()
                .map(|preset| of_preset(preset.id, family.name))
        })
        .collect();
    let mut text = format!("{ABOUT}\n");
    for (name, type_name, about, list) in [
        (
            "SETTINGS",
            "Setting",
            "Every setting, in the order in which they are listed.",
            to_values(&settings),
        ),
        (
            "FAMILIES",
            "Family",
            "Every family of models.",
            to_values(&families),
        ),
        (
            "PRESETS",
            "Preset",
            "Every preset, in the order in which they are listed.",
            to_values(&presets),
        ),
    ] {
        let _ = writeln!(
            text,
            "/** {about} @type {{import('./schema.d.ts').{type_name}[]}} */"
        );
        let _ = writeln!(text, "export const {name} = {};\n", rows(&list));
    }
    let scenes: Vec<Value> = SCENES.iter().map(|scene| of_scene(*scene)).collect();
    let _ = writeln!(
        text,
        "/** What models are used for. @type {{import('./schema.d.ts').Scene[]}} */"
    );
    let _ = writeln!(text, "export const SCENES = {};\n", rows(&scenes));
    let metrics: Vec<Value> = METRICS
        .iter()
        .filter(|metric| !metric.is_costly())
        .map(|metric| json!({ "name": metric.name(), "better": metric.better() }))
        .collect();
    let _ = writeln!(
        text,
        "/** What `measure` answers, in the order in which it is told. @type {{import('./schema.d.ts').Metric[]}} */"
    );
    let _ = writeln!(text, "export const METRICS = {};\n", rows(&metrics));
    let recipe: Vec<Value> = recipe_infos().map(of_recipe).collect();
    let _ = writeln!(
        text,
        "/** What can be done with the training images first, in this order. @type {{import('./schema.d.ts').RecipeSetting[]}} */"
    );
    let _ = writeln!(text, "export const RECIPE = {};\n", rows(&recipe));
    let _ = writeln!(text, "/** The codes of the engine's errors. */");
    let _ = writeln!(
        text,
        "export const ERROR_CODES = {};",
        rows(&to_values(ErrorCode::WORDS))
    );
    text
}

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

/** That another setting has one of these words. */
export interface When {{ key: SettingKey; is: string[] }}

export interface Setting {{
  key: SettingKey;
  kind: 'number' | 'whole' | 'switch' | 'word';
  /** Smallest and largest value, both included, of a number. */
  min?: number;
  max?: number;
  /** All words there are. */
  choices?: string[];
  /** Where it starts, unless the preset says otherwise. */
  default: Value;
  /** The families in which it changes something. */
  families: FamilyName[];
  /** Elsewhere it changes nothing. */
  when?: When;
  /** There it must have its default. */
  refused?: When[];
  /** One sentence, in English. */
  description: string;
}}

export interface RecipeSetting {{
  key: string;
  kind: 'number' | 'whole' | 'text' | 'word';
  /** Smallest and largest value, both included, of a number. */
  min?: number;
  max?: number;
  /** What a text must be. */
  form?: string;
  /** All words there are, the default first. */
  choices?: string[];
  /** What can be named with an amount each, 0 to most, in a text as name:amount,name:amount. */
  amounts?: {{ name: string; most: number; whole: boolean }}[];
  /** One sentence, in English. */
  description: string;
}}

export interface Family {{
  name: FamilyName;
  architectures: string[];
  /** With the logit above which the discriminator takes an image for real; null where there is none. */
  objectives: {{ word: string; threshold: number | null }}[];
}}

export interface Preset {{
  id: PresetId;
  family: FamilyName;
  title: string;
  description: string;
  /** What it sets otherwise than the settings' defaults. */
  settings: Partial<Record<SettingKey, Value>>;
  capabilities: Capability[];
}}

/** How good samples are, by one number or several. */
export interface Metric {{
  name: string;
  /** `like-real`: the nearer to what real images get. */
  better: 'higher' | 'lower' | 'like-real';
}}

/** One number that can be chosen about a scene. */
export interface SceneOption {{
  name: string;
  default: number;
  /** Smallest and largest value, both included. */
  min: number;
  max: number;
  whole: boolean;
  /** All values there are, where not every one is. */
  choices?: number[];
}}

export interface Scene {{
  name: SceneName;
  /** A model with one of these plays it, unless it has one of those. */
  needs: Capability[];
  refuses: Capability[];
  options: SceneOption[];
  /** Who looks at its pictures beside people: the frozen classifier, or, of samples, the yardsticks. */
  judge: 'nobody' | 'classifier' | 'yardsticks';
  /** Images that it is played with by default. */
  count: number;
  /** One sentence, in English. */
  description: string;
}}

export const SETTINGS: Setting[];
export const SCENES: Scene[];
export const METRICS: Metric[];
export const FAMILIES: Family[];
export const PRESETS: Preset[];
export const RECIPE: RecipeSetting[];
export const ERROR_CODES: ErrorCode[];
",
        keys = words(&keys),
        families = words(&families),
        presets = words(&presets),
        capabilities = words(&capabilities),
        scenes = words(&scenes),
        codes = words(ErrorCode::WORDS),
    )
}

fn setting(info: &SettingInfo) -> Value {
    let with_effect = FAMILIES.iter().filter(|family| info.has_effect_in(family));
    let mut value = json!({
        "key": info.key,
        "default": info.default,
        "families": with_effect.map(|family| family.name).collect::<Vec<_>>(),
        "description": info.description,
    });
    match info.kind {
        Kind::Number { min, max } => {
            value["kind"] = "number".into();
            (value["min"], value["max"]) = (plain(min), plain(max));
        }
        Kind::Whole { min, max } => {
            value["kind"] = "whole".into();
            (value["min"], value["max"]) = (min.into(), max.into());
        }
        Kind::Switch => value["kind"] = "switch".into(),
        _ => {
            value["kind"] = "word".into();
            value["choices"] = choices(info).into();
        }
    }
    if let Some(when) = info.effect.when {
        value["when"] = json!(when);
    }
    if !info.effect.refused.is_empty() {
        let refused: Vec<_> = info.effect.refused.iter().map(|(when, _)| when).collect();
        value["refused"] = json!(refused);
    }
    if let Scalar::Number(x) = info.default {
        value["default"] = plain(x);
    }
    value
}

/// The words of a setting, of this crate's families where they have them.
fn choices(info: &SettingInfo) -> Vec<&'static str> {
    let mut words = Vec::new();
    for family in FAMILIES {
        match info.kind {
            Kind::Architecture => words.extend(family.architectures),
            Kind::Objective => {
                words.extend(family.objectives.iter().map(|objective| objective.word))
            }
            _ => return info.choices(),
        }
    }
    let mut seen = Vec::new();
    words.retain(|word| {
        !seen.contains(word) && {
            seen.push(*word);
            true
        }
    });
    words
}

fn of_recipe(info: &RecipeInfo) -> Value {
    let mut value = json!({ "key": format!("data.{}", info.key), "description": info.description });
    match info.range {
        Some((min, max)) => {
            value["kind"] = if info.whole { "whole" } else { "number" }.into();
            (value["min"], value["max"]) = (plain(min), plain(max));
        }
        None if info.choices.is_empty() => {
            value["kind"] = "text".into();
            value["form"] = info.form.into();
            if !info.amounts.is_empty() {
                let amounts = info.amounts.iter().map(|amount| {
                    json!({ "name": amount.name, "most": plain(amount.most), "whole": amount.whole })
                });
                value["amounts"] = amounts.collect::<Vec<_>>().into();
            }
        }
        None => {
            value["kind"] = "word".into();
            value["choices"] = info.choices.into();
        }
    }
    value
}

fn of_scene(scene: &dyn Scene) -> Value {
    let info = scene.info();
    let options = info.options.iter().map(|option| {
        let mut value = json!({
            "name": option.name,
            "default": plain(option.default),
            "min": plain(option.min),
            "max": plain(option.max),
            "whole": option.whole,
        });
        if !option.choices.is_empty() {
            let choices: Vec<_> = option.choices.iter().map(|&x| plain(x)).collect();
            value["choices"] = choices.into();
        }
        value
    });
    json!({
        "name": info.name,
        "needs": info.needs,
        "refuses": info.refuses,
        "options": options.collect::<Vec<_>>(),
        "count": info.count,
        "judge": scene.judge(),
        "description": info.description,
    })
}

fn family(family: &families::FamilyInfo) -> Value {
    let objectives = family.objectives.iter();
    json!({
        "name": family.name,
        "architectures": family.architectures,
        "objectives": objectives.map(|objective| json!({
            "word": objective.word,
            "threshold": objective.threshold.map(plain),
        })).collect::<Vec<_>>(),
    })
}

fn of_preset(id: &str, family: &str) -> Value {
    let preset = families::preset(id).expect("it is listed");
    let settings = Settings::preset(id).expect("it is listed");
    let capabilities = families::of(&settings).map(|family| family.capabilities_under(&settings));
    let all = settings.to_map();
    let differing: Map<_, _> = SETTINGS
        .iter()
        .filter(|info| all[info.key] != Value::from(info.default))
        .map(|info| {
            let value = &all[info.key];
            let value = if value.is_f64() {
                value.as_f64().map_or(Value::Null, plain)
            } else {
                value.clone()
            };
            (info.key.to_string(), value)
        })
        .collect();
    json!({
        "id": id,
        "family": family,
        "title": preset.title,
        "description": preset.description,
        "settings": differing,
        "capabilities": capabilities.unwrap_or_default(),
    })
}

/// As JavaScript writes it: 1 instead of 1.0.
fn plain(x: f64) -> Value {
    if x.fract() == 0.0 && x.abs() <= MAX_SAFE_INTEGER as f64 {
        (x as i64).into()
    } else {
        x.into()
    }
}

fn word_of(capability: &Capability) -> String {
    serde_json::to_value(capability)
        .ok()
        .and_then(|word| word.as_str().map(Into::into))
        .unwrap_or_default()
}

fn to_values<T: Serialize>(list: &[T]) -> Vec<Value> {
    list.iter().map(|item| json!(item)).collect()
}

/// A list with an item a line.
fn rows(list: &[Value]) -> String {
    let lines: Vec<_> = list.iter().map(|item| format!("  {item},")).collect();
    format!("[\n{}\n]", lines.join("\n"))
}
