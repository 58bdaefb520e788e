//! The log of a training run: one JSON object a line.

use crate::destination::Destination;
use crate::output::{Result, cannot_write};
use generative_playground::message::ModelSummary;
use generative_playground::training::{Event, Losses, StepMetrics, Trainer, log_until};
use serde::Serialize;
use std::fs::{self, File, TryLockError};
use std::io::Write;

/// A file, or nothing where none was asked for.
pub struct Log {
    file: Option<(Destination, File)>,
    /// Waiting for the next line.
    pub events: Vec<Event>,
    begun: bool,
}

/// While training. The first one says what the model is made of.
#[derive(Serialize)]
struct StepLine<'a> {
    step: u64,
    epoch: usize,
    losses: &'a Losses,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<ModelSummary>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    events: Vec<Event>,
}

/// At an epoch's end.
#[derive(Serialize)]
struct EvalLine<'a> {
    epoch: usize,
    eval: &'a Losses,
}

impl Log {
    /// Fails where there is a log already, which a new run would write over.
    ///
    /// # Errors
    /// One line that says what to do.
    pub fn check_new(destination: &Destination) -> Result<()> {
        let path = destination.path();
        let is_new =
            destination.is_stream() || fs::metadata(path).map_or(true, |found| found.len() == 0);
        if is_new {
            return Ok(());
        }
        Err(format!(
            "--log {} exists already. Name another file, remove it, or go on with its run (--resume).",
            path.display()
        )
        .into())
    }

    /// Begins a log in this file, or goes on in the one of a run that was saved at this step, after this many epochs; what
    /// that says of later ones goes.
    ///
    /// # Errors
    /// When the file holds something else, another run writes it, or it cannot be written.
    pub fn open(destination: Option<Destination>, step: u64, epochs: u64) -> Result<Self> {
        let Some(destination) = destination else {
            return Ok(Self {
                file: None,
                events: Vec::new(),
                begun: false,
            });
        };
        let is_file = !destination.is_stream();
        let mut kept = String::new();
        let mut file = destination.append()?;
        if is_file {
            claim(&destination, &file)?;
            kept = before(&destination, step, epochs)?;
            let is_all = file
                .metadata()
                .is_ok_and(|found| found.len() == kept.len() as u64);
            // A file that is moved into its place is another one, so none is where two runs may begin the same log at once.
            if !is_all {
                destination.write(kept.as_bytes())?;
                file = destination.append()?;
                claim(&destination, &file)?;
            }
        }
        Ok(Self {
            file: Some((destination, file)),
            events: Vec::new(),
            begun: !kept.is_empty(),
        })
    }

    /// A line on a step.
    pub fn step(&mut self, trainer: &Trainer, metrics: &StepMetrics) -> Result<()> {
        let line = StepLine {
            step: metrics.step,
            epoch: metrics.epoch,
            losses: &metrics.losses,
            model: (!self.begun).then(|| trainer.into()),
            events: std::mem::take(&mut self.events),
        };
        self.begun = true;
        self.write(&line)
    }

    /// A line on an epoch's end.
    pub fn eval(&mut self, epoch: usize, eval: &Losses) -> Result<()> {
        self.write(&EvalLine { epoch, eval })
    }

    /// Writes a line at once: a run that is interrupted leaves what it has done.
    fn write(&mut self, line: &impl Serialize) -> Result<()> {
        let Some((destination, file)) = &mut self.file else {
            return Ok(());
        };
        let mut line = serde_json::to_string(line)?;
        line.push('\n');
        file.write_all(line.as_bytes())
            .map_err(|error| cannot_write(destination.path().display(), &error))
    }
}

/// Keeps other runs from the log as long as it is open, where the file system can.
fn claim(destination: &Destination, file: &File) -> Result<()> {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(format!(
            "--log {} is being written by another run. Name another file, or wait for that run.",
            destination.path().display()
        )
        .into()),
        _ => Ok(()),
    }
}

/// The lines of a log up to this step and epoch.
fn before(destination: &Destination, step: u64, epochs: u64) -> Result<String> {
    let shown = destination.path().display();
    let text = match fs::read_to_string(destination.path()) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        text => text.map_err(|error| format!("--log {shown} cannot be read: {error}."))?,
    };
    log_until(&text, step, epochs)
        .ok_or_else(|| format!("--log {shown} is no log of a run. Name another file.").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_has_one_run_at_a_time() {
        let path = std::env::temp_dir().join(format!("playground-log-{}", std::process::id()));
        let open = || Log::open(Some(Destination::check("--log", &path)?), 0, 0);
        let mut first = open().unwrap();
        let error = open().err().unwrap().to_string();
        assert!(error.contains("by another run"), "{error}");
        first.eval(1, &Losses::new()).unwrap();
        let line = "{\"epoch\":1,\"eval\":{}}\n";
        assert_eq!(fs::read_to_string(&path).unwrap(), line);
        drop(first);
        open().unwrap();
        fs::remove_file(&path).unwrap();
        // Of those that begin it together too: no other opens it before the first has ended.
        let together = std::sync::Barrier::new(4);
        let begin = || {
            let log = open().ok();
            together.wait();
            log.is_some()
        };
        let begun = std::thread::scope(|scope| {
            let all = [(); 4].map(|()| scope.spawn(begin));
            all.map(|one| one.join().unwrap())
        });
        assert_eq!(begun.iter().filter(|begun| **begun).count(), 1, "{begun:?}");
        fs::remove_file(path).unwrap();
    }
}
