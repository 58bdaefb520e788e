//! What bench/digits.mjs found: how soon models draw good digits in the page.

use serde_json::Value;

use super::sheet::{Section, Sheet};

/// Seconds by which a look comes late: the page is told to pause, and takes the step to its end.
const LATE: f64 = 2.0;

/// Nothing if it was not asked.
pub fn section(digits: &Value) -> Option<Section> {
    let results = digits["results"].as_array()?;
    let lines = results.iter().map(|result| {
        let looks = result["looks"].as_array().map_or(&[][..], Vec::as_slice);
        let number = |look: &Value, name: &str| look[name].as_f64().unwrap_or(f64::NAN);
        let wanted = |name: &str| number(&result["wanted"], name);
        let good = (looks.iter()).find(|look| number(look, "score") >= wanted("score"));
        let in_time =
            (looks.iter()).rfind(|look| number(look, "seconds") <= wanted("seconds") + LATE);
        let last = looks.last();
        let cells = vec![
            match (good, last) {
                (Some(look), _) => format!("{:.0} s", number(look, "seconds")),
                (None, Some(look)) => format!("not in {:.0} s", number(look, "seconds")),
                (None, None) => String::new(),
            },
            good.or(last)
                .map_or(String::new(), |look| look["step"].to_string()),
            in_time.map_or(String::new(), |look| {
                format!("{:.2}", number(look, "score"))
            }),
            format!("{} within {} s", wanted("score"), wanted("seconds")),
        ];
        let word = |name: &str| result[name].as_str().unwrap_or_default();
        (format!("{}{}", word("model"), word("hash")), cells)
    });
    Some(Section {
        title: "Time to good digits",
        about: format!(
            "Seconds of training in the page, from pressing Train, until our classifier scores {} samples as high as is wanted: training is paused every {} seconds for them to be measured, which does not count.",
            digits["samples"], digits["every"],
        ),
        sheets: vec![Sheet::new(
            "",
            &["good after", "steps", "score within the time", "goal"],
            lines,
        )],
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_look_that_is_good_counts_and_the_last_within_the_time_stands_beside_it() {
        let looks = [(15.2, 300, 6.0), (91.2, 1_800, 8.1), (105.0, 2_100, 8.52)];
        let looks = looks.map(
            |(seconds, step, score)| json!({"seconds": seconds, "step": step, "score": score}),
        );
        let result = |score: f64| json!({"model": "flow", "hash": "&a=1", "wanted": {"score": score, "seconds": 90}, "looks": looks});
        let digits = json!({"every": 15, "samples": 5000, "results": [result(8.5), result(9.2)]});
        let section = section(&digits).unwrap();
        let lines = &section.sheets[0].lines;
        assert_eq!(lines[0].0, "flow&a=1");
        assert_eq!(lines[0].1, ["105 s", "2100", "8.10", "8.5 within 90 s"]);
        assert_eq!(
            lines[1].1,
            ["not in 105 s", "2100", "8.10", "9.2 within 90 s"]
        );
        assert!(super::section(&Value::Null).is_none());
    }
}
