//! Where the command prints to: a reader that goes away ends it quietly, a full device is an error, and no training is lost.

#![cfg(unix)]

use super::{Folder, SMALL, errors, playground, text};
use std::fs::File;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Output, Stdio};

const SIGPIPE: i32 = 13;

/// The command with a stdout that nobody reads, and the other output into this.
fn unread(arguments: &[&str], stderr: Stdio) -> Output {
    let (reader, writer) = std::io::pipe().unwrap();
    // Before the command starts, which else might write what it has into the pipe's buffer.
    drop(reader);
    Command::new(env!("CARGO_BIN_EXE_playground"))
        .args(arguments)
        .stdout(writer)
        .stderr(stderr)
        .output()
        .unwrap()
}

#[cfg(target_os = "linux")]
fn into_a_full_device(arguments: &[&str]) -> Output {
    let full = File::options().write(true).open("/dev/full").unwrap();
    Command::new(env!("CARGO_BIN_EXE_playground"))
        .args(arguments)
        .stdout(full)
        .output()
        .unwrap()
}

#[test]
fn nothing_is_lost_or_said_where_nobody_reads() {
    let folder = Folder::new("unread");
    let (data, save, judge) = (folder.data(), folder.path("run"), folder.path("judge"));
    let (data, save) = (text(&data), text(&save));
    let train = [
        &SMALL[..],
        &["--data", data, "--epochs", "3", "--save", save],
    ]
    .concat();
    let output = unread(&train, Stdio::piped());
    assert_eq!(output.status.signal(), Some(SIGPIPE));
    assert_eq!(errors(&output), "");
    let again = playground(&["train", "--resume", save, "--data", data, "--epochs", "1"]);
    assert!(
        errors(&again).contains("already at epoch 1 of 1"),
        "{}",
        errors(&again)
    );

    let table = [
        vec!["evaluate", "--weights", save, "--data", data],
        vec!["evaluate", "--weights", save, "--data", data, "--json"],
        vec!["judge", "--weights", save, "--data", data, "--count", "10"],
        vec![
            "judge",
            "--weights",
            save,
            "--data",
            data,
            "--count",
            "10",
            "--json",
        ],
        vec![
            "likelihood",
            "--weights",
            save,
            "--data",
            data,
            "--count",
            "20",
            "--samples",
            "2",
            "--binarised",
        ],
        vec!["classifier", "evaluate", "--data", data],
        vec![
            "classifier",
            "train",
            "--data",
            data,
            "--epochs",
            "1",
            "--out",
            text(&judge),
        ],
        vec!["--version"],
    ];
    for arguments in table {
        let output = unread(&arguments, Stdio::piped());
        assert_eq!(output.status.signal(), Some(SIGPIPE), "{arguments:?}");
        assert_eq!(errors(&output), "", "{arguments:?}");
        #[cfg(target_os = "linux")]
        {
            let output = into_a_full_device(&arguments);
            assert_eq!(output.status.code(), Some(1), "{arguments:?}");
            let error = errors(&output);
            assert!(
                error.starts_with("error: The output cannot be written"),
                "{arguments:?}: {error}"
            );
            assert_eq!(error.lines().count(), 1, "{arguments:?}: {error}");
        }
    }
    assert!(judge.exists(), "a classifier that was trained is kept");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_an_error_and_the_run_is_saved() {
    let folder = Folder::new("device");
    let (data, save) = (folder.data(), folder.path("run"));
    let train = [
        &SMALL[..],
        &[
            "--data",
            text(&data),
            "--epochs",
            "3",
            "--save",
            text(&save),
        ],
    ]
    .concat();
    let output = into_a_full_device(&train);
    assert_eq!(output.status.code(), Some(1));
    let error = errors(&output);
    assert!(
        error.contains("The output cannot be written") && error.contains("saved to"),
        "{error}"
    );
    assert!(save.exists());

    // Progress that cannot be shown is no reason to stop.
    let full = File::options().write(true).open("/dev/full").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_playground"))
        .args(&train)
        .stderr(full)
        .output()
        .unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 3);
    assert_eq!(unread(&train, Stdio::null()).status.signal(), Some(SIGPIPE));
}
