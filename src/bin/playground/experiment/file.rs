//! The file that describes an experiment (`docs/experiments/README.md` has all its keys).

use crate::input;
use crate::output::Result;
use serde::Deserialize;
use std::fmt::Display;
use std::path::Path;
use toml::Table;

/// Most images that are judged, and that a generation is drawn for the next.
const MOST_IMAGES: u32 = 100_000;
/// The most that is read of the file.
const MOST_BYTES: u64 = 1 << 24;
/// Most generations of a loop.
const MOST_GENERATIONS: u32 = 1_000;

/// A grid of runs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Experiment {
    /// The heading of the page of results.
    pub title: Option<String>,
    /// Each run once with each of them.
    #[serde(default = "one_seed")]
    pub seeds: Vec<u64>,
    /// What all runs share.
    pub train: Train,
    /// How models are judged.
    #[serde(default)]
    pub judge: Judge,
    /// Settings with lists of values: every combination is a run.
    #[serde(default)]
    pub grid: Table,
    /// Runs that differ in more than one setting.
    #[serde(default, rename = "variant")]
    pub variants: Vec<Variant>,
    /// Generations that learn from one another.
    #[serde(rename = "loop")]
    pub generations: Option<Loop>,
}

/// What all runs share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Train {
    /// A preset, or a list of them.
    pub preset: toml::Value,
    /// How long to train.
    pub steps: Option<u64>,
    /// The same in epochs.
    pub epochs: Option<u64>,
    /// Settings that differ from the preset.
    #[serde(default)]
    pub set: Table,
}

/// Runs of one name. What it does not say is as in [`Train`].
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// What the results call it.
    pub name: String,
    /// A preset, or a list of them.
    pub preset: Option<toml::Value>,
    /// How long to train.
    pub steps: Option<u64>,
    /// The same in epochs.
    pub epochs: Option<u64>,
    /// Settings beside those of [`Train`].
    #[serde(default)]
    pub set: Table,
    /// Generations, instead of the file's.
    #[serde(rename = "loop")]
    pub generations: Option<Loop>,
}

/// How models are judged.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Judge {
    /// Samples that are drawn of each model.
    pub count: u32,
    /// Decides them.
    pub seed: u64,
}

impl Default for Judge {
    fn default() -> Self {
        Self {
            count: 2_000,
            seed: 0,
        }
    }
}

/// A self-consuming loop: after the first, models learn from samples of those before them.
#[derive(Clone, Copy, Debug, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Loop {
    /// Generations after the first, which learns from real images alone.
    pub generations: u32,
    /// What a generation learns from.
    pub mode: Mode,
    /// Images that a generation draws for the next; as many as the first learnt from where none are given.
    pub samples: Option<u32>,
    /// Mode fresh: the share of real images.
    pub fresh: Option<f64>,
}

/// What a generation of a loop learns from.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Samples of the generation before it, and nothing else.
    Replace,
    /// The real images, and samples of all generations before it.
    Accumulate,
    /// Samples of the generation before it, and a share of real images, which are chosen anew.
    Fresh,
}

fn one_seed() -> Vec<u64> {
    vec![0]
}

impl Experiment {
    /// Reads it, and checks what concerns no preset.
    ///
    /// # Errors
    /// One line that names the file and the key.
    pub fn read(path: &Path) -> Result<Self> {
        let shown = path.display();
        let text = String::from_utf8(input::read(path, MOST_BYTES)?)
            .map_err(|_| format!("{shown} is no text (UTF-8): name an experiment's TOML file."))?;
        let read: Self =
            toml::from_str(&text).map_err(|error| in_line(path.display(), &text, &error))?;
        read.check()
            .map_err(|problem| format!("{shown}: {problem}"))?;
        Ok(read)
    }

    fn check(&self) -> std::result::Result<(), String> {
        let whole = |key: &str, value: u32, most: u32| match value {
            0 => Err(format!("{key} must be 1 at least.")),
            value if value > most => Err(format!("{key} must be {most} at most; {value} came.")),
            _ => Ok(()),
        };
        whole("judge.count", self.judge.count, MOST_IMAGES)?;
        if self.seeds.is_empty() {
            return Err("seeds must have one number at least, seeds = [0] for example.".into());
        }
        if let Some(twice) = repeated(&self.seeds) {
            return Err(format!(
                "seeds has {twice} twice: a run is the same each time."
            ));
        }
        let names: Vec<_> = self.variants.iter().map(|variant| &variant.name).collect();
        if let Some(twice) = repeated(&names) {
            return Err(format!(
                "two variants have the name \"{twice}\": name them differently."
            ));
        }
        let loops = self.variants.iter().map(|variant| &variant.generations);
        for generations in loops.chain([&self.generations]).flatten() {
            whole(
                "loop.generations",
                generations.generations,
                MOST_GENERATIONS,
            )?;
            if let Some(samples) = generations.samples {
                whole("loop.samples", samples, MOST_IMAGES)?;
            }
            match (generations.mode, generations.fresh) {
                (Mode::Fresh, None) => {
                    return Err(
                        "loop.fresh is missing: mode = \"fresh\" needs the share of real images, fresh = 0.1 for example.".into(),
                    );
                }
                (Mode::Fresh, Some(share)) if !(0.0..=1.0).contains(&share) => {
                    return Err(format!("loop.fresh must be 0 to 1; {share} came."));
                }
                (Mode::Replace | Mode::Accumulate, Some(_)) => {
                    return Err("loop.fresh has a use for mode = \"fresh\" only.".into());
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// The first that is there before.
fn repeated<T: PartialEq>(items: &[T]) -> Option<&T> {
    let is_known = |at: usize| items[..at].contains(&items[at]);
    (0..items.len())
        .find(|&at| is_known(at))
        .map(|at| &items[at])
}

/// A mistake in the file, with the line, which names the key: the library's own message has several.
fn in_line(path: impl Display, text: &str, error: &toml::de::Error) -> String {
    let message = error.message().replace('\n', "; ");
    // The library has its language's names for numbers.
    let message = ["u64", "u32"].iter().fold(message, |message, kind| {
        message.replace(
            &format!("expected {kind}"),
            "expected a whole number, 0 or more",
        )
    });
    let Some(span) = error.span() else {
        return format!("{path}: {message}.");
    };
    let before = &text[..span.start.min(text.len())];
    let number = before.matches('\n').count() + 1;
    let line = text.lines().nth(number - 1).unwrap_or_default().trim();
    match line {
        "" => format!("{path}, line {number}: {message}."),
        line => format!("{path}, line {number}, `{line}`: {message}."),
    }
}
