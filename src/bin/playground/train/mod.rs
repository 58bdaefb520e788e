//! `playground train`: a run from the first step to the last, with a progress bar, a log and a file of weights.

mod outputs;

use crate::arguments::{amount, key_value, seed, settings};
use crate::data;
use crate::interrupt::{Interrupt, Stopped};
use crate::log::Log;
use crate::open::{self, Named};
use crate::output::{ReaderGone, Result, line, note};
use generative_playground::dataset::MnistDataset;
use generative_playground::device::OpenDevice;
use generative_playground::training::{Losses, StepMetrics, Trainer};
use indicatif::{ProgressBar, ProgressStyle};
use outputs::Outputs;
use std::error::Error;
use std::path::PathBuf;

/// The most steps between two looks at whether a signal has come.
const STEPS_AT_ONCE: u64 = 16;

/// Arguments of `train`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The preset to train; an unknown one lists those there are.
    #[arg(long, required_unless_present = "resume")]
    preset: Option<String>,
    /// Go on with a run that `--save` kept, under its own settings, and keep it there (or where --save says); the log goes on
    /// too. With --preset, begin from the weights of another program.
    #[arg(long, value_name = "FILE")]
    resume: Option<PathBuf>,
    /// Epochs to train (10 by default).
    #[arg(long, conflicts_with = "steps", value_parser = amount, allow_negative_numbers = true)]
    epochs: Option<u64>,
    /// Steps to train, instead of epochs.
    #[arg(long, value_parser = amount, allow_negative_numbers = true)]
    steps: Option<u64>,
    /// Decides every random number (0 by default).
    #[arg(long, value_parser = seed, allow_negative_numbers = true)]
    seed: Option<u64>,
    /// Change a setting: `--set lr=0.0003`. An unknown key lists those there are.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = key_value)]
    settings: Vec<(String, String)>,
    /// Where to compute.
    #[arg(long, value_enum, default_value = "cpu")]
    device: open::Device,
    /// A directory of MNIST's IDX files, plain or gzipped; the project's own copy by default.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Write one JSON object a line, into a new file: losses while training, `eval` at each epoch's end.
    #[arg(long)]
    log: Option<PathBuf>,
    /// Steps between two lines of the log.
    #[arg(long, default_value_t = 100, value_parser = amount, allow_negative_numbers = true)]
    log_every: u64,
    /// Write the weights, the optimizer's state and the settings (safetensors), after each epoch, at the end, and on Ctrl-C.
    #[arg(long)]
    save: Option<PathBuf>,
    /// Write the weights alone, for PyTorch's `load_state_dict` (safetensors).
    #[arg(long)]
    export: Option<PathBuf>,
    /// Export in half precision: half the bytes, and three significant digits.
    #[arg(long, requires = "export")]
    half: bool,
}

/// Runs the command.
pub fn run(arguments: Arguments) -> Result<()> {
    let mut outputs = Outputs::check(&arguments)?;
    let device = arguments.device.open()?;
    let (mut trainer, dataset) = begin(&arguments, &device)?;
    let log = outputs.open_log(&trainer)?;
    let steps = arguments
        .steps
        .unwrap_or_else(|| arguments.epochs.unwrap_or(10) * trainer.steps_per_epoch());
    if trainer.step() >= steps {
        note(already_there(&arguments, &trainer));
        if arguments.save.is_some() {
            outputs.save(&trainer)?;
        }
    } else {
        introduce(&trainer, steps, &device);
        Run {
            outputs: &outputs,
            dataset: &dataset,
            log,
            bar: progress_bar(steps),
            steps,
            log_every: arguments.log_every,
            interrupt: Interrupt::watch()?,
        }
        .train(&mut trainer)?;
        outputs.save(&trainer)?;
    }
    outputs.export(&trainer)
}

/// The run to train, a new one or the one to go on with, and what it is trained on.
fn begin(arguments: &Arguments, device: &OpenDevice) -> Result<(Trainer, MnistDataset)> {
    let preset = arguments.preset.as_deref();
    let (changes, seed) = (arguments.settings.as_slice(), arguments.seed);
    let Some(path) = &arguments.resume else {
        // Settings first: a mistyped one should not wait for the data.
        let settings = settings(preset.unwrap_or_default(), changes, seed)?;
        let dataset = data::load(arguments.data.as_deref())?;
        let trainer = Trainer::new(settings, dataset.train.len(), &device.device)?;
        return Ok((trainer, dataset));
    };
    let named = Named {
        preset,
        changes,
        seed,
    };
    let (mut trainer, is_run) = open::restore(path, &named, device)?;
    let dataset = data::load(arguments.data.as_deref())?;
    let images = dataset.train.len();
    if !is_run {
        trainer.set_train_size(images)?;
    } else if trainer.train_size() != images {
        return Err(format!(
            "{} was trained on {} images, and here are {images}: give the same --data.",
            path.display(),
            trainer.train_size(),
        )
        .into());
    }
    Ok((trainer, dataset))
}

fn introduce(trainer: &Trainer, steps: u64, device: &OpenDevice) {
    note(format_args!(
        "{}: {} parameters, {} images, {steps} steps of {} images, on {}",
        trainer.settings().preset,
        trainer.parameter_count(),
        trainer.train_size(),
        trainer.settings().batch_size,
        device.adapter,
    ));
    for part in trainer.summary() {
        note(part);
    }
}

fn already_there(arguments: &Arguments, trainer: &Trainer) -> String {
    let whose = arguments
        .resume
        .as_ref()
        .map_or_else(String::new, |path| format!("{} is ", path.display()));
    let at = match arguments.steps {
        Some(steps) => format!("already at step {} of {steps}", trainer.step()),
        None => format!(
            "already at epoch {} of {}",
            trainer.epoch(),
            arguments.epochs.unwrap_or(10)
        ),
    };
    format!("{whose}{at}: nothing is left to train.")
}

fn progress_bar(steps: u64) -> ProgressBar {
    ProgressBar::new(steps).with_style(
        ProgressStyle::with_template("{bar:30} step {pos}/{len}, {per_sec}, {eta} left, {msg}")
            .expect("the template is right"),
    )
}

/// What surrounds a trainer while it trains.
struct Run<'a> {
    outputs: &'a Outputs,
    dataset: &'a MnistDataset,
    log: Log,
    bar: ProgressBar,
    /// The last step.
    steps: u64,
    log_every: u64,
    interrupt: Interrupt,
}

impl Run<'_> {
    /// Trains to the last step, or to a signal. The run is saved where something that was to be written cannot be: a closed
    /// pipe or a full disk costs no training.
    fn train(&mut self, trainer: &mut Trainer) -> Result<()> {
        while trainer.step() < self.steps {
            let last = pollster::block_on(self.chunk(trainer))?;
            if let Err(error) = self.tell(trainer, last) {
                self.bar.finish_and_clear();
                return Err(self.save_after(error, trainer));
            }
            if let Some(signal) = self.interrupt.signal() {
                self.bar.finish_and_clear();
                return self.stop(trainer, signal);
            }
        }
        self.bar.finish_and_clear();
        Ok(())
    }

    /// Trains up to the next line of the log, the epoch's end or the last step, whichever comes first, or a few steps if that
    /// is far.
    async fn chunk(&self, trainer: &mut Trainer) -> Result<Option<StepMetrics>> {
        let until = |period: u64| period - trainer.step() % period;
        let n = until(self.log_every)
            .min(until(trainer.steps_per_epoch()))
            .min(self.steps - trainer.step())
            .min(STEPS_AT_ONCE);
        let mut last = None;
        trainer
            .train(self.dataset, n, |metrics| {
                self.bar.set_position(metrics.step);
                last = Some(metrics);
            })
            .await?;
        Ok(last)
    }

    /// What there is to say after a chunk, on the bar, in the log and at an epoch's end as a line; then the run is saved too.
    fn tell(&mut self, trainer: &mut Trainer, last: Option<StepMetrics>) -> Result<()> {
        for event in trainer.take_events() {
            self.bar
                .suspend(|| note(format_args!("step {}: {}", event.step, event.message)));
            self.log.events.push(event);
        }
        if let Some(metrics) = last {
            self.bar.set_message(words(&metrics.losses));
            if metrics.step.is_multiple_of(self.log_every) {
                self.log.step(trainer, &metrics)?;
            }
        }
        if trainer.step().is_multiple_of(trainer.steps_per_epoch()) {
            let test = &self.dataset.test;
            let losses = pollster::block_on(trainer.evaluate(self.dataset, test.len()))?;
            self.log.eval(trainer.epoch(), &losses)?;
            self.bar.suspend(|| {
                line(format_args!(
                    "epoch {:3}  test {}",
                    trainer.epoch(),
                    words(&losses)
                ))
            })?;
            self.outputs.save(trainer)?;
        }
        Ok(())
    }

    /// Saves the run, which cannot go on for this reason, and says what there is to say.
    fn save_after(&self, error: Box<dyn Error>, trainer: &Trainer) -> Box<dyn Error> {
        let quiet = error.is::<ReaderGone>();
        match (self.outputs.save(trainer), self.outputs.saved_to()) {
            (Ok(()), Some(path)) if !quiet => {
                format!("{error} The run is saved to {}.", path.display()).into()
            }
            (Ok(()), _) => error,
            (Err(second), _) if quiet || second.to_string() == error.to_string() => second,
            (Err(second), _) => format!("{error} The run is not saved either: {second}").into(),
        }
    }

    /// Ends on a signal.
    fn stop(&self, trainer: &Trainer, signal: u8) -> Result<()> {
        let at = format!("Stopped at step {} of {}", trainer.step(), self.steps);
        let message = match self.outputs.saved_to() {
            Some(path) => {
                self.outputs.save(trainer)?;
                let path = path.display();
                format!("{at}; saved to {path}. `train --resume {path}` goes on.")
            }
            None => format!("{at}. Nothing was saved: there was no --save."),
        };
        Err(Box::new(Stopped { signal, message }))
    }
}

fn words(losses: &Losses) -> String {
    losses
        .iter()
        .map(|(name, value)| format!("{name} {value:.2}"))
        .collect::<Vec<_>>()
        .join("  ")
}
