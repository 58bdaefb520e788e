//! What bench/page.mjs found of the page itself: sizes, start, memory.

use serde_json::Value;

use super::goals;
use super::row::median;
use super::sheet::{Section, Sheet};
use super::table::{megabytes, milliseconds};
use super::throttled::longest;

/// Nothing if it was not asked.
pub fn section(page: &Value) -> Option<Section> {
    let bundles = page["bundles"].as_array()?;
    let sizes = bundles.iter().map(|bundle| {
        let size = |key| bundle[key].as_f64().map_or(String::new(), megabytes);
        let name = bundle["name"].as_str().unwrap_or_default().to_owned();
        (name, ["raw", "gzip", "brotli"].map(size).to_vec())
    });
    Some(Section {
        title: "The page",
        about: "Medians of visits with an empty cache, from this machine and uncompressed, on the device that it chooses there: the first picture is drawn by the trained network at the top, the first step is that of a first visit, which begins to learn by itself. Memory is the most that the page's process held until step 100, workers and WebAssembly included.".to_owned(),
        sheets: vec![
            Sheet::new("Bytes", &["raw", "gzip", "brotli"], sizes),
            Sheet::new("A visit", &["", "goal"], start(page)),
        ],
    })
}

/// What was timed, in words, from several visits with an empty cache, and what it is to be.
fn start(page: &Value) -> Vec<(String, Vec<String>)> {
    let all = |key: &str| -> Vec<f64> {
        let visits = page["visits"].as_array();
        visits.map_or(Vec::new(), |visits| {
            visits
                .iter()
                .filter_map(|visit| visit[key].as_f64())
                .collect()
        })
    };
    let middle = |key: &str| median(&all(key)).map_or_else(|| "?".to_owned(), milliseconds);
    let task = all("longestTaskMs").into_iter().reduce(f64::max);
    let peak = all("memoryBytes").into_iter().reduce(f64::max);
    let empty = page["emptyPageBytes"].as_f64();
    let bytes = |value: Option<f64>| value.map_or_else(|| "?".to_owned(), megabytes);
    let measured = |key: &str| {
        let ms = page["measured"][key].as_f64();
        ms.map_or_else(|| "?".to_owned(), milliseconds)
    };
    let within = |ms| format!("{} at most", milliseconds(ms));
    [
        (
            "until the first picture",
            middle("firstPictureMs"),
            within(goals::FIRST_PICTURE_MS),
        ),
        (
            "until the first training step",
            middle("firstStepMs"),
            within(goals::FIRST_STEP_MS),
        ),
        (
            "longest task of the page's thread",
            longest(task),
            within(goals::LONG_TASK_MS),
        ),
        (
            "most memory of the page's process",
            bytes(peak),
            String::new(),
        ),
        ("that of an empty page", bytes(empty), String::new()),
        (
            "2,000 samples measured, the first time",
            measured("firstMs"),
            String::new(),
        ),
        (
            "again",
            measured("againMs"),
            within(goals::MEASURED_MS),
        ),
        ("2,000 that are noise", measured("noiseMs"), String::new()),
        (
            "precision, recall, density, coverage and Frechet distance of as many features, native NumPy and SciPy (prdc)",
            measured("prdcMs"),
            String::new(),
        ),
        (
            "until the explorer shows all 70,000 images",
            page["explorerMs"].as_f64().map_or_else(|| "?".to_owned(), milliseconds),
            within(goals::EXPLORER_MS),
        ),
    ]
    .map(|(name, value, goal)| (name.to_owned(), vec![value, goal]))
    .to_vec()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn times_are_medians_and_the_rest_is_the_worst() {
        let visit = |picture: f64, task: f64, memory: f64| json!({"firstPictureMs": picture, "longestTaskMs": task, "memoryBytes": memory});
        let page = json!({
            "bundles": [{"name": "CPU", "raw": 3_860_165, "gzip": 1_000_000, "brotli": null}],
            "emptyPageBytes": 5e5,
            "measured": {"firstMs": 2_340.0, "againMs": 1_234.0},
            "explorerMs": 1_900.0,
            "visits": [visit(300.0, 0.0, 1e6), visit(900.0, 61.0, 3e6), visit(310.0, 55.0, 2e6)],
        });
        let sheets = section(&page).unwrap().sheets;
        let line = |name: &str| {
            let mut lines = sheets.iter().flat_map(|sheet| &sheet.lines);
            let (_, cells) = lines.find(|(line, _)| line == name).unwrap();
            cells.join(", ")
        };
        assert_eq!(line("until the first picture"), "310 ms, 500 ms at most");
        assert_eq!(line("until the first training step"), "?, 800 ms at most");
        assert_eq!(
            line("longest task of the page's thread"),
            "61 ms, 50 ms at most"
        );
        assert_eq!(line("most memory of the page's process"), "3.00 MB, ");
        assert_eq!(line("that of an empty page"), "0.50 MB, ");
        assert_eq!(line("2,000 samples measured, the first time"), "2340 ms, ");
        assert_eq!(line("again"), "1234 ms, 3000 ms at most");
        assert_eq!(line("2,000 that are noise"), "?, ");
        assert_eq!(
            line("until the explorer shows all 70,000 images"),
            "1900 ms, 2000 ms at most"
        );
        assert_eq!(line("CPU"), "3.86 MB, 1.00 MB, ");
    }

    #[test]
    fn a_page_that_was_not_visited_is_not_spoken_of() {
        assert!(section(&Value::Null).is_none());
    }

    #[test]
    fn a_task_too_short_to_be_reported_is_under_50_ms() {
        let page = json!({"bundles": [], "visits": [{"longestTaskMs": 0.0}]});
        let section = section(&page).unwrap();
        assert_eq!(section.sheets[1].lines[2].1[0], "under 50 ms");
    }
}
