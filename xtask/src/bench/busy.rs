//! What bench/busy.mjs found: training while something else has one of the cores.

use anyhow::Result;
use serde_json::Value;

use super::goals;
use super::row::Row;
use super::sheet::{Section, Sheet};
use super::table::{hundredths, milliseconds};

/// Nothing if it was not asked.
pub fn section(busy: &Value) -> Result<Option<Section>> {
    if busy.is_null() {
        return Ok(None);
    }
    let rows = Row::all(busy)?;
    let lines = rows.iter().map(|row| {
        let goal = match row.who.as_str() {
            "jax-js" => Some(goals::JAX_BESIDE_BUSY_CORE),
            "ours-alone" => Some(goals::ALONE_BESIDE_BUSY_CORE),
            _ => None,
        };
        let time = |ms: Option<f64>| ms.map_or(String::new(), milliseconds);
        let ratio = row.ratio(&rows).map_or(String::new(), hundredths);
        let cells = vec![
            row.error.clone().unwrap_or_else(|| time(row.step)),
            time(row.best),
            ratio,
            goal.map_or(String::new(), |least| {
                format!("{} or more", hundredths(least))
            }),
        ];
        (format!("{}: {}", row.model, row.label), cells)
    });
    Ok(Some(Section {
        title: "With a busy core beside",
        about: "The same training while another program keeps one core busy: ours with the threads that it chooses, ours with one, and jax-js, in turns. *Of ours* is the other's best round divided by the median of ours.".to_owned(),
        sheets: vec![Sheet::new(
            "",
            &["step", "best round", "of ours", "goal"],
            lines,
        )],
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_others_count_by_their_best() {
        let row = |who: &str, label: &str, times: [f64; 3]| json!({"model": "vae", "who": who, "kind": "cpu", "label": label, "stepMs": times});
        let busy = json!({"core": 0, "results": [
            row("ours", "ours", [19.0, 20.0, 22.0]),
            row("ours-alone", "ours, one thread", [21.0, 18.0, 30.0]),
            row("jax-js", "jax-js", [40.0, 25.0, 41.0]),
        ]});
        let section = section(&busy).unwrap().unwrap();
        let lines = &section.sheets[0].lines;
        assert_eq!(lines[0].1, ["20 ms", "19 ms", "", ""]);
        assert_eq!(lines[1].1, ["21 ms", "18 ms", "0.90x", "0.95x or more"]);
        assert_eq!(lines[2].1, ["40 ms", "25 ms", "1.25x", "1.30x or more"]);
    }

    #[test]
    fn what_was_not_timed_is_not_spoken_of() {
        assert!(section(&Value::Null).unwrap().is_none());
    }
}
