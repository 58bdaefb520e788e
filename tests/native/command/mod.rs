//! The native command, as a person calls it.

mod arguments;
mod compress;
mod data;
mod destinations;
mod edited;
mod experiment;
mod experiment_files;
mod hostile;
mod inputs;
mod loops;
mod output;
mod resume;
mod scene;
mod tensorboard;
mod weights;

use super::mnist_directory;
use generative_playground::dataset::idx::{write_images, write_labels};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A training of a model that takes milliseconds an epoch, of eight steps on the small data.
const SMALL: [&str; 7] = [
    "train",
    "--preset",
    "vae",
    "--set",
    "batch_size=64",
    "--set",
    "hidden_dim=4",
];

fn playground(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_playground"))
        .args(arguments)
        .output()
        .unwrap()
}

/// What a command says on stderr, but for the model it introduces.
fn errors(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let said = text
        .lines()
        .filter(|line| !line.starts_with("  ") && !line.contains(" parameters, "));
    said.collect::<Vec<_>>().join("\n")
}

/// The one line in which a command fails.
fn error_line(arguments: &[&str]) -> String {
    let output = playground(arguments);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        matches!(output.status.code(), Some(1 | 2)),
        "{arguments:?}: {error}"
    );
    assert!(
        error.starts_with("error: ") && error.lines().count() == 1,
        "{arguments:?}: {error}"
    );
    error
}

/// A folder for one test, removed after it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        Self(directory(name))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// What lies in it, by name.
    fn names(&self) -> Vec<String> {
        self.names_in("")
    }

    fn names_in(&self, below: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.join(below)).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// 512 training and 64 test images in it: strokes that lie as their digit says.
    fn data(&self) -> PathBuf {
        let data = self.path("data");
        std::fs::create_dir_all(&data).unwrap();
        for (name, count) in [("train", 512), ("t10k", 64)] {
            let labels: Vec<u8> = (0..count).map(|at| (at * 7 % 10) as u8).collect();
            let stroke = |&label: &u8| {
                (0..784).map(move |at| {
                    let (row, column) = (at / 28, at % 28);
                    let is_inside =
                        (4..24).contains(&column) && row == 4 + usize::from(label) * column / 14;
                    if is_inside { 255 } else { 0 }
                })
            };
            let pixels: Vec<u8> = labels.iter().flat_map(stroke).collect();
            let write = |kind: &str, bytes| {
                std::fs::write(data.join(format!("{name}-{kind}-ubyte")), bytes)
            };
            write("images-idx3", write_images(&pixels)).unwrap();
            write("labels-idx1", write_labels(&labels)).unwrap();
        }
        data
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn directory(name: &str) -> PathBuf {
    let directory =
        std::env::temp_dir().join(format!("playground-command-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    directory
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn train_evaluate_and_sample_work_together() {
    let directory = directory("whole");
    let (log, weights, grid) = (
        directory.join("log.jsonl"),
        directory.join("vae.safetensors"),
        directory.join("grid.png"),
    );
    let data = mnist_directory();
    let train = playground(&[
        "train",
        "--preset",
        "vae",
        "--steps",
        "40",
        "--seed",
        "1",
        "--set",
        "batch_size=64",
        "--set",
        "lr=0.002",
        "--data",
        text(&data),
        "--log",
        text(&log),
        "--log-every",
        "20",
        "--save",
        text(&weights),
    ]);
    assert!(
        train.status.success(),
        "{}",
        String::from_utf8_lossy(&train.stderr)
    );
    let lines: Vec<Value> = std::fs::read_to_string(&log)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        (&lines[1]["step"], &lines[1]["epoch"]),
        (&Value::from(40), &Value::from(1))
    );
    assert!(
        lines[1]["losses"]["loss"].as_f64().unwrap() < lines[0]["losses"]["loss"].as_f64().unwrap()
    );

    let evaluate = playground(&[
        "evaluate",
        "--weights",
        text(&weights),
        "--data",
        text(&data),
        "--json",
    ]);
    let losses: Value = serde_json::from_slice(&evaluate.stdout).unwrap();
    assert!(
        (100.0..300.0).contains(&losses["loss"].as_f64().unwrap()),
        "{losses}"
    );

    let sample = playground(&[
        "sample",
        "--weights",
        text(&weights),
        "--count",
        "10",
        "--out",
        text(&grid),
    ]);
    assert!(sample.status.success());
    assert!(std::fs::read(&grid).unwrap().starts_with(b"\x89PNG"));
    std::fs::remove_dir_all(directory).unwrap();
}

#[test]
fn mistakes_get_one_line_that_helps() {
    let empty = directory("empty");
    let nonsense = empty.join("nonsense.safetensors");
    std::fs::write(&nonsense, b"nonsense").unwrap();
    let table: [(&[&str], &str); 6] = [
        (&["train", "--preset", "vea"], "The presets are: vae"),
        (
            &["train", "--preset", "vae", "--set", "learning_rate=1"],
            "The settings are: seed",
        ),
        (
            &["train", "--preset", "vae", "--set", "batch_size=none"],
            "from 1 to 4096",
        ),
        (
            &["train", "--preset", "vae", "--data", text(&empty)],
            "IDX files",
        ),
        (
            &["evaluate", "--weights", "there-is-no-such-file"],
            "there-is-no-such-file",
        ),
        (
            &["sample", "--weights", text(&nonsense), "--out", "x.png"],
            "no whole safetensors",
        ),
    ];
    for (arguments, says) in table {
        let output = playground(arguments);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{arguments:?}");
        assert_eq!(errors.trim().lines().count(), 1, "{arguments:?}: {errors}");
        assert!(
            errors.contains(says),
            "{arguments:?}: {errors} should say {says}"
        );
    }
    std::fs::remove_dir_all(empty).unwrap();
}

/// A run in two parts is the run in one, byte for byte, its log included.
#[test]
fn a_run_can_be_resumed() {
    let directory = directory("resume");
    let data = mnist_directory();
    let train = |name: &str, more: &[&str]| {
        let path = |end: &str| directory.join(format!("{name}.{end}"));
        let (log, weights) = (path("jsonl"), path("safetensors"));
        let mut arguments = vec!["train", "--data", text(&data), "--log-every", "4"];
        arguments.extend(["--log", text(&log), "--save", text(&weights)]);
        arguments.extend(more);
        let output = playground(&arguments);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{error}");
        [weights, log]
    };
    let preset = ["--preset", "gan", "--set", "width=0.05"];
    let whole = train("whole", &[&preset[..], &["--steps", "14"]].concat());
    let parts = train("parts", &[&preset[..], &["--steps", "6"]].concat());
    train("parts", &["--resume", text(&parts[0]), "--steps", "14"]);
    for (whole, parts) in whole.iter().zip(&parts) {
        assert!(std::fs::read(whole).unwrap() == std::fs::read(parts).unwrap());
    }

    let output = playground(&["train", "--resume", text(&parts[0]), "--preset", "vae"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot be used with"));
    std::fs::remove_dir_all(&directory).unwrap();
}
