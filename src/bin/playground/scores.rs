//! `playground scores`: which images of a data set are odd.

use crate::arguments::{key_value, seed, whole};
use crate::destination::{Destination, Inputs};
use crate::output::{Result, line, note};
use crate::{data, open};
use generative_playground::dataset::{MnistDataset, Part, Recipe};
use generative_playground::scores::{Found, Score, Scorer};
use generative_playground::training::Trainer;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Arguments of `scores`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The score; an unknown one lists those there are.
    #[arg(long, value_name = "NAME", default_value = "self-confidence")]
    score: String,
    /// Training images, or test images.
    #[arg(long, value_parser = part, default_value = "train")]
    part: Part,
    /// How many images to list, the most suspicious first.
    #[arg(long, default_value_t = 20, value_parser = whole::<u32>(1..=1_000_000), allow_negative_numbers = true)]
    count: u32,
    /// Do something with the training images first: `--set data.mislabel=0.1`.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = key_value)]
    settings: Vec<(String, String)>,
    /// Decides what is random about the data, and about the classifier that doubts labels.
    #[arg(long, default_value_t = 0, value_parser = seed, allow_negative_numbers = true)]
    seed: u64,
    /// Saved weights, for the score `reconstruction`.
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
    /// A folder of MNIST's four IDX files, plain or gzipped, or of one such file of your own images; the project's own copy by
    /// default.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Print one JSON object instead of a table.
    #[arg(long)]
    json: bool,
    /// Write the scores of all images into this file, as comma-separated values.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Where to compute a model's reconstructions.
    #[arg(long, value_enum, default_value = "cpu")]
    device: open::Device,
}

fn part(text: &str) -> std::result::Result<Part, String> {
    Part::of_word(text).ok_or_else(|| format!("must be {}", Part::WORDS.join(" or ")))
}

/// Runs the command.
pub fn run(arguments: Arguments) -> Result<()> {
    let score = Scorer::named(&arguments.score)?;
    let csv = Destination::check_some("--csv", arguments.csv.as_deref())?;
    let weights = arguments.weights.as_deref();
    let files: Vec<_> = weights
        .map(|path| ("--weights", path))
        .into_iter()
        .collect();
    let inputs = Inputs {
        files: &files,
        data: arguments.data.as_deref(),
    };
    if let Some(csv) = &csv {
        inputs.are_apart_from("--csv", csv)?;
    }
    if score.needs_model() && weights.is_none() {
        return Err(format!(
            "--score {} needs a model that encodes images, a vae for example: give --weights FILE.",
            score.name()
        )
        .into());
    }
    let mut recipe = Recipe::default();
    for (key, value) in &arguments.settings {
        let Some(key) = key.strip_prefix("data.") else {
            return Err(
                format!("--set {key}: only data. settings have an effect on scores.").into(),
            );
        };
        recipe.set(key, &Value::from(value.as_str()))?;
    }
    recipe.refuse_idle(|key| arguments.settings.iter().any(|(named, _)| named == key))?;
    let device = arguments.device.open()?;
    let named = open::Named {
        preset: None,
        changes: &[],
        seed: None,
    };
    let trainer = weights
        .map(|file| open::restore(file, &named, &device))
        .transpose()?;
    let trainer = trainer.map(|(trainer, _)| trainer);
    let dataset = data::load(arguments.data.as_deref())?;
    let scorer = Scorer::new(&dataset, arguments.part, &recipe, arguments.seed)?;
    let found = pollster::block_on(find(&scorer, score, &dataset, trainer.as_ref()))?;
    let rows = Rows::new(&scorer, score, &found);
    if let Some(csv) = csv {
        csv.write(rows.csv().as_bytes())?;
    }
    rows.print(&arguments)
}

async fn find(
    scorer: &Scorer,
    score: &dyn Score,
    dataset: &MnistDataset,
    trainer: Option<&Trainer>,
) -> Result<Found> {
    let mut told = 0.0;
    loop {
        let done = scorer.advance(score, dataset, trainer).await?;
        if done >= 1.0 {
            return Ok(scorer.found(score, dataset));
        }
        // A line every tenth: what takes a second is done before the second one.
        if done >= told + 0.1 {
            told = done;
            note(format_args!("{}: {:.0} %", score.name(), 100.0 * done));
        }
    }
}

/// All images with their scores.
struct Rows<'a> {
    scorer: &'a Scorer,
    score: &'a dyn Score,
    found: &'a Found,
    /// What the classifier takes each for, where it was asked.
    suggested: Option<Vec<u8>>,
    /// Images whose labels are likely to be wrong, in order, where the score says so.
    suspects: Option<Vec<u32>>,
    /// Places in the collection, the most suspicious first.
    order: Vec<usize>,
}

impl<'a> Rows<'a> {
    fn new(scorer: &'a Scorer, score: &'a dyn Score, found: &'a Found) -> Self {
        let values = &found.values;
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|&one, &other| {
            let order = values[one].total_cmp(&values[other]);
            if score.is_large_suspicious() {
                order.reverse()
            } else {
                order
            }
        });
        // Each pair once.
        if !found.others.is_empty() {
            let other = |at: usize| found.others[at] as usize;
            order.retain(|&at| other(other(at)) != at || at < other(at));
        }
        let suspects = found.suspects.as_ref().map(|suspects| {
            let mut indices: Vec<u32> = suspects.iter().map(|suspect| suspect.index).collect();
            indices.sort_unstable();
            indices
        });
        Self {
            scorer,
            score,
            found,
            suggested: scorer.suggested(),
            suspects,
            order,
        }
    }

    /// An image under the names of the columns.
    fn row(&self, at: usize) -> Vec<(&'static str, Value)> {
        let collection = self.scorer.collection();
        let index = collection.indices[at];
        let mut row = vec![
            ("index", json!(index)),
            ("label", json!(collection.labels[at])),
        ];
        if let Some(suggested) = &self.suggested {
            row.push(("suggested", json!(suggested[at])));
            if let Some(suspects) = &self.suspects {
                let is_suspect = suspects.binary_search(&index).is_ok();
                row.push(("suspect", json!(is_suspect)));
            }
        }
        if let Some(&other) = self.found.others.get(at) {
            let other = other as usize;
            row.push(("other", json!(collection.indices[other])));
            row.push(("other_label", json!(collection.labels[other])));
        }
        row.push(("score", json!(self.found.values[at])));
        row
    }

    fn csv(&self) -> String {
        let line = |words: Vec<String>| words.join(",") + "\n";
        let all = 0..self.found.values.len();
        let mut text = String::new();
        for at in all {
            let row = self.row(at);
            if text.is_empty() {
                text = line(row.iter().map(|(name, _)| name.to_string()).collect());
            }
            text += &line(row.iter().map(|(_, value)| value.to_string()).collect());
        }
        text
    }

    fn print(&self, arguments: &Arguments) -> Result<()> {
        let listed = self.order.iter().take(arguments.count as usize);
        let rows: Vec<_> = listed.map(|&at| self.row(at)).collect();
        if arguments.json {
            let rows = rows.into_iter().map(|row| {
                Value::Object(
                    row.into_iter()
                        .map(|(name, value)| (name.into(), value))
                        .collect(),
                )
            });
            return line(json!({
                "score": self.score.name(),
                "part": arguments.part.word(),
                "images": self.found.values.len(),
                "suspects": self.found.suspects,
                "listed": rows.collect::<Vec<_>>(),
            }));
        }
        line(format_args!(
            "{} of {} {} images, the most suspicious first",
            self.score.name(),
            self.found.values.len(),
            match arguments.part {
                Part::Train => "training",
                Part::Test => "test",
            },
        ))?;
        if let Some(suspects) = &self.found.suspects {
            line(format_args!(
                "{} labels are likely to be wrong (confident learning)",
                suspects.len()
            ))?;
        }
        for (at, row) in rows.iter().enumerate() {
            if at == 0 {
                let names: String = row.iter().map(|(name, _)| format!("{name:>12}")).collect();
                line(names)?;
            }
            let words = row.iter().map(|(name, value)| match value.as_f64() {
                Some(number) if *name == "score" => format!("{number:>12.6}"),
                _ => format!("{:>12}", value.to_string()),
            });
            line(words.collect::<String>())?;
        }
        Ok(())
    }
}
