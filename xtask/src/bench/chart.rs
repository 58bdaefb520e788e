//! The ratios as a picture: how many times as long a peer's step takes as ours on the same kind of device.

use super::row::{KINDS, Row};
use super::table::{by_model, times, title};

const WIDTH: f64 = 760.0;
const LINE: f64 = 24.0;
/// Where bars begin that are neither faster nor slower, and how long a factor of ten is.
const ORIGIN: f64 = 410.0;
const TENFOLD: f64 = 110.0;
/// Beyond these a bar is no longer than the picture.
const SHORTEST: f64 = 0.1;
const LONGEST: f64 = 300.0;

const STYLE: &str = "text{font:14px system-ui,sans-serif;fill:#1f1c18}.head{font-weight:600}.fine{fill:#5e574c}\
.slower{fill:#1d68a7}.faster{fill:#b5371a}.ours{stroke:#5e574c;stroke-dasharray:3 3}\
@media(prefers-color-scheme:dark){text{fill:#f1ece2}.fine{fill:#b3aa9c}.slower{fill:#74bdf5}.faster{fill:#ff9573}.ours{stroke:#b3aa9c}}";

/// An SVG that is readable on light and on dark pages.
pub fn svg(rows: &[Row]) -> String {
    let mut body = String::new();
    let mut y = 44.0;
    for table in by_model(rows) {
        body += &text("head", 12.0, y, "start", &title(&table[0]));
        y += LINE;
        for kind in KINDS {
            let peers: Vec<_> = table
                .iter()
                .filter(|row| row.kind == kind && !row.is_ours())
                .collect();
            let ours = table
                .iter()
                .any(|row| row.kind == kind && row.is_ours() && row.step.is_some());
            for row in peers.iter().filter(|_| ours) {
                body += &bar(row, rows, y);
                y += LINE;
            }
        }
        y += LINE / 2.0;
    }
    let height = y;
    let line = format!(
        "<path class=\"ours\" d=\"M{ORIGIN} 24V{}\"/>\n",
        height - LINE / 2.0
    );
    let caption = text(
        "fine",
        ORIGIN,
        16.0,
        "middle",
        "faster than ours ← as fast → slower",
    );
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\">\n\
         <title>A training step of other libraries, compared with ours on the same device</title>\n\
         <style>{STYLE}</style>\n{caption}{line}{body}</svg>\n"
    )
}

fn bar(row: &Row, all: &[Row], y: f64) -> String {
    let label = text("", 24.0, y, "start", &row.label);
    let Some(ratio) = row.ratio(all) else {
        let why = row.error.as_deref().unwrap_or("not measured");
        let short = if why.starts_with("over") {
            why
        } else {
            "does not run"
        };
        return label + &text("fine", ORIGIN + 8.0, y, "start", short);
    };
    let end = ORIGIN + TENFOLD * ratio.clamp(SHORTEST, LONGEST).log10();
    let (class, anchor, shift) = if ratio < 1.0 {
        ("faster", "end", -6.0)
    } else {
        ("slower", "start", 6.0)
    };
    let (from, length) = (end.min(ORIGIN), (end - ORIGIN).abs());
    format!(
        "{label}<rect class=\"{class}\" x=\"{from:.1}\" y=\"{:.1}\" width=\"{length:.1}\" height=\"14\" rx=\"2\"/>\n{}",
        y - 12.0,
        text("fine", end + shift, y, anchor, &times(ratio))
    )
}

fn text(class: &str, x: f64, y: f64, anchor: &str, content: &str) -> String {
    let content = content.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{content}</text>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::report;
    use super::*;

    #[test]
    fn slower_peers_stand_right_of_the_line_as_far_as_they_are_slower() {
        let rows = Row::all(&report()).unwrap();
        let svg = svg(&rows);
        let length = TENFOLD * (60f64 / 16.0).log10();
        assert!(svg.contains(&format!(
            "x=\"{ORIGIN:.1}\" y=\"56.0\" width=\"{length:.1}\""
        )));
        assert!(svg.contains(">3.8x<"));
        // Where ours did not run there is nothing to compare with.
        assert!(!svg.contains("theirs webgl"));
    }

    #[test]
    fn a_faster_peer_stands_left_and_the_picture_holds_it() {
        let mut rows = Row::all(&report()).unwrap();
        rows[1].best = Some(0.000_1);
        let svg = svg(&rows);
        let left = ORIGIN - TENFOLD;
        assert!(svg.contains(&format!("class=\"faster\" x=\"{left:.1}\"")));
    }

    #[test]
    fn what_does_not_run_says_so() {
        let mut rows = Row::all(&report()).unwrap();
        rows[1].best = None;
        rows[1].error = Some("over 60 s".into());
        assert!(svg(&rows).contains(">over 60 s<"));
    }
}
