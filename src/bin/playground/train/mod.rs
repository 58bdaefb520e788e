//! `playground train`: a run from the first step to the last, with a progress bar, a log and a file of weights.

mod outputs;
mod run;

use crate::arguments::{amount, key_value, seed, settings};
use crate::data;
use crate::measure::measure;
use crate::open::{self, Named};
use crate::output::{Result, note};
use crate::tensorboard::Board;
use generative_playground::Error;
use generative_playground::dataset::{MnistDataset, TrainingData};
use generative_playground::device::OpenDevice;
use generative_playground::training::{Continuity, Trainer};
use outputs::Outputs;
use run::Run;
use std::path::PathBuf;
use yardsticks::{Classifier, Evaluator};

/// Samples that are judged for TensorBoard.
const JUDGED: usize = 2_000;

/// Arguments of `train`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The preset to train; an unknown one lists those there are.
    #[arg(long, required_unless_present = "resume")]
    preset: Option<String>,
    /// Go on with a run that `--save` kept, under its own settings, and keep it there (or where --save says); the log goes on
    /// too. With --preset, begin from the weights of another program, and keep the run where --save says.
    #[arg(long, value_name = "FILE")]
    resume: Option<PathBuf>,
    /// Go on with `--resume` although `--data` are not the data that the run was trained on.
    #[arg(long, requires = "resume")]
    other_data: bool,
    /// Epochs to train (10 by default).
    #[arg(long, conflicts_with = "steps", value_parser = amount, allow_negative_numbers = true)]
    epochs: Option<u64>,
    /// Steps to train, instead of epochs.
    #[arg(long, value_parser = amount, allow_negative_numbers = true)]
    steps: Option<u64>,
    /// Decides every random number (0 by default).
    #[arg(long, value_parser = seed, allow_negative_numbers = true)]
    seed: Option<u64>,
    /// Change a setting: `--set lr=0.0003`, or the training images: `--set data.limit=1000`. An unknown key lists those
    /// there are; of a key that is given twice, the last counts.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = key_value)]
    settings: Vec<(String, String)>,
    /// Where to compute.
    #[arg(long, value_enum, default_value = "cpu")]
    device: open::Device,
    /// A folder of MNIST's four IDX files, plain or gzipped, or of one such file of your own images; the project's own copy by
    /// default.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Write one JSON object a line, into a new file: losses while training, `eval` at each epoch's end, or where fewer images
    /// are learnt from than there are test images, after as many epochs as learn from as many.
    #[arg(long)]
    log: Option<PathBuf>,
    /// Steps between two lines of the log.
    #[arg(long, default_value_t = 100, value_parser = amount, allow_negative_numbers = true)]
    log_every: u64,
    /// Write event files for TensorBoard into this folder: losses as often as the log has them, test losses and samples at each
    /// epoch's end, and the yardsticks of 2,000 samples at the end.
    #[arg(long, value_name = "DIR")]
    tensorboard: Option<PathBuf>,
    /// Write the weights, the optimizer's state and the settings (safetensors), whenever the test images are looked at, at the end, and on
    /// Ctrl-C.
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
    let mut board = Outputs::open_board(&arguments)?;
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
        Run::new(
            &outputs,
            &dataset,
            log,
            &mut board,
            steps,
            arguments.log_every,
        )?
        .train(&mut trainer)?;
        outputs.save(&trainer)?;
        judge(&mut board, &trainer, &dataset)?;
    }
    outputs.export(&trainer)
}

/// Adds the yardsticks to the events, if there are any.
fn judge(board: &mut Board, trainer: &Trainer, dataset: &MnistDataset) -> Result<()> {
    if !board.is_there() {
        return Ok(());
    }
    let (classifier, _) = Classifier::shipped().map_err(Error::from)?;
    let mut evaluator = Evaluator::new(classifier);
    let found = measure(&mut evaluator, trainer, dataset, (JUDGED, 0), || false)?;
    found.map_or(Ok(()), |found| board.yardsticks(trainer.step(), &found))
}

/// The run to train, a new one or the one to go on with, and what it is trained on.
fn begin(arguments: &Arguments, device: &OpenDevice) -> Result<(Trainer, MnistDataset)> {
    let preset = arguments.preset.as_deref();
    let (changes, seed) = (arguments.settings.as_slice(), arguments.seed);
    let Some(path) = &arguments.resume else {
        // Settings first: a mistyped one should not wait for the data.
        let settings = settings(preset.unwrap_or_default(), changes, seed)?;
        let dataset = data::load(arguments.data.as_deref())?;
        let data = TrainingData::new(&dataset, settings.data.clone(), settings.seed)?;
        let trainer = Trainer::new(settings, data, &device.device)?;
        return Ok((trainer, dataset));
    };
    let named = Named {
        preset,
        changes,
        seed,
    };
    let (mut trainer, is_run) = open::restore(path, &named, device)?;
    let shown = path.display();
    if !is_run && arguments.save.is_none() {
        return Err(format!(
            "{shown} is another program's file, and the run would be kept in its place: name a file for the run with --save."
        )
        .into());
    }
    let dataset = data::load(arguments.data.as_deref())?;
    // Weights of another program say nothing of their data.
    let continuity = trainer
        .go_on_with(&dataset, arguments.other_data || !is_run)
        .map_err(|error| format!("{shown}: {error}"))?;
    if is_run && continuity != Continuity::Same {
        note(format_args!(
            "{shown} goes on with {}; nothing proves that it was trained on these.",
            dataset.spec()
        ));
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
