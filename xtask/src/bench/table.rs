//! The rows as text for a terminal, and as Markdown.

use super::goals;
use super::row::Row;

const HEADINGS: [&str; 8] = [
    "first step",
    "step",
    "best round",
    "images/s",
    "drawn/s",
    "judged/s",
    "of ours",
    "goal",
];

/// For the terminal, a table a model.
pub fn text(rows: &[Row]) -> String {
    let mut text = String::new();
    for table in by_model(rows) {
        text += &format!("\n{:<38}", title(&table[0]));
        for heading in HEADINGS {
            text += &format!("{heading:>12}");
        }
        for row in table {
            text += &format!("\n{:<38}", row.label);
            match &row.error {
                Some(error) => text += &format!("  does not run here: {error}"),
                None => cells(row, rows)
                    .iter()
                    .for_each(|cell| text += &format!("{cell:>12}")),
            }
        }
        text += "\n";
    }
    text
}

/// For docs/benchmarks.md, a table a model.
pub fn markdown(rows: &[Row]) -> String {
    let mut text = String::new();
    for table in by_model(rows) {
        text += &format!("\n### {}\n\n| |", title(&table[0]));
        for heading in HEADINGS {
            text += &format!(" {heading} |");
        }
        text += &format!("\n|---|{}\n", "--:|".repeat(HEADINGS.len()));
        for row in table {
            let name = if row.is_ours() {
                format!("**{}**", row.label)
            } else {
                row.label.clone()
            };
            let cells = match &row.error {
                Some(error) => {
                    let first = row.first.map_or(String::new(), milliseconds);
                    [first, error.replace('|', "/")]
                        .into_iter()
                        .chain(vec![String::new(); HEADINGS.len() - 2])
                        .collect()
                }
                None => cells(row, rows),
            };
            text += &format!("| {name} | {} |\n", cells.join(" | "));
        }
    }
    text
}

/// `vae, batch 128`.
pub fn title(row: &Row) -> String {
    format!("{}, batch {}", row.model, row.batch)
}

/// The rows of each model, in order.
pub fn by_model(rows: &[Row]) -> impl Iterator<Item = &[Row]> {
    rows.chunk_by(|a, b| a.model == b.model)
}

fn cells(row: &Row, all: &[Row]) -> Vec<String> {
    let rate = |value: Option<f64>| value.map_or(String::new(), |rate| format!("{rate:.0}"));
    vec![
        row.first.map_or(String::new(), milliseconds),
        row.step.map_or(String::new(), milliseconds),
        row.best.map_or(String::new(), milliseconds),
        rate(row.images),
        rate(row.samples),
        rate(row.evaluated),
        row.ratio(all).map_or(String::new(), times),
        goals::against(&row.who, &row.kind, &row.model).map_or(String::new(), times),
    ]
}

/// With as many digits as mean something.
pub fn milliseconds(ms: f64) -> String {
    match ms {
        ms if ms < 9.95 => format!("{ms:.1} ms"),
        ms if ms < 9_950.0 => format!("{ms:.0} ms"),
        ms => format!("{:.0} s", ms / 1000.0),
    }
}

/// `2.4x`, `0.52x`, `31x`.
pub fn times(ratio: f64) -> String {
    match ratio {
        ratio if ratio < 0.995 => format!("{ratio:.2}x"),
        ratio if ratio < 9.95 => format!("{ratio:.1}x"),
        ratio => format!("{ratio:.0}x"),
    }
}

/// `1.25x`, for ratios near to one.
pub fn hundredths(ratio: f64) -> String {
    format!("{ratio:.2}x")
}

/// `1.23 MB`, `251 MB`.
pub fn megabytes(bytes: f64) -> String {
    match bytes / 1e6 {
        mb if mb < 99.5 => format!("{mb:.2} MB"),
        mb => format!("{mb:.0} MB"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::report;
    use super::*;

    #[test]
    fn the_fastest_of_a_kind_stands_first_and_failures_last() {
        let rows = Row::all(&report()).unwrap();
        let text = text(&rows);
        let lines: Vec<Vec<&str>> = text
            .lines()
            .skip(2)
            .map(|line| line.split_whitespace().collect())
            .collect();
        let ours = [
            "ours", "cpu", "812", "ms", "16", "ms", "15", "ms", "8000", "5000",
        ];
        assert_eq!(lines[0], ours);
        assert_eq!(
            lines[1],
            [
                "theirs", "wasm", "64", "ms", "60", "ms", "2000", "2560", "3.8x"
            ]
        );
        assert_eq!(
            lines[2],
            ["theirs", "webgl", "30", "ms", "30", "ms", "4267"]
        );
        assert!(lines[3].ends_with(&["over", "60", "s"]));
    }

    #[test]
    fn every_line_of_a_markdown_table_has_as_many_cells() {
        let markdown = markdown(&Row::all(&report()).unwrap());
        let table: Vec<_> = markdown
            .lines()
            .filter(|line| line.starts_with('|'))
            .collect();
        assert_eq!(table.len(), 6);
        for line in &table {
            assert_eq!(line.matches('|').count(), 10, "{line}");
        }
        assert!(table[2].contains("**ours cpu** | 812 ms | 16 ms | 15 ms |"));
    }

    #[test]
    fn figures_have_digits_that_mean_something() {
        let ms = [0.234, 9.94, 9.96, 812.4, 9_949.0, 61_000.0].map(milliseconds);
        assert_eq!(
            ms,
            ["0.2 ms", "9.9 ms", "10 ms", "812 ms", "9949 ms", "61 s"]
        );
        let ratios = [0.519, 0.999, 2.44, 9.96, 31.2].map(times);
        assert_eq!(ratios, ["0.52x", "1.0x", "2.4x", "10x", "31x"]);
        let sizes = [396_684.0, 6.68e6, 524.87e6].map(megabytes);
        assert_eq!(sizes, ["0.40 MB", "6.68 MB", "525 MB"]);
    }
}
