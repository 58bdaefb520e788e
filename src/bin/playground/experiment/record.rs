//! What is kept of a finished run: `runs/NAME.json`, with a picture of samples for each of its models beside it.
//!
//! The record is written last and appears whole or not at all, so a run that has one is finished. Results are made from records
//! alone, so it is the same who has trained them and when.

use super::plan::Run;
use crate::destination::Destination;
use crate::measure::Values;
use crate::output::Result;
use crate::picture;
use generative_playground::dataset::DatasetSpec;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A finished run.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Record {
    /// [`Run::identity`]
    pub run: Value,
    /// A row a model; none where the run failed.
    pub rows: Vec<Row>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What it took.
    pub seconds: Seconds,
}

/// What was found of one model.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Row {
    /// In a loop, counted from 0.
    pub generation: u64,
    /// Steps of its training.
    pub steps: u64,
    /// Images it was trained on.
    pub images: usize,
    /// Losses, then yardsticks.
    pub values: Values,
    /// The yardsticks of real images.
    pub real: Values,
}

/// What a run took, on one core.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
pub struct Seconds {
    /// All training.
    pub train: f64,
    /// All evaluation and judging.
    pub judge: f64,
}

/// Where a run's files lie.
#[derive(Clone, Debug)]
pub struct Place {
    folder: PathBuf,
    stem: String,
    identity: Value,
}

impl Place {
    /// The place of a run on these data, in the experiment's folder.
    pub fn of(run: &Run, data: &DatasetSpec, out: &Path) -> Self {
        let identity = run.identity(data);
        let hash = crc32c::crc32c(identity.to_string().as_bytes());
        let settings = &run.settings;
        let name = format!("{} {}", settings.preset, run.name);
        let stem = format!("{}-{}-{hash:08x}", slug(&name), settings.seed);
        Self {
            folder: out.join(super::RUNS),
            stem,
            identity,
        }
    }

    /// The record's path below the experiment's folder.
    pub fn name(&self) -> String {
        format!("runs/{}.json", self.stem)
    }

    /// The folder of the run's events, below that of all.
    pub fn events(&self, all: &Path) -> PathBuf {
        all.join(&self.stem)
    }

    fn path(&self, end: &str) -> PathBuf {
        self.folder.join(format!("{}{end}", self.stem))
    }

    /// The picture of a generation's samples.
    pub fn picture(&self, generation: usize) -> PathBuf {
        self.path(&format!("-{generation}.png"))
    }

    /// The record, if the run is finished. What is no whole record of this very run is none of it.
    pub fn read(&self) -> Option<Record> {
        let text = std::fs::read(self.path(".json")).ok()?;
        let record: Record = serde_json::from_slice(&text).ok()?;
        let has_pictures = (0..record.rows.len()).all(|at| self.picture(at).is_file());
        (record.run == self.identity && has_pictures).then_some(record)
    }

    /// Keeps a finished run: what was found, samples `[n * 784]` of each model, and the saved last one if it is wanted.
    ///
    /// # Errors
    /// One line that names the file.
    pub fn write(
        &self,
        found: (Vec<Row>, Option<String>, Seconds),
        pictures: &[Vec<f32>],
        saved: Option<&[u8]>,
    ) -> Result<()> {
        let (rows, error, seconds) = found;
        let write = |path: &Path, bytes: &[u8]| Destination::check("--out", path)?.write(bytes);
        for (generation, samples) in pictures.iter().enumerate() {
            write(&self.picture(generation), &picture::grid(samples)?)?;
        }
        if let Some(saved) = saved {
            write(&self.path(".safetensors"), saved)?;
        }
        let record = Record {
            run: self.identity.clone(),
            rows,
            error,
            seconds,
        };
        write(&self.path(".json"), &serde_json::to_vec_pretty(&record)?)
    }
}

/// A name as a file may have it.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() || letter == '.' {
            slug.push(letter);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(60);
    slug.trim_matches('-').into()
}
