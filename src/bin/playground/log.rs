//! The log of a training run: one JSON object a line.

use generative_playground::message::ModelSummary;
use generative_playground::training::{Event, Losses, StepMetrics, Trainer};
use serde::Serialize;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A file, or nothing where none was asked for.
pub struct Log {
    file: Option<BufWriter<File>>,
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
    /// Begins a log in this file.
    pub fn create(path: Option<&Path>) -> Result<Self> {
        Self::of("", path)
    }

    /// Goes on with the log of a run that was saved at this step, after this many epochs; what it says of later ones goes.
    pub fn resume(path: Option<&Path>, step: u64, epochs: u64) -> Result<Self> {
        let text = path.map(std::fs::read_to_string).and_then(io::Result::ok);
        let is_before = |line: &&str| {
            let value: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
            let at = |key: &str| value[key].as_u64();
            at("step").map_or_else(
                || at("epoch").is_some_and(|epoch| epoch <= epochs),
                |at| at <= step,
            )
        };
        let kept: String = text
            .iter()
            .flat_map(|text| text.lines().filter(is_before))
            .flat_map(|line| [line, "\n"])
            .collect();
        Self::of(&kept, path)
    }

    fn of(before: &str, path: Option<&Path>) -> Result<Self> {
        let create = |path: &Path| {
            let mut file = File::create(path)?;
            file.write_all(before.as_bytes())?;
            Ok(BufWriter::new(file))
        };
        let open = |path: &Path| {
            create(path).map_err(|error: io::Error| {
                format!("{} cannot be written: {error}.", path.display())
            })
        };
        Ok(Self {
            file: path.map(open).transpose()?,
            events: Vec::new(),
            begun: !before.is_empty(),
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
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        let line = serde_json::to_string(line)?;
        writeln!(file, "{line}")
            .and_then(|()| file.flush())
            .map_err(|error| format!("The log cannot be written: {error}.").into())
    }
}
