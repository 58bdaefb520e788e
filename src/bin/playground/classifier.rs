//! `playground classifier`: trains the network that samples are judged by, or measures it.

use crate::arguments::{seed, whole};
use crate::destination::{Destination, Inputs};
use crate::interrupt::{Interrupt, Stopped};
use crate::output::{Result, line, note};
use crate::{data, input, open};
use generative_playground::Error;
use generative_playground::checkpoint::{frozen_classifier, save_classifier};
use generative_playground::dataset::Split;
use generative_playground::training::ClassifierTraining;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};
use yardsticks::metrics::label_accuracy;
use yardsticks::{Classifier, TrainedAs, VERSION};

/// What to do with it.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Train it on the training images.
    Train(Train),
    /// Measure it on the test images.
    Evaluate(Evaluate),
}

/// Arguments of `classifier train`.
#[derive(clap::Args)]
pub struct Train {
    /// Times it sees each training image.
    #[arg(long, default_value_t = 15, value_parser = whole::<u16>(1..=65_535), allow_negative_numbers = true)]
    epochs: u16,
    /// Decides every random number.
    #[arg(long, default_value_t = 0, value_parser = seed, allow_negative_numbers = true)]
    seed: u64,
    /// The safetensors file to write.
    #[arg(long)]
    out: PathBuf,
    /// A folder of MNIST's four IDX files, plain or gzipped, or of one such file of your own images; the project's own copy by
    /// default.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Where to compute.
    #[arg(long, value_enum, default_value = "cpu")]
    device: open::Device,
}

/// Arguments of `classifier evaluate`.
#[derive(clap::Args)]
pub struct Evaluate {
    /// A file written by `classifier train`; the weights that come with the command by default.
    #[arg(long)]
    weights: Option<PathBuf>,
    /// A folder of MNIST's four IDX files, plain or gzipped, or of one such file of your own images; the project's own copy by
    /// default.
    #[arg(long)]
    data: Option<PathBuf>,
}

/// Runs the command.
pub fn run(command: Command) -> Result<()> {
    match command {
        Command::Train(arguments) => train(arguments),
        Command::Evaluate(arguments) => evaluate(arguments),
    }
}

fn train(arguments: Train) -> Result<()> {
    let out = Destination::check("--out", &arguments.out)?;
    let inputs = Inputs {
        data: arguments.data.as_deref(),
        ..Inputs::default()
    };
    inputs.are_apart_from("--out", &out)?;
    let device = arguments.device.open()?;
    let dataset = data::load(arguments.data.as_deref())?;
    let epochs = usize::from(arguments.epochs);
    let images = dataset.train.len();
    let mut training = ClassifierTraining::new(arguments.seed, epochs, images, &device.device)?;
    note(format_args!(
        "classifier: {} parameters, {images} images, {epochs} epochs, on {}",
        training.parameter_count(),
        device.adapter,
    ));
    let bar = ProgressBar::new((epochs * training.steps_per_epoch()) as u64).with_style(
        ProgressStyle::with_template(
            "{bar:30} step {pos}/{len}, {per_sec}, {eta} left, loss {msg}",
        )
        .expect("the template is right"),
    );
    let mut told = Ok(());
    let interrupt = Interrupt::watch()?;
    let (mut stopped, mut epoch) = (None, 0);
    while epoch < arguments.epochs && stopped.is_none() {
        epoch += 1;
        let mut sum = 0.0;
        pollster::block_on(training.epoch(&dataset.train, |loss| {
            sum += loss;
            bar.inc(1);
            bar.set_message(format!("{loss:.4}"));
            if stopped.is_none()
                && let Some(signal) = interrupt.signal()
            {
                stopped = Some(signal);
                bar.suspend(|| {
                    note("Stopping after this epoch; asked once more, at once and without a file.")
                });
            }
        }))?;
        let mean = sum / training.steps_per_epoch() as f64;
        if told.is_ok() {
            told = bar.suspend(|| line(format_args!("epoch {epoch:3}  loss {mean:.4} nats")));
        }
    }
    bar.finish_and_clear();
    // The test images are looked at once, when all is decided.
    let classifier = training.classifier();
    let accuracy = accuracy(
        &pollster::block_on(frozen_classifier(&classifier))?,
        &dataset.test,
    )?;
    let found = format!(
        "{:.2} % of {} test images",
        100.0 * accuracy,
        dataset.test.len()
    );
    let trained = TrainedAs {
        version: VERSION,
        accuracy,
        epochs: epoch.into(),
        seed: arguments.seed,
    };
    let bytes = pollster::block_on(save_classifier(&classifier, &trained))?;
    // A training that nobody listens to is kept all the same.
    out.write(&bytes)?;
    told?;
    line(found)?;
    match stopped {
        Some(signal) if epoch < arguments.epochs => {
            let out = arguments.out.display();
            let message = format!(
                "Stopped after epoch {epoch} of {epochs}; what it had learnt by then is in {out}."
            );
            Err(Box::new(Stopped { signal, message }))
        }
        _ => Ok(()),
    }
}

fn evaluate(arguments: Evaluate) -> Result<()> {
    let (classifier, trained) = load(arguments.weights.as_deref())?;
    let dataset = data::load(arguments.data.as_deref())?;
    let accuracy = accuracy(&classifier, &dataset.test)?;
    line(format_args!(
        "{:.2} % of {} test images (trained {} epochs with seed {})",
        100.0 * accuracy,
        dataset.test.len(),
        trained.epochs,
        trained.seed,
    ))
}

/// The share of a split's images that the classifier takes for what they are.
fn accuracy(classifier: &Classifier, split: &Split) -> generative_playground::Result<f64> {
    let pixels = split.pixels(0, split.expected())?;
    let found = classifier.probabilities(&pixels)?;
    Ok(label_accuracy(&found, split.all_labels())?)
}

/// The classifier in a file, or the one that comes with the command.
fn load(weights: Option<&Path>) -> Result<(Classifier, TrainedAs)> {
    let Some(path) = weights else {
        return Ok(Classifier::shipped().map_err(Error::from)?);
    };
    let bytes = input::read_weights(path)?;
    Classifier::load(&bytes).map_err(|error| format!("{}: {error}", path.display()).into())
}
