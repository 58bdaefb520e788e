//! `playground train`: a run from the first step to the last, with a progress bar, a log and a file of weights.

use crate::log::Log;
use crate::{data, open};
use generative_playground::checkpoint::{self, Precision};
use generative_playground::dataset::{MnistDataset, TrainingData};
use generative_playground::device::OpenDevice;
use generative_playground::training::{Continuity, Losses, Settings, Trainer};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Arguments of `train`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The preset to train; an unknown one lists those there are.
    #[arg(long, required_unless_present = "resume")]
    preset: Option<String>,
    /// Go on with a run that `--save` kept, under its own settings; the log goes on too.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["preset", "seed", "settings"])]
    resume: Option<PathBuf>,
    /// Go on with `--resume` although `--data` are not the data that the run was trained on.
    #[arg(long, requires = "resume")]
    other_data: bool,
    /// Epochs to train (10 by default).
    #[arg(long, conflicts_with = "steps", value_parser = clap::value_parser!(u64).range(1..))]
    epochs: Option<u64>,
    /// Steps to train, instead of epochs.
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..))]
    steps: Option<u64>,
    /// Decides every random number.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Change a setting: `--set lr=0.0003`. An unknown key lists those there are.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = key_value)]
    settings: Vec<(String, String)>,
    /// Where to compute.
    #[arg(long, value_enum, default_value = "cpu")]
    device: open::Device,
    /// A directory of MNIST's IDX files, plain or gzipped; the project's own copy by default.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Write one JSON object a line: losses while training, `eval` at each epoch's end.
    #[arg(long)]
    log: Option<PathBuf>,
    /// Steps between two lines of the log.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..))]
    log_every: u64,
    /// Write the weights, the optimizer's state and the settings (safetensors), after each epoch and at the end.
    #[arg(long)]
    save: Option<PathBuf>,
    /// Write the weights alone, for PyTorch's `load_state_dict` (safetensors).
    #[arg(long)]
    export: Option<PathBuf>,
    /// Export in half precision: half the bytes, and three significant digits.
    #[arg(long, requires = "export")]
    half: bool,
}

fn key_value(text: &str) -> std::result::Result<(String, String), String> {
    let (key, value) = text
        .split_once('=')
        .ok_or("write it as key=value, lr=0.0003 for example")?;
    Ok((key.into(), value.into()))
}

/// Runs the command.
pub fn run(arguments: Arguments) -> Result<()> {
    let device = arguments.device.open()?;
    let dataset = data::load(arguments.data.as_deref())?;
    let mut trainer = begin(&arguments, &device, &dataset)?;
    let path = arguments.log.as_deref();
    let done = trainer.step() / trainer.steps_per_epoch();
    let mut log = match arguments.resume {
        Some(_) => Log::resume(path, trainer.step(), done)?,
        None => Log::create(path)?,
    };
    let epochs = arguments.epochs.unwrap_or(10);
    let steps = arguments
        .steps
        .unwrap_or(epochs * trainer.steps_per_epoch());
    eprintln!(
        "{}: {} parameters, {} images, {steps} steps of {} images, on {}",
        trainer.settings().preset,
        trainer.parameter_count(),
        dataset.train.len(),
        trainer.settings().batch_size,
        device.adapter,
    );
    for part in trainer.summary() {
        eprintln!("{part}");
    }

    let bar = ProgressBar::new(steps).with_style(
        ProgressStyle::with_template("{bar:30} step {pos}/{len}, {per_sec}, {eta} left, {msg}")
            .expect("the template is right"),
    );
    while trainer.step() < steps {
        pollster::block_on(chunk(
            &mut trainer,
            &dataset,
            steps,
            arguments.log_every,
            &bar,
            &mut log,
        ))?;
        if trainer.step() % trainer.steps_per_epoch() == 0 {
            let losses = pollster::block_on(trainer.evaluate(&dataset, dataset.test.len()))?;
            bar.suspend(|| println!("epoch {:3}  test {}", trainer.epoch(), words(&losses)));
            log.eval(trainer.epoch(), &losses)?;
            save(&trainer, arguments.save.as_deref())?;
        }
    }
    bar.finish_and_clear();
    save(&trainer, arguments.save.as_deref())?;
    if let Some(path) = &arguments.export {
        let precision = if arguments.half {
            Precision::Half
        } else {
            Precision::Single
        };
        let bytes = pollster::block_on(checkpoint::export(&trainer, precision))?;
        open::write_whole(path, &bytes)?;
    }
    Ok(())
}

/// The run to train: a new one, or the one to go on with.
fn begin(arguments: &Arguments, device: &OpenDevice, dataset: &MnistDataset) -> Result<Trainer> {
    if let Some(path) = &arguments.resume {
        let mut trainer = open::trainer(path, device)?;
        let continuity = trainer
            .go_on_with(dataset, arguments.other_data)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        if continuity != Continuity::Same {
            let (path, spec) = (path.display(), dataset.spec());
            eprintln!("{path} goes on with {spec}; nothing proves that it was trained on these.");
        }
        return Ok(trainer);
    }
    let mut changes: Map<String, Value> = arguments
        .settings
        .iter()
        .map(|(key, value)| (key.clone(), Value::from(value.as_str())))
        .collect();
    changes.insert("seed".into(), Value::from(arguments.seed));
    let preset = arguments.preset.as_deref().unwrap_or_default();
    let settings = Settings::with(preset, &changes)?;
    let data = TrainingData::new(dataset, settings.data.clone(), settings.seed)?;
    Ok(Trainer::new(settings, data, &device.device)?)
}

fn save(trainer: &Trainer, path: Option<&Path>) -> Result<()> {
    let Some(path) = path else {
        return Ok(());
    };
    open::write_whole(path, &pollster::block_on(checkpoint::save(trainer))?)
}

/// Trains up to the next line of the log, the epoch's end or the last step, whichever comes first.
async fn chunk(
    trainer: &mut Trainer,
    dataset: &MnistDataset,
    steps: u64,
    log_every: u64,
    bar: &ProgressBar,
    log: &mut Log,
) -> Result<()> {
    let until = |period: u64| period - trainer.step() % period;
    let n = until(log_every)
        .min(until(trainer.steps_per_epoch()))
        .min(steps - trainer.step());
    let mut last = None;
    trainer
        .train(dataset, n, |metrics| {
            bar.set_position(metrics.step);
            last = Some(metrics);
        })
        .await?;
    for event in trainer.take_events() {
        bar.suspend(|| eprintln!("step {}: {}", event.step, event.message));
        log.events.push(event);
    }
    if let Some(metrics) = last {
        bar.set_message(words(&metrics.losses));
        if metrics.step % log_every == 0 {
            log.step(trainer, &metrics)?;
        }
    }
    Ok(())
}

fn words(losses: &Losses) -> String {
    losses
        .iter()
        .map(|(name, value)| format!("{name} {value:.2}"))
        .collect::<Vec<_>>()
        .join("  ")
}
