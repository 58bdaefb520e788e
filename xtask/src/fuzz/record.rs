//! `docs/fuzzing.md`: a row a target, with what came of its last run.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{Outcome, folder};
use crate::reproduce::today;
use crate::setup::files;
use crate::{command, paths};

const HEAD: &str = "| target | reads | last run | commit | minutes | inputs | memory | found |\n|---|---|---|---|---|---|---|---|";
/// The text around the table, before there is any.
const BEGINNING: &str =
    "# Fuzzing\n\nThe last run of each target, as `cargo xtask fuzz --record` keeps it.\n";

/// Puts a row in the place of the target's last one; what stands around the table stays.
pub fn keep(known: &[String], name: &str, outcome: &Outcome) -> Result<()> {
    let path = path();
    let text = fs::read_to_string(&path).unwrap_or_else(|_| BEGINNING.into());
    let commit = command::output("git", &["rev-parse", "--short", "HEAD"]).unwrap_or_default();
    let row = format!(
        "| `{name}` | {} | {} | {commit} | {:.1} | {} | {} MB | {} |",
        about(name)?,
        today(),
        outcome.seconds as f64 / 60.0,
        outcome.executions,
        outcome.memory,
        outcome
            .finding
            .as_deref()
            .unwrap_or("nothing")
            .replace('|', "\\|")
    );
    files::write(&path, with_row(&text, known, name, row).as_bytes())
}

/// What a target reads: its file's first sentence, without the point or what follows a colon.
pub fn about(name: &str) -> Result<String> {
    let path = folder().join("fuzz_targets").join(format!("{name}.rs"));
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let words: Vec<_> = text
        .lines()
        .map_while(|line| line.strip_prefix("//! "))
        .collect();
    let words = words.join(" ");
    let end = words.find([':', '.']).unwrap_or(words.len());
    Ok(words[..end].into())
}

/// The text with a row for this target, in the order of all targets.
fn with_row(text: &str, known: &[String], name: &str, row: String) -> String {
    let of = |line: &str| {
        let rest = line.strip_prefix("| `")?;
        Some(rest.split_once('`')?.0.to_owned())
    };
    let mut rows: Vec<_> = text
        .lines()
        .filter_map(|line| Some((of(line)?, line.to_owned())))
        .filter(|(target, _)| target != name && known.contains(target))
        .collect();
    rows.push((name.into(), row));
    rows.sort();
    let rows: Vec<_> = rows.into_iter().map(|(_, row)| row).collect();
    let table = format!("{HEAD}\n{}\n", rows.join("\n"));
    // In the place of the table that is there; else before the first heading of a part.
    let (before, after) = match text.split_once(HEAD) {
        Some((before, rows)) => {
            let end = rows.find("\n\n").unwrap_or(rows.len());
            (before, &rows[end..])
        }
        None => text.split_at(text.find("\n## ").unwrap_or(text.len())),
    };
    let after = match after.trim() {
        "" => String::new(),
        after => format!("\n{after}\n"),
    };
    format!("{}\n\n{table}{after}", before.trim_end())
}

fn path() -> PathBuf {
    paths::root().join("docs/fuzzing.md")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_takes_the_place_of_the_last_one_and_all_else_stays() {
        let known = ["a", "b"].map(String::from);
        let first = with_row(BEGINNING, &known, "b", "| `b` | one |".into());
        let both = with_row(&first, &known, "a", "| `a` | two |".into());
        let text = format!("{both}\n## Found\n- much\n");
        let again = with_row(&text, &known, "b", "| `b` | three |".into());
        assert_eq!(
            again,
            format!("{BEGINNING}\n{HEAD}\n| `a` | two |\n| `b` | three |\n\n## Found\n- much\n")
        );
        let other = format!("{BEGINNING}\n## Found\n| much |\n");
        let with_other = with_row(&other, &known, "a", "| `a` | two |".into());
        assert_eq!(
            with_other,
            format!("{BEGINNING}\n{HEAD}\n| `a` | two |\n\n## Found\n| much |\n")
        );
        let gone = with_row(&again, &known[..1], "a", "| `a` | four |".into());
        assert!(!gone.contains("three"), "{gone}");
    }
}
