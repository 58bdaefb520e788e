//! What bench/throttled.mjs found: tasks of the page's thread on a slow phone.

use serde_json::Value;

use super::goals;
use super::sheet::{Section, Sheet};
use super::table::milliseconds;

/// Nothing if it was not asked.
pub fn section(throttled: &Value) -> Option<Section> {
    let results = throttled["results"].as_array()?;
    let lines = results.iter().map(|result| {
        let cells = ["first", "then"]
            .map(|part| {
                let part = &result[part];
                [
                    part["over50"].to_string(),
                    longest(part["longestMs"].as_f64()),
                ]
            })
            .concat();
        let goal = format!("none over {}", milliseconds(goals::LONG_TASK_MS));
        (
            result["model"].as_str().unwrap_or_default().to_owned(),
            [cells, vec![goal]].concat(),
        )
    });
    let (first, then) = (&throttled["firstSeconds"], &throttled["seconds"]);
    let headings = [
        &format!("over 50 ms, first {first} s"),
        "longest",
        &format!("over 50 ms, {then} s after"),
        "longest",
        "goal",
    ];
    Some(Section {
        title: "On a slow phone",
        about: format!(
            "Tasks of 50 ms and more that held up the page's thread while a model trained, on a phone's screen (Pixel 7) and with that thread slowed down {} times; the browser does not slow down the workers that train. Counted from the first training step on.",
            throttled["rate"]
        ),
        sheets: vec![Sheet::new("", &headings, lines)],
    })
}

/// A browser tells of no task below its limit.
pub fn longest(ms: Option<f64>) -> String {
    match ms {
        Some(ms) if ms >= goals::LONG_TASK_MS => milliseconds(ms),
        _ => "under 50 ms".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_seconds_stand_by_themselves() {
        let throttled = json!({"rate": 4, "firstSeconds": 5, "seconds": 30, "results": [
            {"model": "vae", "first": {"over50": 3, "longestMs": 212.0}, "then": {"over50": 0, "longestMs": 0}},
        ]});
        let section = section(&throttled).unwrap();
        assert_eq!(
            section.sheets[0].headings[2..4],
            ["over 50 ms, 30 s after", "longest"]
        );
        assert_eq!(
            section.sheets[0].lines[0].1,
            ["3", "212 ms", "0", "under 50 ms", "none over 50 ms"]
        );
        assert!(section.about.contains("slowed down 4 times"));
        assert!(super::section(&Value::Null).is_none());
    }
}
