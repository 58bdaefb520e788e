//! What bench/memory.mjs found: the memory of the page's process over minutes of training.

use serde_json::Value;

use super::goals;
use super::sheet::{Section, Sheet};
use super::table::{hundredths, megabytes};

/// The first minutes stand in the table one by one; after so many, one of so many does.
const EACH: u64 = 5;

/// Nothing if it was not asked.
pub fn section(memory: &Value) -> Option<Section> {
    let minutes = memory["minutes"].as_array()?;
    let resident = |minute: &Value| minute["resident"].as_f64();
    let first = minutes.first().and_then(resident);
    let of_first = |bytes: Option<f64>| bytes.zip(first).map(|(bytes, first)| bytes / first);
    let most = minutes.iter().skip(1).filter_map(resident).reduce(f64::max);
    let most = of_first(most).map_or_else(|| "?".to_owned(), |ratio| format!("{ratio:.2}"));
    let count = |minute: &Value| minute["minute"].as_u64().unwrap_or(0);
    let last = minutes.last().map_or(0, count);
    let mut visits = 0;
    let mut lines = Vec::new();
    for minute in minutes {
        visits += minute["rooms"].as_array().map_or(0, Vec::len);
        let number = count(minute);
        if number > EACH && !number.is_multiple_of(EACH) && number != last {
            continue;
        }
        let bytes = |key: &str| minute[key].as_f64().map_or(String::new(), megabytes);
        let cells = vec![
            visits.to_string(),
            bytes("resident"),
            bytes("private"),
            of_first(resident(minute)).map_or(String::new(), hundredths),
        ];
        lines.push((format!("after {number} min"), cells));
    }
    Some(Section {
        title: "Memory over time",
        about: format!(
            "What the page's process holds while `{}` trains in the page. From the second minute on all other rooms are visited, twice; at the end of each minute the page is in the room Train again, and what counts is the median of its last seconds. The most after the first minute is {most} times that minute's; the goal is {:.2} at most.",
            memory["model"].as_str().unwrap_or_default(),
            goals::MEMORY_LATER,
        ),
        sheets: vec![Sheet::new(
            "",
            &[
                "rooms visited",
                "memory",
                "of that, not shared",
                "of the first minute",
            ],
            lines,
        )],
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_most_is_looked_for_in_every_minute_after_the_first() {
        let minutes: Vec<_> = (1..=13)
            .map(|minute| {
                let resident = if minute == 7 { 3e8 } else { 2e8 };
                let rooms = if minute == 1 { vec![] } else { vec!["inside"] };
                json!({"minute": minute, "rooms": rooms, "resident": resident, "private": 1e8})
            })
            .collect();
        let section = section(&json!({"model": "vae", "minutes": minutes})).unwrap();
        // Also where its line is left out of the table.
        assert!(
            section
                .about
                .contains("is 1.50 times that minute's; the goal is 1.10 at most")
        );
        let lines = &section.sheets[0].lines;
        let names: Vec<_> = lines.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            [
                "after 1 min",
                "after 2 min",
                "after 3 min",
                "after 4 min",
                "after 5 min",
                "after 10 min",
                "after 13 min"
            ]
        );
        assert_eq!(lines[6].1, ["12", "200 MB", "100 MB", "1.00x"]);
        assert!(super::section(&Value::Null).is_none());
    }
}
