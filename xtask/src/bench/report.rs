//! docs/benchmarks.md, with its picture and its numbers.

use anyhow::Result;
use serde_json::Value;

use super::row::Row;
use super::{chart, page, table};
use crate::paths;
use crate::setup::files;

const HEAD: &str = "<!-- Written by `cargo xtask bench --peers --record`. -->
# How fast

A training step of ours, of [jax-js](https://github.com/jax-js/jax-js) and of [TensorFlow.js](https://github.com/tensorflow/tfjs), in the same browser on the same machine, one after the other in turns; medians of several rounds. On the CPU ours trains with as many threads as on a visitor's machine (one a core, four at most), the others with what they have.

![How many times as long a peer's step takes as ours on the same device](benchmarks.svg)

Everybody trains the same layers with the same batch and Adam: the `vae` preset, and `gan` and `dcgan` without dropout and without the generator's running mean. Ours trains on MNIST and makes its batches within the time; the peers get one random batch over and over. A step is gradients and update of every network, with one loss read at the end of each turn. *Drawn* are 256 digits at a time, *judged* 1,000 test images in batches of 250. *Of ours* is a step's time divided by that of ours on the same kind of device: native, CPU (WebAssembly and JavaScript), GPU (WebGPU and WebGL). TensorFlow.js runs the generator twice a step, because its tape ends with one loss; the peers keep no running statistics of batch normalisation.
";

/// Waiting tasks, before a benchmark, from which on its numbers are worth less.
const BUSY: f64 = 0.5;

/// Write the three files.
pub fn record(report: &Value, rows: &[Row]) -> Result<()> {
    let docs = paths::root().join("docs");
    let save = |name: &str, text: &str| files::write(&docs.join(name), text.as_bytes());
    save("benchmarks.md", &markdown(report, rows))?;
    save("benchmarks.svg", &chart::svg(rows))?;
    save(
        "benchmarks.json",
        &(serde_json::to_string_pretty(report)? + "\n"),
    )?;
    println!("Kept in {}.", docs.join("benchmarks.md").display());
    Ok(())
}

fn markdown(report: &Value, rows: &[Row]) -> String {
    let page = page::markdown(&report["page"]).map_or(String::new(), |tables| {
        format!(
            "\n## The page\nMedians of visits with an empty cache, from this machine and uncompressed, on the device that it chooses there: the first picture is drawn by the trained network at the top, the first step is that of a first visit, which begins to learn by itself. Memory is the most that the page's process held until step 100, workers and WebAssembly included.\n{tables}"
        )
    });
    format!(
        "{HEAD}\n{}\n\n## Training\n{}{page}",
        machine(report),
        table::markdown(rows)
    )
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
        let text = markdown(&report, &Row::all(&report).unwrap());
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
    fn a_busy_machine_is_admitted() {
        let report = json!({"machine": {"load": 2.34}});
        assert!(machine(&report).ends_with("busy with other work (load 2.3)."));
    }
}
