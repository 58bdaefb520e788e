//! Values of the file that describes an experiment, as settings have them.

use super::bad;
use crate::dataset::recipe::recipe_infos;
use crate::error::Result;
use crate::training::SETTINGS;
use serde_json::Value;
use toml::Table;

/// A preset, or several.
pub fn presets(value: &toml::Value) -> Result<Vec<String>> {
    let wrong = || "preset must be a word or a list of words, preset = \"vae\" for example.";
    let word = |value: &toml::Value| value.as_str().map(String::from);
    let words: Option<Vec<_>> = match value {
        toml::Value::Array(all) if !all.is_empty() => all.iter().map(word).collect(),
        one => word(one).map(|word| vec![word]),
    };
    words.ok_or_else(|| bad(wrong()))
}

/// Every combination of a grid's values; one that changes nothing where there is no grid.
///
/// # Errors
/// `bad-file` on a key that has no values, or where there are more than `most` combinations.
pub fn combinations(grid: &Table, most: usize) -> Result<Vec<Vec<(String, Value)>>> {
    let lists = lists(grid, "")?;
    let settings = SETTINGS.len() + recipe_infos().count();
    if lists.len() > settings {
        return Err(bad(format!(
            "grid has {} keys, and there are {settings} settings.",
            lists.len()
        )));
    }
    // Before any is made: twenty keys with ten values each fit into a line, and their combinations into no memory.
    let count = (lists.iter()).fold(1usize, |count, (_, values)| {
        count.saturating_mul(values.len())
    });
    if count > most {
        return Err(bad(too_many(most)));
    }
    let mut all = vec![Vec::new()];
    for (key, values) in lists {
        let with = |before: &Vec<(String, Value)>, value: &Value| {
            let mut combination = before.clone();
            combination.push((key.clone(), value.clone()));
            combination
        };
        all = all
            .iter()
            .flat_map(|before| values.iter().map(move |value| with(before, value)))
            .collect();
    }
    Ok(all)
}

/// What to do about more than `most` runs.
pub fn too_many(most: usize) -> String {
    format!(
        "the experiment has more than {most} runs, the most there are: leave out values or seeds, or divide it among files."
    )
}

/// A grid's keys, each with its values.
fn lists(table: &Table, prefix: &str) -> Result<Vec<(String, Vec<Value>)>> {
    let mut all = Vec::new();
    for (key, value) in table {
        let key = format!("{prefix}{key}");
        match value {
            toml::Value::Table(below) => all.extend(lists(below, &format!("{key}."))?),
            toml::Value::Array(values) if !values.is_empty() => {
                let values: Result<_> = values.iter().map(|value| setting(&key, value)).collect();
                all.push((key, values?));
            }
            _ => {
                return Err(bad(format!(
                    "grid.{key} must be a list of values, [0.001, 0.0003] for example."
                )));
            }
        }
    }
    Ok(all)
}

/// Settings by their whole keys: `data.limit` may stand with or without quotes, which makes it a table in TOML.
pub fn flat(table: &Table) -> Result<Vec<(String, Value)>> {
    let mut all = Vec::new();
    for (key, value) in table {
        match value {
            toml::Value::Table(below) => {
                let below = flat(below)?.into_iter();
                all.extend(below.map(|(end, value)| (format!("{key}.{end}"), value)));
            }
            value => all.push((key.clone(), setting(key, value)?)),
        }
    }
    Ok(all)
}

fn setting(key: &str, value: &toml::Value) -> Result<Value> {
    match value {
        toml::Value::String(text) => Ok(text.as_str().into()),
        toml::Value::Integer(number) => Ok((*number).into()),
        toml::Value::Float(number) if number.is_finite() => Ok((*number).into()),
        toml::Value::Boolean(truth) => Ok((*truth).into()),
        other => Err(bad(format!(
            "{key} must be a number, a word or true or false; {other} came. Lists of values belong into [grid]."
        ))),
    }
}

/// A value without quotes.
pub fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
