//! What bench/augmented.mjs found: what it costs to change images anew whenever they are drawn.

use anyhow::Result;
use serde_json::Value;

use super::goals;
use super::row::Row;
use super::sheet::{Section, Sheet};
use super::table::{hundredths, milliseconds};

/// Nothing if it was not asked.
pub fn section(augmented: &Value) -> Result<Option<Section>> {
    if augmented.is_null() {
        return Ok(None);
    }
    let rows = Row::all(augmented)?;
    let lines = rows.iter().map(|row| {
        let plain = rows
            .iter()
            .find(|other| other.is_ours() && other.model == row.model)
            .filter(|_| !row.is_ours());
        let times = plain.and_then(|plain| Some(row.step? / plain.step?));
        let goal = plain.map_or(String::new(), |_| {
            format!("{} at most", hundredths(goals::STEP_AUGMENTED))
        });
        let step = row.step.map_or(String::new(), milliseconds);
        let cells = vec![
            row.error.clone().unwrap_or(step),
            times.map_or(String::new(), hundredths),
            goal,
        ];
        (format!("{}: {}", row.model, row.label), cells)
    });
    Ok(Some(Section {
        title: "Augmentation",
        about: "The same training with images as they are, and with images that are turned, scaled, sheared, shifted, cropped and distorted anew whenever they are drawn (`data.augment=rotate:10,scale:0.1,shear:10,shift:2,crop:2,elastic:1`), in turns; medians of the rounds.".to_owned(),
        sheets: vec![Sheet::new("", &["step", "times", "goal"], lines)],
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_augmented_step_stands_beside_the_plain_one() {
        let row = |who: &str, times: [f64; 3]| json!({"model": "vae", "who": who, "kind": "cpu", "label": who, "stepMs": times});
        let augmented = json!({"results": [row("ours", [20.0, 10.0, 30.0]), row("ours-augmented", [23.0, 21.0, 22.0])]});
        let section = section(&augmented).unwrap().unwrap();
        let lines = &section.sheets[0].lines;
        assert_eq!(lines[0].1, ["20 ms", "", ""]);
        assert_eq!(lines[1].1, ["22 ms", "1.10x", "1.10x at most"]);
    }

    #[test]
    fn what_was_not_timed_is_not_spoken_of() {
        assert!(section(&Value::Null).unwrap().is_none());
    }
}
