//! The progress that a set-up step shows: what it does, about how long that takes, and how long it has run.
//!
//! On a terminal this is one live line; elsewhere (CI) plain lines, with a sign of life every half minute.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, IsTerminal, Read, stderr};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};

const SIGN_OF_LIFE: Duration = Duration::from_secs(30);
/// How much of a failed command's output is shown.
const TAIL: usize = 30;

/// One thing being done.
pub struct Step {
    doing: String,
    started: Instant,
    bar: ProgressBar,
    /// Dropping it ends the thread that gives signs of life.
    _alive: Option<mpsc::Sender<()>>,
}

impl Step {
    /// Say what is being done and about how long it takes.
    pub fn start(doing: &str, about: &str) -> Self {
        let started = Instant::now();
        let (bar, alive) = if stderr().is_terminal() {
            let style = ProgressStyle::with_template("{spinner} {prefix} · {elapsed} · {wide_msg}")
                .expect("a valid template");
            let bar = ProgressBar::new_spinner()
                .with_style(style)
                .with_prefix(format!("{doing} ({about})"));
            bar.enable_steady_tick(Duration::from_millis(120));
            (bar, None)
        } else {
            eprintln!("… {doing} ({about})");
            (
                ProgressBar::hidden(),
                Some(signs_of_life(doing.to_owned(), started)),
            )
        };
        Self {
            doing: doing.to_owned(),
            started,
            bar,
            _alive: alive,
        }
    }

    /// What it is at right now.
    pub fn now_at(&self, detail: &str) {
        self.bar.set_message(detail.to_owned());
    }

    /// It is done.
    pub fn done(self) {
        self.bar.finish_and_clear();
        eprintln!("✓ {} ({})", self.doing, clock(self.started.elapsed()));
    }
}

impl Drop for Step {
    /// A step that fails leaves no half-drawn line behind.
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn signs_of_life(doing: String, started: Instant) -> mpsc::Sender<()> {
    let (alive, over) = mpsc::channel::<()>();
    thread::spawn(move || {
        while over.recv_timeout(SIGN_OF_LIFE) == Err(mpsc::RecvTimeoutError::Timeout) {
            eprintln!("… {doing}: {}", clock(started.elapsed()));
        }
    });
    alive
}

/// Run a command as a step: its last line of output is shown while it runs, the end of it when it fails.
pub fn run(doing: &str, about: &str, command: &mut Command) -> Result<()> {
    let step = Arc::new(Step::start(doing, about));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", command.get_program().to_string_lossy()))?;
    let tail = Arc::new(Mutex::new(VecDeque::with_capacity(TAIL)));
    let readers = [
        child.stdout.take().map(|out| follow(out, &step, &tail)),
        child.stderr.take().map(|out| follow(out, &step, &tail)),
    ];
    let status = child.wait()?;
    for reader in readers.into_iter().flatten() {
        reader
            .join()
            .expect("reading a command's output does not panic");
    }
    let step = Arc::into_inner(step).expect("both readers have ended");
    if !status.success() {
        drop(step);
        for line in tail.lock().expect("not poisoned").iter() {
            eprintln!("    {line}");
        }
        bail!(
            "{doing}: {} ended with {status}; the end of its output stands above",
            command.get_program().to_string_lossy()
        );
    }
    step.done();
    Ok(())
}

fn follow(
    output: impl Read + Send + 'static,
    step: &Arc<Step>,
    tail: &Arc<Mutex<VecDeque<String>>>,
) -> thread::JoinHandle<()> {
    let (step, tail) = (step.clone(), tail.clone());
    thread::spawn(move || {
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).trim().to_owned();
            step.now_at(&line);
            let mut tail = tail.lock().expect("not poisoned");
            if tail.len() == TAIL {
                tail.pop_front();
            }
            tail.push_back(line);
        }
    })
}

/// `75 s` is easier to read as `1:15`.
pub fn clock(time: Duration) -> String {
    match time.as_secs() {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        seconds @ 10..60 => format!("{seconds} s"),
        seconds @ 60..3600 => format!("{}:{:02} min", seconds / 60, seconds % 60),
        seconds => format!(
            "{}:{:02}:{:02} h",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_like_a_clock() {
        for (seconds, text) in [
            (0.25, "0.2 s"),
            (9.94, "9.9 s"),
            (42.0, "42 s"),
            (75.0, "1:15 min"),
            (3661.0, "1:01:01 h"),
        ] {
            assert_eq!(clock(Duration::from_secs_f64(seconds)), text);
        }
    }

    #[test]
    fn a_failing_command_fails_its_step() {
        let missing = run(
            "a step",
            "at once",
            &mut Command::new("no-such-program-anywhere"),
        );
        assert!(
            missing
                .unwrap_err()
                .to_string()
                .contains("no-such-program-anywhere")
        );
        let failing = run(
            "a step",
            "at once",
            Command::new("cargo").arg("no-such-subcommand"),
        );
        assert!(
            failing
                .unwrap_err()
                .to_string()
                .starts_with("a step: cargo ended with")
        );
    }
}
