//! docs/benchmarks.md, with its picture and its numbers.

use anyhow::Result;
use serde_json::Value;

use super::row::Row;
use super::sheet::Section;
use super::{augmented, busy, chart, cost, digits, memory, page, table, throttled};
use crate::paths;
use crate::setup::files;

const HEAD: &str = "<!-- Written by `cargo xtask bench --peers --record`. -->
# How fast

A training step of ours, of [jax-js](https://github.com/jax-js/jax-js) and of [TensorFlow.js](https://github.com/tensorflow/tfjs), in the same browser on the same machine, one after the other in turns. Each warms up until three rounds in a row are no faster than the best before, or for a minute; *step* is the median of the rounds after that, *best round* the fastest of them. On the CPU ours trains with as many threads as on a visitor's machine (one a core, four at most), the others with what they have.

![How many times as long a peer's step takes as ours on the same device](benchmarks.svg)

Everybody trains the same layers with the same batch and Adam: the `vae` preset, and `gan` and `dcgan` without dropout and without the generator's running mean. Ours trains on MNIST and makes its batches within the time; the peers get one random batch over and over. A step is gradients and update of every network, with one loss read at the end of each turn. *Drawn* are 256 digits at a time, *judged* 1,000 test images in batches of 250. *Of ours* is the best round of the others divided by the median of ours on the same kind of device: native, CPU (WebAssembly and JavaScript), GPU (WebGPU and WebGL). *Goals* are what we want on two cores that do nothing else. TensorFlow.js runs the generator twice a step, because its tape ends with one loss; the peers keep no running statistics of batch normalisation.
";

/// Waiting tasks, before a benchmark, from which on its numbers are worth less.
const BUSY: f64 = 0.5;

/// Write the three files.
pub fn record(report: &Value, rows: &[Row]) -> Result<()> {
    let docs = paths::root().join("docs");
    let save = |name: &str, text: &str| files::write(&docs.join(name), text.as_bytes());
    save("benchmarks.md", &markdown(report, rows)?)?;
    save("benchmarks.svg", &chart::svg(rows))?;
    save(
        "benchmarks.json",
        &(serde_json::to_string_pretty(report)? + "\n"),
    )?;
    println!("Kept in {}.", docs.join("benchmarks.md").display());
    Ok(())
}

/// What there is beside the contest, in the order of the page.
pub fn sections(report: &Value) -> Result<Vec<Section>> {
    let sections = [
        page::section(&report["page"]),
        cost::section(&report["cost"]),
        digits::section(&report["digits"]),
        memory::section(&report["memory"]),
        throttled::section(&report["throttled"]),
        busy::section(&report["busy"])?,
        augmented::section(&report["augmented"])?,
    ];
    Ok(sections.into_iter().flatten().collect())
}

fn markdown(report: &Value, rows: &[Row]) -> Result<String> {
    let sections: String = sections(report)?.iter().map(Section::markdown).collect();
    Ok(format!(
        "{HEAD}\n{}\n\n## Training\n{}{sections}",
        machine(report),
        table::markdown(rows)
    ))
}

/// `Measured on 2026-11-23, commit abc: ...`.
pub fn machine(report: &Value) -> String {
    let machine = &report["machine"];
    let word = |value: &Value| value.as_str().unwrap_or("unknown").to_owned();
    let adapter = match (machine["adapter"].as_str(), machine["software"] == true) {
        (None, _) => "no WebGPU adapter".to_owned(),
        (Some(name), true) => format!("WebGPU in software ({name})"),
        (Some(name), false) => format!("WebGPU adapter {name}"),
    };
    let busy = match machine["load"].as_f64() {
        Some(load) if load >= BUSY => {
            format!(" The machine was busy with other work (load {load:.1}).")
        }
        _ => String::new(),
    };
    format!(
        "Measured on {}, commit {}: {}, {} cores; {adapter}; Chromium {}; {} rounds{}.{busy}",
        word(&report["date"]),
        word(&report["commit"]),
        word(&machine["cpu"]),
        machine["cores"],
        word(&machine["browser"]),
        report["rounds"],
        if report["quick"] == true {
            " of short turns"
        } else {
            ""
        },
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::row::tests::report;
    use super::*;

    #[test]
    fn the_page_names_machine_browser_and_commit() {
        let mut report = report();
        report["machine"] = json!({"cpu": "A CPU", "cores": 2, "adapter": "google swiftshader", "software": true, "browser": "156"});
        report["machine"]["load"] = json!(0.1);
        report["date"] = json!("2026-11-23");
        report["commit"] = json!("abc1234 with changes");
        report["rounds"] = json!(5);
        let text = markdown(&report, &Row::all(&report).unwrap()).unwrap();
        let line = text
            .lines()
            .find(|line| line.starts_with("Measured"))
            .unwrap();
        assert_eq!(
            line,
            "Measured on 2026-11-23, commit abc1234 with changes: A CPU, 2 cores; WebGPU in software (google swiftshader); Chromium 156; 5 rounds."
        );
        assert!(text.contains("### vae, batch 128"));
        assert!(!text.contains("## The page"));
    }

    #[test]
    fn what_was_measured_beside_the_contest_has_a_section_each() {
        let report = json!({
            "page": {"bundles": []}, "cost": {"results": [{"model": "vae", "place": "page", "rounds": []}]},
            "digits": {"results": []}, "memory": {"minutes": []}, "throttled": {"results": []}, "busy": {"results": []}, "augmented": {"results": []},
        });
        let titles: Vec<_> = sections(&report)
            .unwrap()
            .iter()
            .map(|one| one.title)
            .collect();
        assert_eq!(
            titles,
            [
                "The page",
                "A step in the page",
                "Time to good digits",
                "Memory over time",
                "On a slow phone",
                "With a busy core beside",
                "Augmentation"
            ]
        );
        assert!(sections(&json!({})).unwrap().is_empty());
    }

    #[test]
    fn a_busy_machine_is_admitted() {
        let report = json!({"machine": {"load": 2.34}});
        assert!(machine(&report).ends_with("busy with other work (load 2.3)."));
    }
}
