//! What bench/cost.mjs found: a model trained in the page and on a blank one.

use serde_json::Value;

use super::goals;
use super::row::median;
use super::sheet::{Section, Sheet};
use super::table::{hundredths, megabytes, milliseconds};

/// Steps, 128 images each; after each epoch the page evaluates.
const EPOCH: f64 = 468.0;

/// Nothing if it was not asked.
pub fn section(cost: &Value) -> Option<Section> {
    let results = cost["results"].as_array()?;
    let places = |model: &str| {
        ["blank", "page"].map(|place| {
            results
                .iter()
                .find(|one| one["model"] == model && one["place"] == place)
        })
    };
    let mut models: Vec<_> = results
        .iter()
        .filter_map(|one| one["model"].as_str())
        .collect();
    models.dedup();
    let lines = models
        .into_iter()
        .flat_map(|model| lines(model, places(model), &cost["at"]));
    let epoch = if cost["steps"].as_f64() >= Some(EPOCH) {
        ", in which the page evaluates the test set"
    } else {
        ""
    };
    Some(Section {
        title: "A step in the page",
        about: format!(
            "The same model with its preset's settings on a blank page and in the page that people open, in the room Train, at 1280 by 800; medians of {} rounds, in which each had its turn in a new browser. Time begins at step {} and goes over {} steps{epoch}. Memory is what the page's process, workers and WebAssembly included, holds at step {}.",
            results[0]["rounds"].as_array().map_or(0, Vec::len),
            cost["at"],
            cost["steps"],
            cost["at"],
        ),
        sheets: vec![Sheet::new(
            "",
            &["blank page", "the page", "ratio", "goal"],
            lines,
        )],
    })
}

/// A measure of a round, by its path in the JSON.
type Measure = fn(&Value) -> &Value;

fn lines(
    model: &str,
    places: [Option<&Value>; 2],
    at: &Value,
) -> impl Iterator<Item = (String, Vec<String>)> {
    let middle = |measure: Measure| {
        places.map(|place| {
            let rounds = place?["rounds"].as_array()?;
            let values: Vec<_> = rounds
                .iter()
                .filter_map(|round| measure(round).as_f64())
                .collect();
            median(&values)
        })
    };
    let line = |what: String, measure: Measure, unit: fn(f64) -> String, goal: String| {
        let [blank, page] = middle(measure);
        let ratio = blank.zip(page).map(|(blank, page)| page / blank);
        let cells = vec![
            blank.map_or(String::new(), unit),
            page.map_or(String::new(), unit),
            ratio.map_or(String::new(), hundredths),
            goal,
        ];
        (format!("{model}: {what}"), cells)
    };
    let none = String::new;
    [
        line(
            "a step".into(),
            |round| &round["clockMs"],
            milliseconds,
            format!("{} at most", hundredths(goals::STEP_IN_PAGE)),
        ),
        line(
            "processors' time of a step".into(),
            |round| &round["processorMs"],
            milliseconds,
            none(),
        ),
        line(
            format!("memory at step {at}"),
            |round| &round["memory"]["resident"],
            megabytes,
            goals::memory(model).map_or(none(), |most| format!("{} at most", megabytes(most))),
        ),
        line(
            "of that, not shared with other processes".into(),
            |round| &round["memory"]["private"],
            megabytes,
            none(),
        ),
        line(
            "the most until then".into(),
            |round| &round["memory"]["most"],
            megabytes,
            none(),
        ),
    ]
    .into_iter()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn round(ms: f64, resident: f64) -> Value {
        json!({"clockMs": ms, "processorMs": 2.0 * ms, "memory": {"resident": resident}})
    }

    #[test]
    fn the_ratio_is_that_of_the_medians() {
        let cost = json!({"at": 500, "steps": 468, "results": [
            {"model": "gan", "place": "blank", "rounds": [round(40.0, 1e8), round(400.0, 1e8), round(50.0, 1e8)]},
            {"model": "gan", "place": "page", "rounds": [round(60.0, 4e8), round(61.0, 3e8), round(900.0, 2e8)]},
        ]});
        let section = section(&cost).unwrap();
        let lines = &section.sheets[0].lines;
        assert_eq!(
            lines[0],
            (
                "gan: a step".to_owned(),
                ["50 ms", "61 ms", "1.22x", "1.10x at most"]
                    .map(str::to_owned)
                    .to_vec()
            )
        );
        assert_eq!(lines[2].1, ["100 MB", "300 MB", "3.00x", "350 MB at most"]);
        // Where a system does not say, nothing is made up.
        assert_eq!(lines[3].1, ["", "", "", ""]);
        assert!(section.about.contains("medians of 3 rounds"));
        assert!(
            section
                .about
                .contains("468 steps, in which the page evaluates")
        );
    }

    #[test]
    fn one_place_alone_has_no_ratio() {
        let cost =
            json!({"results": [{"model": "vae", "place": "page", "rounds": [round(10.0, 1e8)]}]});
        let section = section(&cost).unwrap();
        assert_eq!(section.sheets[0].lines[0].1[..3], ["", "10 ms", ""]);
        assert!(super::section(&Value::Null).is_none());
    }
}
