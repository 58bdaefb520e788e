//! A grid of runs: the same results whoever trains them and whenever they are cut off, and mistakes in one line.

use super::{Folder, playground, text};
use std::fs;
use std::path::Path;

/// Five runs of a model that takes milliseconds: three plain ones, and two loops of three generations.
const GRID: &str = r#"
title = "Small & quick"
seeds = [3, 4]

[train]
preset = "vae"
steps = 6
set = { batch_size = 64, hidden_dim = 4, latent_dim = 2 }

[judge]
count = 20

[[variant]]
name = "few, \"some\""
set = { data.limit = 128, "data.noise" = 0.1 }

[[variant]]
name = "told"
preset = "cvae"
epochs = 1

[[variant]]
name = "copies"
set = { data.limit = 128 }
loop = { generations = 2, mode = "accumulate", samples = 64 }
"#;

pub fn write(folder: &Folder, name: &str, grid: &str) -> String {
    let path = folder.path(name);
    fs::write(&path, grid).unwrap();
    text(&path).into()
}

/// The arguments that train what a file describes on a folder of data, with the results in another.
pub fn arguments<'a>(file: &'a str, data: &'a Path, out: &'a Path) -> [&'a str; 6] {
    ["experiment", file, "--data", text(data), "--out", text(out)]
}

/// Runs the experiment, and returns the table of its results.
fn results(file: &str, data: &Path, out: &Path, more: &[&str]) -> String {
    let arguments = ["experiment", file, "--data", text(data), "--out", text(out)];
    let output = playground(&[&arguments, more].concat());
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    fs::read_to_string(out.join("results.csv")).unwrap()
}

#[test]
fn an_experiment_gives_the_same_rows_however_it_is_worked_through() {
    let folder = Folder::new("experiment");
    let (data, file) = (folder.data(), write(&folder, "grid.toml", GRID));
    let whole = results(&file, &data, &folder.path("one"), &["--jobs", "1"]);
    let lines: Vec<_> = whole.lines().collect();
    assert_eq!(lines.len(), 1 + 2 + 2 + 2 * 3, "{whole}");
    let head: Vec<_> = lines[0].split(',').collect();
    for name in [
        "generation",
        "batch_size",
        "data.limit",
        "data.noise",
        "test_loss",
        "train_kl_loss",
        "coverage",
        "digit_shares_9",
        "label_accuracy",
        "error",
    ] {
        assert!(head.contains(&name), "{name} is missing in {}", lines[0]);
    }
    assert!(
        lines[1].starts_with("\"few, \"\"some\"\"\",vae,3,0,64,128,0.1,"),
        "{whole}"
    );
    assert!(lines[3].starts_with("told,cvae,3,0,64,,,"), "{whole}");
    // Six steps of a generation each, on ever more images.
    for (generation, images) in [(0, 128), (1, 192), (2, 256)] {
        let row = format!("copies,vae,4,{generation},64,128,,4,2,6,{images},20,");
        let found = lines.iter().filter(|line| line.starts_with(&row)).count();
        assert_eq!(found, 1, "{row} is missing in {whole}");
    }

    let several = results(&file, &data, &folder.path("three"), &["--jobs", "3"]);
    assert_eq!(several, whole);
    // By hand, and in any order, as a cluster would.
    let shared = folder.path("shared");
    for index in ["4", "0", "5", "2"] {
        let arguments = ["experiment", &file, "--data", text(&data)];
        let more = ["--out", text(&shared), "--only", index];
        let output = playground(&[&arguments[..], &more].concat());
        assert!(output.status.success());
    }
    assert!(!shared.join("results.csv").exists());
    assert_eq!(results(&file, &data, &shared, &[]), whole);

    let page = fs::read_to_string(shared.join("index.html")).unwrap();
    assert!(page.contains("Small &amp; quick") && page.contains("6 of 6 runs"));
    assert!(page.contains("copies (vae), generation 2"));
    assert_eq!(page.matches("data:image/png;base64,").count(), 5);
    assert!(!page.contains("<script") && !page.contains("http"));
}

/// The record's last modification tells whether a run was trained again.
#[test]
fn finished_runs_are_kept_and_half_written_ones_are_not_taken_for_them() {
    let folder = Folder::new("experiment-resume");
    let (data, out) = (folder.data(), folder.path("out"));
    let file = write(&folder, "grid.toml", GRID);
    let whole = results(&file, &data, &out, &[]);
    let record = |starts: &str| {
        let names = folder.names_in("out/runs");
        let found: Vec<_> = (names.iter())
            .filter(|name| name.starts_with(starts) && name.ends_with(".json"))
            .collect();
        assert_eq!(found.len(), 1, "{names:?}");
        out.join("runs").join(found[0])
    };
    let (kept, cut) = (record("vae-few-some-3"), record("cvae-told-4"));
    // A finished run that says something else, to know it again in the results.
    let marked = fs::read_to_string(&kept).unwrap();
    let at = marked.find("\"test_loss\",").unwrap();
    let number = marked[at..].split_whitespace().nth(1).unwrap().to_owned();
    fs::write(&kept, marked.replacen(&number, "-777.5", 1)).unwrap();
    let half = fs::read(&cut).unwrap();
    fs::write(&cut, &half[..half.len() / 2]).unwrap();
    fs::remove_file(record("vae-copies-3")).unwrap();
    fs::remove_file(out.join("results.csv")).unwrap();

    let arguments = ["experiment", &file, "--data", text(&data)];
    let list = ["--out", text(&out), "--list"];
    let listed = playground(&[&arguments[..], &list].concat());
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert_eq!(listed.matches("\"finished\":false").count(), 2, "{listed}");
    let again = results(&file, &data, &out, &[]);
    assert_eq!(again.matches("-777.5").count(), 1);
    assert_eq!(again.replacen("-777.5", &number, 1), whole);

    // Other steps are another experiment, and another variant leaves the first ones as they are.
    let other = write(
        &folder,
        "other.toml",
        &GRID.replace("steps = 6", "steps = 5"),
    );
    let other = results(&other, &data, &out, &[]);
    assert!(!other.contains("-777.5"), "{other}");
    let more = format!("{GRID}\n[[variant]]\nname = \"new\"");
    let more = write(&folder, "more.toml", &more);
    assert!(results(&more, &data, &out, &[]).contains("-777.5"));
}

#[test]
fn a_grid_is_every_combination_and_weights_can_be_kept() {
    let folder = Folder::new("experiment-grid");
    let (data, out) = (folder.data(), folder.path("out"));
    let grid = r#"
        [train]
        preset = ["vae", "gan"]
        steps = 2
        set = { batch_size = 64 }
        [judge]
        count = 10
        [grid]
        lr = [0.001, 0.0003]
        data.limit = [64, 128]
    "#;
    let file = write(&folder, "grid.toml", grid);
    let table = results(&file, &data, &out, &["--weights"]);
    let rows: Vec<_> = table.lines().skip(1).collect();
    assert_eq!(rows.len(), 8);
    assert!(rows[1].starts_with("\"data.limit=64, lr=0.0003\",vae,0,64,64,0.0003,2,64,10,"));
    // What a GAN has no loss of stays empty.
    assert!(table.lines().next().unwrap().contains("test_d_loss"));
    let weights = folder.names_in("out/runs");
    let weights = weights.iter().find(|name| name.ends_with(".safetensors"));
    let weights = out.join("runs").join(weights.unwrap());
    let evaluated = playground(&[
        "evaluate",
        "--weights",
        text(&weights),
        "--data",
        text(&data),
    ]);
    assert!(evaluated.status.success());
}

#[cfg(unix)]
#[test]
fn an_interrupted_experiment_says_so_and_goes_on() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let folder = Folder::new("experiment-interrupted");
    let (data, out) = (folder.data(), folder.path("out"));
    let file = write(
        &folder,
        "grid.toml",
        &GRID.replace("[3, 4]", "[0, 1, 2, 3, 4, 5]"),
    );
    let whole = results(&file, &data, &folder.path("whole"), &[]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_playground"));
    command.args(arguments(&file, &data, &out));
    command.args(["--jobs", "1"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The first run is finished, and seventeen are not.
    let mut first = String::new();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    lines.read_line(&mut first).unwrap();
    let id = child.id().to_string();
    Command::new("kill").args(["-INT", &id]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    drop(lines);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{errors}");
    assert!(errors.contains("goes on with the others"), "{errors}");
    let finished = fs::read_to_string(out.join("results.csv")).unwrap();
    assert!(finished.lines().count() < whole.lines().count());
    let names = folder.names_in("out");
    assert_eq!(names, ["index.html", "results.csv", "runs", "times.csv"]);
    assert_eq!(results(&file, &data, &out, &[]), whole);
}
