//! What the module says of each item.

use crate::dataset::recipe::RecipeInfo;
use crate::flow::Solver;
use crate::scenes::Scene;
use crate::training::families::{self, FAMILIES};
use crate::training::settings::{Kind, MAX_SAFE_INTEGER, SETTINGS, Scalar, SettingInfo, Settings};
use serde_json::{Map, Value, json};

pub(super) fn setting(info: &SettingInfo) -> Value {
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

pub(super) fn of_recipe(info: &RecipeInfo) -> Value {
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

pub(super) fn of_solver(word: &&str) -> Value {
    json!({ "name": word, "passes": Solver::of_word(word).map(Solver::passes) })
}

pub(super) fn of_scene(scene: &dyn Scene) -> Value {
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

pub(super) fn family(family: &families::FamilyInfo) -> Value {
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

pub(super) fn of_preset(id: &str, family: &str) -> Value {
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
