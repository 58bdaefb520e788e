//! Curves, yardsticks and pictures of a run for TensorBoard (`--tensorboard DIR`).

mod event;

use crate::output::{Result, cannot_write};
use crate::{measure, picture};
use generative_playground::training::{Losses, StepMetrics, Trainer};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};
use yardsticks::Comparison;

/// Samples of a picture, a column a digit of conditional models.
pub const PICTURED: usize = 100;

/// How the names of event files begin: by it TensorBoard finds them.
const PREFIX: &str = "events.out.tfevents.";

/// The event file of one run, or nothing where none was asked for.
pub struct Board(Option<(PathBuf, File)>);

impl Board {
    /// Begins a file in this folder, which is made where it is not there.
    ///
    /// # Errors
    /// One line that names the folder.
    pub fn begin(folder: Option<&Path>) -> Result<Self> {
        let Some(folder) = folder else {
            return Ok(Self(None));
        };
        let refused = |error: std::io::Error| {
            format!(
                "--tensorboard: {} cannot be written to ({error}). Choose another folder.",
                folder.display()
            )
        };
        fs::create_dir_all(folder).map_err(refused)?;
        let seconds = now() as u64;
        // TensorBoard reads the files of a folder in the order of their names, so a later one must have a later name.
        let path = (0..)
            .map(|n| folder.join(format!("{PREFIX}{seconds}.{n:04}.playground")))
            .find(|path| !path.exists())
            .expect("some number is free");
        let file = File::create_new(&path).map_err(refused)?;
        let mut board = Self(Some((path, file)));
        board.write(&event::version(now()))?;
        Ok(board)
    }

    /// The event files in a folder.
    pub fn files(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let is_events = |entry: &fs::DirEntry| {
            let name = entry.file_name();
            name.to_str().is_some_and(|name| name.starts_with(PREFIX))
        };
        entries
            .filter(is_events)
            .map(|entry| entry.path())
            .collect()
    }

    /// Whether there is a file.
    pub fn is_there(&self) -> bool {
        self.0.is_some()
    }

    /// Losses of a training step.
    ///
    /// # Errors
    /// One line that names the file.
    pub fn losses(&mut self, metrics: &StepMetrics) -> Result<()> {
        self.numbers(metrics.step, "train", metrics.losses.iter().map(pair))
    }

    /// The end of an epoch, or of the training: losses on the test images, and a grid of samples.
    ///
    /// # Errors
    /// One line that names the file; those of [`Trainer::sample`].
    pub fn epoch(&mut self, trainer: &Trainer, test: &Losses) -> Result<()> {
        if !self.is_there() {
            return Ok(());
        }
        self.numbers(trainer.step(), "test", test.iter().map(pair))?;
        let samples = pollster::block_on(trainer.sample(PICTURED, 0, &[]))?;
        let png = picture::grid(&samples)?;
        self.write(&event::picture(now(), trainer.step(), "samples", &png))
    }

    /// The yardsticks of a model, and of real images beside them.
    ///
    /// # Errors
    /// One line that names the file.
    pub fn yardsticks(&mut self, step: u64, found: &Comparison) -> Result<()> {
        for (of, judgement) in [("yardsticks", &found.samples), ("real", &found.real)] {
            let values = measure::numbers(judgement);
            let finite = values
                .iter()
                .filter_map(|(name, value)| Some((name.as_str(), (*value)?)));
            self.numbers(step, of, finite)?;
        }
        Ok(())
    }

    fn numbers<'a>(
        &mut self,
        step: u64,
        of: &str,
        values: impl Iterator<Item = (&'a str, f64)>,
    ) -> Result<()> {
        if !self.is_there() {
            return Ok(());
        }
        let values: Vec<_> = values
            .map(|(name, value)| (format!("{of}/{name}"), value))
            .collect();
        let values = values.iter().map(|(tag, value)| (tag.as_str(), *value));
        self.write(&event::scalars(now(), step, values))
    }

    /// Writes a record at once: a run that is looked at while it trains shows what it has done.
    fn write(&mut self, record: &[u8]) -> Result<()> {
        match &mut self.0 {
            Some((path, file)) => file
                .write_all(record)
                .map_err(|error| cannot_write(path.display(), &error)),
            None => Ok(()),
        }
    }
}

fn pair<'a>((name, value): (&'a String, &f64)) -> (&'a str, f64) {
    (name, *value)
}

/// Seconds since 1970, which TensorBoard shows. Nothing that is computed depends on it.
fn now() -> f64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0.0, |since| since.as_secs_f64())
}
