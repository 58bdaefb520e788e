//! What bench/page.mjs found of the page itself: sizes, start, memory.

use serde_json::Value;

use super::row::median;
use super::table::milliseconds;

/// For the terminal; nothing if it was not asked.
pub fn text(page: &Value) -> Option<String> {
    let mut text = format!(
        "{:<38}{:>12}{:>12}{:>12}\n",
        "bytes", "raw", "gzip", "brotli"
    );
    for bundle in page["bundles"].as_array()? {
        text += &format!("{:<38}", word(bundle, "name"));
        for size in sizes(bundle) {
            text += &format!("{size:>12}");
        }
        text += "\n";
    }
    text += "\n";
    for (name, value) in start(page) {
        text += &format!("{name:<38}{value:>12}\n");
    }
    Some(text)
}

/// For docs/benchmarks.md.
pub fn markdown(page: &Value) -> Option<String> {
    let mut text = String::from("\n### Bytes\n\n| | raw | gzip | brotli |\n|---|--:|--:|--:|\n");
    for bundle in page["bundles"].as_array()? {
        text += &format!(
            "| {} | {} |\n",
            word(bundle, "name"),
            sizes(bundle).join(" | ")
        );
    }
    text += "\n### The page\n\n| | |\n|---|--:|\n";
    for (name, value) in start(page) {
        text += &format!("| {name} | {value} |\n");
    }
    Some(text)
}

fn word(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn sizes(bundle: &Value) -> [String; 3] {
    ["raw", "gzip", "brotli"].map(|key| bundle[key].as_f64().map_or(String::new(), megabytes))
}

/// `1.23 MB`.
pub fn megabytes(bytes: f64) -> String {
    format!("{:.2} MB", bytes / 1e6)
}

/// What was timed, in words, from several visits with an empty cache.
fn start(page: &Value) -> Vec<(&'static str, String)> {
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
    let longest = all("longestTaskMs").into_iter().reduce(f64::max);
    let peak = all("memoryBytes").into_iter().reduce(f64::max);
    let empty = page["emptyPageBytes"].as_f64();
    let bytes = |value: Option<f64>| value.map_or_else(|| "?".to_owned(), megabytes);
    let measured = |key: &str| {
        let ms = page["measured"][key].as_f64();
        ms.map_or_else(|| "?".to_owned(), milliseconds)
    };
    vec![
        ("until the first picture", middle("firstPictureMs")),
        ("until the first training step", middle("firstStepMs")),
        (
            "longest task of the page's thread",
            match longest {
                Some(ms) if ms >= 50.0 => milliseconds(ms),
                _ => "under 50 ms".to_owned(),
            },
        ),
        ("most memory of the page's process", bytes(peak)),
        ("that of an empty page", bytes(empty)),
        (
            "2,000 samples measured, the first time",
            measured("firstMs"),
        ),
        ("again", measured("againMs")),
        ("2,000 that are noise", measured("noiseMs")),
    ]
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
            "visits": [visit(300.0, 0.0, 1e6), visit(900.0, 61.0, 3e6), visit(310.0, 55.0, 2e6)],
        });
        let text = text(&page).unwrap();
        let line = |name: &str| {
            let found = text.lines().find(|line| line.starts_with(name)).unwrap();
            found[name.len()..].trim().to_owned()
        };
        assert_eq!(line("until the first picture"), "310 ms");
        assert_eq!(line("until the first training step"), "?");
        assert_eq!(line("longest task of the page's thread"), "61 ms");
        assert_eq!(line("most memory of the page's process"), "3.00 MB");
        assert_eq!(line("that of an empty page"), "0.50 MB");
        assert_ne!(line("2,000 samples measured, the first time"), "?");
        assert_eq!(line("2,000 that are noise"), "?");
        assert_eq!(line("CPU"), "3.86 MB     1.00 MB");
    }

    #[test]
    fn a_page_that_was_not_visited_is_not_spoken_of() {
        assert_eq!(text(&Value::Null), None);
        assert_eq!(markdown(&Value::Null), None);
    }

    #[test]
    fn a_task_too_short_to_be_reported_is_under_50_ms() {
        let text = text(&json!({"bundles": [], "visits": [{"longestTaskMs": 0.0}]})).unwrap();
        assert!(text.contains("under 50 ms"));
    }
}
