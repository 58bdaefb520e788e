//! What the commands' arguments share: numbers with their ranges, models named beside weights, and mistakes in one line.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use generative_playground::training::Settings;
use generative_playground::training::settings::{MAX_SAFE_INTEGER, MAX_STEPS};
use serde_json::{Map, Value};
use std::ops::RangeInclusive;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A seed, exactly as it was written.
///
/// # Errors
/// What is allowed, for [`one_line`].
pub fn seed(text: &str) -> std::result::Result<u64, String> {
    whole(0..=MAX_SAFE_INTEGER)(text)
}

/// Steps or epochs to train, or steps between two lines of a log.
///
/// # Errors
/// What is allowed, for [`one_line`].
pub fn amount(text: &str) -> std::result::Result<u64, String> {
    whole(1..=MAX_STEPS)(text)
}

/// A parser of whole numbers in this range, which fits the type.
pub fn whole<T: TryFrom<u64>>(
    range: RangeInclusive<u64>,
) -> impl Fn(&str) -> std::result::Result<T, String> + Clone {
    move |text| {
        let number = text.parse().ok().filter(|number| range.contains(number));
        number
            .and_then(|number| T::try_from(number).ok())
            .ok_or_else(|| {
                format!(
                    "must be a whole number from {} to {}",
                    range.start(),
                    range.end()
                )
            })
    }
}

/// A setting to change, as key and value.
///
/// # Errors
/// How it is written, for [`one_line`].
pub fn key_value(text: &str) -> std::result::Result<(String, String), String> {
    let (key, value) = text
        .split_once('=')
        .ok_or("must be key=value, lr=0.0003 for example")?;
    if key == "seed" {
        // Where settings are kept as JavaScript's numbers, a larger one would be rounded.
        seed(value).map_err(|allowed| format!("seed {allowed}"))?;
    }
    Ok((key.into(), value.into()))
}

/// Settings as they were written, by their keys.
pub fn map(settings: &[(String, String)]) -> Map<String, Value> {
    let pairs = settings.iter();
    pairs
        .map(|(key, value)| (key.clone(), Value::from(value.as_str())))
        .collect()
}

/// The settings that options name: a preset's with changes, of which the last of a key counts, so that what a script has before
/// can be changed.
///
/// # Errors
/// Those of [`Settings::written`], or a seed that is given twice.
pub fn settings(preset: &str, changes: &[(String, String)], seed: Option<u64>) -> Result<Settings> {
    let mut changes = map(changes);
    if let Some(seed) = seed
        && changes.insert("seed".into(), Value::from(seed)).is_some()
    {
        return Err("--seed and --set seed=... are the same setting: give one of them.".into());
    }
    Ok(Settings::written(preset, &changes)?)
}

/// What was wrong with the arguments, and what is allowed, in one line.
pub fn one_line(error: &clap::Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let source = std::error::Error::source(error).map(ToString::to_string);
    if let (ErrorKind::ValueValidation, Some(argument), Some(value), Some(allowed)) = (
        error.kind(),
        context(ContextKind::InvalidArg),
        context(ContextKind::InvalidValue),
        source,
    ) {
        let argument = argument.split(' ').next().unwrap_or(argument);
        return format!("{argument} {allowed}; {value} came.");
    }
    // The first paragraphs of clap's own text, without the usage that follows them.
    let text = error.to_string();
    let text = text.split("\n\nUsage:").next().unwrap_or_default();
    let text = text
        .split("\n\nFor more information")
        .next()
        .unwrap_or_default();
    let words: Vec<_> = text.split_whitespace().collect();
    let text = words.join(" ");
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    format!("{}. See --help.", text.replace(" tip:", ";"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_exact_or_refused() {
        assert_eq!(seed("9007199254740991"), Ok(MAX_SAFE_INTEGER));
        for text in [
            "9007199254740992",
            "9007199254740993",
            "-1",
            "1e3",
            "1.0",
            "",
            "0x1",
        ] {
            assert_eq!(
                seed(text).unwrap_err(),
                "must be a whole number from 0 to 9007199254740991",
                "{text}"
            );
        }
        assert_eq!(amount("1"), Ok(1));
        assert!(amount("0").is_err() && amount("18446744073709551616").is_err());
    }

    #[test]
    fn a_seed_among_the_settings_is_one_too() {
        let given =
            |text: &str| key_value(text).map(|pair| settings("vae", &[pair], None).unwrap().seed);
        assert_eq!(given("seed=9007199254740991"), Ok(MAX_SAFE_INTEGER));
        assert!(
            given("seed=9007199254740993")
                .unwrap_err()
                .contains("9007199254740991")
        );
        let twice = settings("vae", &[("seed".into(), "1".into())], Some(2));
        assert!(twice.unwrap_err().to_string().contains("give one of them"));
        assert_eq!(settings("vae", &[], Some(2)).unwrap().seed, 2);
        let twice = ["0.1", "0.2"].map(|value| ("lr".into(), value.into()));
        assert_eq!(settings("vae", &twice, None).unwrap().lr, 0.2);
    }
}
