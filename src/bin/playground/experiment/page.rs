//! `index.html`: mean and spread of every variant over its seeds, and what it draws. One file, without scripts.

use super::record::{Place, Record, Row};
use crate::measure::Values;
use crate::output::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use generative_playground::experiment::Run;
use std::fmt::Write;

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
  .wide { overflow-x: auto; }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 1rem 0; }
  th, td { padding: 0.25rem 0.75rem; text-align: right; white-space: nowrap; border-bottom: 1px solid light-dark(#ddd, #444); }
  th:first-child { text-align: left; position: sticky; left: 0; background: Canvas; }
  td small { color: light-dark(#666, #aaa); }
  .pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1rem; }
  figure { margin: 0; }
  img { width: 100%; image-rendering: pixelated; }
  .error { color: light-dark(#a00, #f88); }
</style>
"#;

/// Models that differ in nothing but their seed.
struct Group<'a> {
    name: String,
    rows: Vec<&'a Row>,
    /// Samples of the first of them, as PNG.
    picture: Vec<u8>,
}

/// The page of all finished runs, in the experiment's order, of `planned` in all.
///
/// # Errors
/// One line that names the picture that cannot be read.
pub fn page(
    title: Option<&str>,
    finished: &[(&Run, &Place, &Record)],
    planned: usize,
) -> Result<String> {
    let groups = groups(finished)?;
    let title = escaped(title.unwrap_or("Experiment"));
    let mut page = format!("{HEAD}<title>{title}</title>\n<h1>{title}</h1>\n");
    let count = finished.first().map_or(0, |(run, ..)| run.judge.count);
    let seeds = groups.iter().map(|group| group.rows.len()).max();
    writeln!(
        page,
        "<p>{} of {planned} runs are finished. A number is the mean over up to {} seeds, ± their standard deviation; yardsticks are \
         computed from {count} samples of each model, by our own classifier. Losses are a mean per image, of the test images and \
         of images that the model was trained on.</p>",
        finished.len(),
        seeds.unwrap_or(0),
    )?;
    let failed = finished
        .iter()
        .filter_map(|(run, _, record)| Some((run, record.error.as_ref()?)));
    for (run, error) in failed {
        let text = escaped(&format!("{run}: {error}"));
        writeln!(page, "<p class=\"error\">{text}</p>")?;
    }
    let real = groups.iter().find_map(|group| group.rows.first());
    let real = real.map(|row| &row.real);
    let names = names(&groups);
    let (losses, others): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| is_loss(name));
    let (by_digit, whole): (Vec<_>, _) = others.into_iter().partition(|name| is_of_a_digit(name));
    page += &table("Yardsticks", &groups, real, &whole)?;
    page += &table("Losses", &groups, None, &losses)?;
    page += "<h2>Samples</h2>\n<div class=\"pictures\">\n";
    for group in &groups {
        let (name, png) = (escaped(&group.name), STANDARD.encode(&group.picture));
        writeln!(
            page,
            "<figure><img alt=\"Samples of {name}\" src=\"data:image/png;base64,{png}\"><figcaption>{name}</figcaption></figure>"
        )?;
    }
    page += "</div>\n";
    page += &table("By digit", &groups, real, &by_digit)?;
    Ok(page)
}

fn groups<'a>(finished: &[(&Run, &Place, &'a Record)]) -> Result<Vec<Group<'a>>> {
    let mut groups: Vec<Group> = Vec::new();
    for (run, place, record) in finished {
        for (at, row) in record.rows.iter().enumerate() {
            let preset = &run.settings.preset;
            let mut name = if run.name == *preset {
                run.name.clone()
            } else {
                format!("{} ({preset})", run.name)
            };
            if run.generations.is_some() {
                write!(name, ", generation {}", row.generation)?;
            }
            if let Some(known) = groups.iter_mut().find(|group| group.name == name) {
                known.rows.push(row);
                continue;
            }
            let path = place.picture(at);
            let picture = std::fs::read(&path)
                .map_err(|error| format!("{} cannot be read: {error}.", path.display()))?;
            groups.push(Group {
                name,
                rows: vec![row],
                picture,
            });
        }
    }
    Ok(groups)
}

/// All numbers' names, in the order of their first appearance.
fn names<'a>(groups: &[Group<'a>]) -> Vec<&'a str> {
    let mut names = Vec::new();
    let rows = groups.iter().flat_map(|group| &group.rows);
    for (name, _) in rows.flat_map(|row| &row.values) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

fn is_loss(name: &str) -> bool {
    name.starts_with("test_") || name.starts_with("train_")
}

/// Whether a name ends as those of [`numbers`](crate::measure::numbers) do where there is one of each class.
fn is_of_a_digit(name: &str) -> bool {
    name.rsplit_once('_')
        .is_some_and(|(_, end)| end.parse::<usize>().is_ok())
}

fn table(title: &str, groups: &[Group], real: Option<&Values>, names: &[&str]) -> Result<String> {
    if names.is_empty() {
        return Ok(String::new());
    }
    let mut table = format!(
        "<h2>{title}</h2>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{title}\"><table>\n<tr><th></th>"
    );
    for name in names {
        write!(table, "<th>{}</th>", escaped(&name.replace('_', " ")))?;
    }
    table += "</tr>\n";
    for group in groups {
        write!(table, "<tr><th>{}</th>", escaped(&group.name))?;
        for name in names {
            let values: Vec<f64> = (group.rows.iter())
                .filter_map(|row| value(&row.values, name))
                .collect();
            write!(table, "<td>{}</td>", mean_and_spread(&values))?;
        }
        table += "</tr>\n";
    }
    if let Some(real) = real {
        table += "<tr><th>real images</th>";
        for name in names {
            let value: Vec<f64> = value(real, name).into_iter().collect();
            write!(table, "<td>{}</td>", mean_and_spread(&value))?;
        }
        table += "</tr>\n";
    }
    Ok(table + "</table></div>\n")
}

fn value(values: &Values, name: &str) -> Option<f64> {
    let found = values.iter().find(|(known, _)| known == name);
    found.and_then(|(_, value)| *value)
}

/// `9.12 ± 0.05`: mean and sample standard deviation, the latter of two values or more.
fn mean_and_spread(values: &[f64]) -> String {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    match values.len() {
        0 => String::new(),
        1 => format!("{mean:.3}"),
        _ => {
            let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
            let spread = (squares / (n - 1.0)).sqrt();
            format!("{mean:.3} <small>± {spread:.3}</small>")
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spread_is_the_sample_standard_deviation() {
        assert_eq!(
            mean_and_spread(&[1.0, 2.0, 6.0]),
            "3.000 <small>± 2.646</small>"
        );
        assert_eq!(mean_and_spread(&[2.5]), "2.500");
        assert_eq!(mean_and_spread(&[]), "");
    }
}
