//! Where the command writes to: looked at before anything is trained, kept as what it is, and whole.

use super::{Folder, SMALL, error_line, errors, playground, text};
use std::path::Path;
use std::process::Command;

fn train<'a>(data: &'a Path, more: &[&'a str]) -> Vec<&'a str> {
    [&SMALL[..], &["--data", text(data)], more].concat()
}

#[test]
fn a_place_that_cannot_be_written_to_is_refused_before_the_data_is_read() {
    let folder = Folder::new("places");
    // Training would fail on this, and later.
    let nowhere = folder.path("nowhere");
    let missing = folder.path("missing/run");
    let slash = format!("{}/", folder.path("new").display());
    for flag in ["--save", "--export", "--log"] {
        for (place, says) in [
            (text(&missing), "Make it first"),
            (text(&folder.0), "is a folder"),
            (&slash, "is a folder"),
            ("", "a value is required"),
            #[cfg(target_os = "linux")]
            ("/proc/run", "cannot be written to"),
        ] {
            let error = error_line(&train(&nowhere, &[flag, place]));
            assert!(
                error.contains(flag) && error.contains(says),
                "{error} should say {says}"
            );
        }
    }
    for (arguments, says) in [
        (
            vec!["sample", "--weights", "nothing", "--out", text(&missing)],
            "Make it first",
        ),
        (
            vec![
                "classifier",
                "train",
                "--data",
                text(&nowhere),
                "--out",
                text(&missing),
            ],
            "Make it first",
        ),
        (vec!["train", "--resume", text(&missing)], "Make it first"),
    ] {
        let error = error_line(&arguments);
        assert!(error.contains(says), "{error} should say {says}");
    }
    let same = folder.path("same");
    let error = error_line(&train(
        &nowhere,
        &["--save", text(&same), "--log", text(&same)],
    ));
    assert!(
        error.contains("--save and --log are the same file"),
        "{error}"
    );
    assert_eq!(folder.names(), [""; 0], "nothing is left of what was tried");
}

#[test]
fn a_log_that_is_there_is_not_written_over() {
    let folder = Folder::new("log");
    let (data, log) = (folder.data(), folder.path("log.jsonl"));
    std::fs::write(&log, "an hour of work\n").unwrap();
    let save = folder.path("run");
    let arguments = train(&data, &["--steps", "1", "--log", text(&log)]);
    assert!(error_line(&arguments).contains("exists already"));
    // Nor is another file, because a run that goes on would take it for its log.
    assert!(
        playground(&train(&data, &["--steps", "1", "--save", text(&save)]))
            .status
            .success()
    );
    let error = error_line(&[
        "train",
        "--resume",
        text(&save),
        "--data",
        text(&data),
        "--log",
        text(&log),
    ]);
    assert!(error.contains("no log of a run"), "{error}");
    assert_eq!(std::fs::read_to_string(&log).unwrap(), "an hour of work\n");
}

#[cfg(unix)]
#[test]
fn links_stay_links_and_pipes_stay_pipes() {
    use std::os::unix::fs::{FileTypeExt, symlink};
    let folder = Folder::new("links");
    let data = folder.data();
    std::fs::create_dir(folder.path("disk")).unwrap();
    let names = ["run", "weights", "log.jsonl"];
    let links = names.map(|name| {
        symlink(Path::new("disk").join(name), folder.path(name)).unwrap();
        folder.path(name)
    });
    let [save, export, log] = links.each_ref().map(|link| text(link));
    let arguments = train(
        &data,
        &[
            "--epochs", "1", "--save", save, "--export", export, "--log", log,
        ],
    );
    assert_eq!(errors(&playground(&arguments)), "");
    for link in &links {
        assert!(link.is_symlink(), "{}", link.display());
        assert!(!std::fs::read(link).unwrap().is_empty());
    }
    assert_eq!(folder.names_in("disk"), ["log.jsonl", "run", "weights"]);

    let pipe = folder.path("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read(pipe).unwrap()
    });
    let output = playground(&["sample", "--weights", save, "--out", text(&pipe)]);
    assert_eq!(errors(&output), "");
    assert!(reader.join().unwrap().starts_with(b"\x89PNG"));
    assert!(std::fs::metadata(&pipe).unwrap().file_type().is_fifo());
}

/// A limit on the size of files stands for a full disk.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_what_there_was() {
    let folder = Folder::new("full");
    let (data, save) = (folder.data(), folder.path("run"));
    assert!(
        playground(&train(&data, &["--epochs", "1", "--save", text(&save)]))
            .status
            .success()
    );
    let before = std::fs::read(&save).unwrap();
    let output = Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 16; exec \"$0\" \"$@\"",
            env!("CARGO_BIN_EXE_playground"),
        ])
        .args([
            "train",
            "--resume",
            text(&save),
            "--epochs",
            "2",
            "--data",
            text(&data),
        ])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let error = errors(&output);
    assert!(
        error.contains("cannot be written") && error.lines().count() == 1,
        "{error}"
    );
    assert!(std::fs::read(&save).unwrap() == before);
    assert_eq!(folder.names(), ["data", "run"]);
}
