//! Runs that go on, and runs that are stopped.

use super::{Folder, SMALL, errors, playground, text};
use std::path::Path;

#[test]
fn a_resumed_run_is_kept_where_it_was() {
    let folder = Folder::new("kept");
    let (data, run, whole) = (folder.data(), folder.path("run"), folder.path("whole"));
    let data = ["--data", text(&data)];
    let train = |save: &Path, epochs: &str| {
        let output = playground(
            &[
                &SMALL[..],
                &data,
                &["--epochs", epochs, "--save", text(save)],
            ]
            .concat(),
        );
        assert_eq!(errors(&output), "");
    };
    train(&run, "1");
    train(&whole, "2");
    let resume = ["train", "--resume", text(&run)];
    let on = |more: &[&str]| {
        let output = playground(&[&resume[..], &data, more].concat());
        assert!(output.status.success(), "{}", errors(&output));
        errors(&output)
    };
    assert_eq!(on(&["--epochs", "2"]), "");
    let trained = std::fs::read(&run).unwrap();
    assert!(trained == std::fs::read(&whole).unwrap());
    let there = on(&["--epochs", "2"]);
    assert!(there.contains("already at epoch 2 of 2"), "{there}");
    let there = on(&["--steps", "3"]);
    assert!(there.contains("already at step 16 of 3"), "{there}");
    assert!(std::fs::read(&run).unwrap() == trained);
    // What else was asked for is written all the same.
    let (copy, weights) = (folder.path("copy"), folder.path("weights"));
    on(&[
        "--epochs",
        "2",
        "--save",
        text(&copy),
        "--export",
        text(&weights),
    ]);
    assert!(std::fs::read(&copy).unwrap() == trained && weights.exists());
}

#[cfg(unix)]
mod signals {
    use super::*;
    use std::io::{BufRead, BufReader};
    use std::process::{Child, Command, Stdio};
    use std::time::Duration;

    /// A training that would last for hours, once it has taken its first steps.
    fn begin(arguments: &[&str], log: &Path) -> Child {
        begin_as(
            Command::new(env!("CARGO_BIN_EXE_playground")),
            arguments,
            log,
        )
    }

    fn begin_as(mut command: Command, arguments: &[&str], log: &Path) -> Child {
        let mut child = command
            .args([&SMALL[..], arguments].concat())
            .args(["--steps", "1000000", "--log-every", "1", "--log", text(log)])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        while std::fs::read_to_string(log)
            .unwrap_or_default()
            .lines()
            .count()
            < 3
        {
            assert_eq!(child.try_wait().unwrap(), None, "it has ended");
            std::thread::sleep(Duration::from_millis(20));
        }
        child
    }

    fn send(signal: &str, child: &Child) {
        let sent = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    #[test]
    fn a_stopped_run_is_saved_as_it_is() {
        let folder = Folder::new("stopped");
        let (data, run, log) = (folder.data(), folder.path("run"), folder.path("log"));
        let data = ["--data", text(&data)];
        let child = begin(&[&data[..], &["--save", text(&run)]].concat(), &log);
        send("-INT", &child);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(130));
        let said = errors(&output);
        assert!(
            said.contains("Stopped at step")
                && said.contains(&format!("saved to {}", run.display())),
            "{said}"
        );
        let step = said.split(' ').nth(3).unwrap();

        // The very run that would have stopped there by itself.
        let whole = folder.path("whole");
        let train = [
            &SMALL[..],
            &data,
            &["--steps", step, "--save", text(&whole)],
        ]
        .concat();
        assert_eq!(errors(&playground(&train)), "");
        assert!(
            std::fs::read(&run).unwrap() == std::fs::read(&whole).unwrap(),
            "step {step}"
        );
    }

    #[test]
    fn a_stopped_classifier_is_kept_after_its_epoch() {
        let folder = Folder::new("stopped-classifier");
        let (data, out) = (folder.data(), folder.path("classifier"));
        let all = ["classifier", "train", "--epochs", "60000"];
        let paths = ["--data", text(&data), "--out", text(&out)];
        let mut child = Command::new(env!("CARGO_BIN_EXE_playground"))
            .args([&all[..], &paths].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        assert!(line.starts_with("epoch   1"), "{line}");
        send("-INT", &child);
        std::io::copy(&mut lines, &mut std::io::sink()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(130));
        let said = errors(&output);
        assert!(said.contains("of 60000"), "{said}");
        let epoch = said.rsplit("after epoch ").next().unwrap();
        let epoch = epoch.split(' ').next().unwrap();
        let paths = ["--data", text(&data), "--weights", text(&out)];
        let found = playground(&[&["classifier", "evaluate"][..], &paths].concat());
        let found = String::from_utf8(found.stdout).unwrap();
        assert!(
            found.contains(&format!("trained {epoch} epochs")),
            "{found}"
        );
    }

    #[test]
    fn without_a_place_to_save_it_is_said() {
        let folder = Folder::new("unsaved");
        let data = folder.data();
        let child = begin(&["--data", text(&data)], &folder.path("log"));
        send("-TERM", &child);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(143));
        assert!(
            errors(&output).contains("Nothing was saved"),
            "{}",
            errors(&output)
        );
    }

    /// A terminal that is closed is no reason to lose an epoch; under `nohup` it is none to stop.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_closed_terminal_stops_a_run_unless_it_ignores_that() {
        let folder = Folder::new("closed");
        let (data, run, log) = (folder.data(), folder.path("run"), folder.path("log"));
        let arguments = ["--data", text(&data), "--save", text(&run)];
        // These tests may run under `nohup` themselves.
        let mut plain = Command::new("env");
        plain.args(["--default-signal=HUP", env!("CARGO_BIN_EXE_playground")]);
        let child = begin_as(plain, &arguments, &log);
        send("-HUP", &child);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(129));
        assert!(errors(&output).contains("saved to"), "{}", errors(&output));

        // As `nohup` starts it.
        let log = folder.path("on");
        let mut nohup = Command::new("sh");
        nohup.args(["-c", "trap '' HUP; exec \"$0\" \"$@\""]);
        nohup.arg(env!("CARGO_BIN_EXE_playground"));
        let child = begin_as(nohup, &arguments, &log);
        send("-HUP", &child);
        let lines = || std::fs::read_to_string(&log).unwrap().lines().count();
        let before = lines();
        while lines() < before + 50 {
            std::thread::sleep(Duration::from_millis(20));
        }
        send("-TERM", &child);
        assert_eq!(child.wait_with_output().unwrap().status.code(), Some(143));
    }

    /// Saved into a pipe that nobody reads, the first signal would be waited for until the end of time.
    #[test]
    fn the_second_signal_ends_at_once() {
        let folder = Folder::new("twice");
        let (data, pipe) = (folder.data(), folder.path("pipe"));
        assert!(
            Command::new("mkfifo")
                .arg(&pipe)
                .status()
                .unwrap()
                .success()
        );
        let arguments = [
            "--data",
            text(&data),
            "--save",
            text(&pipe),
            "--set",
            "batch_size=1",
        ];
        let mut child = begin(&arguments, &folder.path("log"));
        let mut status = None;
        // Two that come together are one.
        for _ in 0..100 {
            send("-INT", &child);
            std::thread::sleep(Duration::from_millis(100));
            status = child.try_wait().unwrap();
            if status.is_some() {
                break;
            }
        }
        let code = status.map(|status| status.code());
        if code.is_none() {
            child.kill().unwrap();
        }
        assert_eq!(code, Some(Some(130)));
    }
}
