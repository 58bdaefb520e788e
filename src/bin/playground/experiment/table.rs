//! `results.csv` and `times.csv`: a row a model.

use super::record::Record;
use generative_playground::experiment::Run;

/// The files' texts. Times have one of their own, so that the results of two machines, or of one and of many cores, can be
/// compared as they are.
pub struct Tables {
    /// `results.csv`
    pub results: String,
    /// `times.csv`
    pub times: String,
}

impl Tables {
    /// Of all finished runs, in the experiment's order.
    pub fn of(finished: &[(&Run, &Record)]) -> Self {
        let is_loop = finished.iter().any(|(run, _)| run.generations.is_some());
        let settings = union(finished.iter().flat_map(|(run, _)| run.changed.iter()));
        let rows = finished.iter().flat_map(|(_, record)| &record.rows);
        let names = union(rows.flat_map(|row| row.values.iter().map(|(name, _)| name)));
        let mut head = vec!["name", "preset", "seed"];
        if is_loop {
            head.push("generation");
        }
        head.extend(settings.iter().copied());
        head.extend(["steps", "images", "count"]);
        head.extend(names.iter().copied());
        head.push("error");
        let mut results = line(head.iter().map(ToString::to_string));
        let times = ["name", "preset", "seed", "train_seconds", "judge_seconds"];
        let mut times = line(times.map(String::from));
        for (run, record) in finished {
            let first = || {
                let settings = &run.settings;
                [
                    run.name.clone(),
                    settings.preset.clone(),
                    settings.seed.to_string(),
                ]
            };
            let values = || settings.iter().map(|key| run.value(key));
            for row in &record.rows {
                let generation = is_loop.then(|| row.generation.to_string());
                let found = names.iter().map(|name| {
                    let found = row.values.iter().find(|(known, _)| known == name);
                    let value = found.and_then(|(_, value)| *value);
                    value.map_or_else(String::new, |value| value.to_string())
                });
                let counts = [row.steps, row.images as u64, u64::from(run.judge.count)];
                let cells = (first().into_iter().chain(generation).chain(values()))
                    .chain(counts.map(|count| count.to_string()))
                    .chain(found)
                    .chain([String::new()]);
                results += &line(cells);
            }
            if let Some(error) = &record.error {
                let before = first().into_iter().chain(is_loop.then(String::new));
                let empty = 3 + names.len();
                let empty = std::iter::repeat_n(String::new(), empty);
                let cells = before.chain(values()).chain(empty);
                results += &line(cells.chain([error.clone()]));
            }
            let seconds = [record.seconds.train, record.seconds.judge];
            let seconds = seconds.map(|seconds| format!("{seconds:.3}"));
            times += &line(first().into_iter().chain(seconds));
        }
        Self { results, times }
    }
}

/// All of them once, in the order of their first appearance.
fn union<'a>(all: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    let mut once: Vec<&str> = Vec::new();
    for one in all {
        if !once.contains(&one.as_str()) {
            once.push(one);
        }
    }
    once
}

/// A line as RFC 4180 has it, but for the line's end. (The crate csv would switch on a feature of a crate that burn depends on,
/// and so compile all of burn a second time.)
fn line(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<_> = cells.into_iter().map(cell).collect();
    cells.join(",") + "\n"
}

fn cell(text: String) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_with_commas_and_quotes_are_quoted() {
        let cells = ["a", "1,000", "say \"no\"", ""];
        assert_eq!(
            line(cells.map(String::from)),
            "a,\"1,000\",\"say \"\"no\"\"\",\n"
        );
    }
}
