//! `playground`: the same models as the page's, trained, evaluated and sampled natively.
// They panic where nobody reads; `output` does not.
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod arguments;
mod classifier;
mod compress;
mod data;
mod destination;
mod evaluate;
mod experiment;
mod input;
mod interrupt;
mod judge;
mod likelihood;
mod log;
mod measure;
mod open;
mod output;
mod picture;
mod sample;
mod scene;
mod schema;
mod scores;
mod share_bar;
mod tensorboard;
mod train;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Exit status of arguments that cannot be understood.
const USAGE: u8 = 2;

/// Train small generative models on MNIST, natively.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Train a preset's model.
    Train(train::Arguments),
    /// Measure saved weights on the test images.
    Evaluate(evaluate::Arguments),
    /// Say how likely test images are under saved weights: an estimate for a VAE, exact for a transformer.
    Likelihood(likelihood::Arguments),
    /// Draw a grid of samples from saved weights.
    Sample(sample::Arguments),
    /// Measure how good the samples of saved weights are.
    Judge(judge::Arguments),
    /// Repair, clean, enlarge, pack or find images with saved weights, beside a method without a model.
    Scene(scene::Arguments),
    /// Pack black and white images into a file by saved weights.
    Compress(compress::Compress),
    /// Unpack such a file, by the same weights, to the very bytes.
    Decompress(compress::Decompress),
    /// List the images of a data set that are odd: doubtful labels, near duplicates, outliers.
    Scores(scores::Arguments),
    /// Train and judge a grid of recipes, presets, settings and seeds.
    Experiment(experiment::Arguments),
    /// Train or measure the classifier that samples are judged by.
    #[command(subcommand)]
    Classifier(classifier::Command),
    /// Write what the page knows of settings and presets (`cargo xtask schema` calls this).
    #[command(hide = true)]
    Schema,
}

/// Every failure is one line on stderr, and exit status 1; 2 for arguments that cannot be understood.
fn main() -> ExitCode {
    let result = match Cli::try_parse() {
        Ok(cli) => run(cli.command),
        Err(asked) if !asked.use_stderr() => asked
            .print()
            .map_err(|error| output::cannot_write("The output", &error)),
        Err(bare) if bare.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = bare.print();
            return ExitCode::from(USAGE);
        }
        Err(mistake) => {
            output::note(format_args!("error: {}", arguments::one_line(&mistake)));
            return ExitCode::from(USAGE);
        }
    };
    let Err(error) = result else {
        return ExitCode::SUCCESS;
    };
    if error.is::<output::ReaderGone>() {
        return output::end_quietly();
    }
    if let Some(stopped) = error.downcast_ref::<interrupt::Stopped>() {
        output::note(stopped);
        return ExitCode::from(stopped.status());
    }
    // A file's name may hold a line's end.
    let words = error.to_string().replace(['\n', '\r'], " ");
    output::note(format_args!("error: {words}"));
    ExitCode::FAILURE
}

fn run(command: Command) -> output::Result<()> {
    match command {
        Command::Train(arguments) => train::run(arguments),
        Command::Evaluate(arguments) => evaluate::run(arguments),
        Command::Likelihood(arguments) => likelihood::run(arguments),
        Command::Sample(arguments) => sample::run(arguments),
        Command::Judge(arguments) => judge::run(arguments),
        Command::Scene(arguments) => scene::run(arguments),
        Command::Compress(arguments) => compress::compress(arguments),
        Command::Decompress(arguments) => compress::decompress(arguments),
        Command::Scores(arguments) => scores::run(arguments),
        Command::Experiment(arguments) => experiment::run(arguments),
        Command::Classifier(command) => classifier::run(command),
        Command::Schema => schema::run(),
    }
}
