//! `playground`: the same models as the page's, trained, evaluated and sampled natively.

mod classifier;
mod data;
mod evaluate;
mod judge;
mod likelihood;
mod log;
mod open;
mod picture;
mod sample;
mod schema;
mod train;

use clap::{Parser, Subcommand};

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
    /// Estimate how likely test images are under saved weights of a VAE.
    Likelihood(likelihood::Arguments),
    /// Draw a grid of samples from saved weights.
    Sample(sample::Arguments),
    /// Measure how good the samples of saved weights are.
    Judge(judge::Arguments),
    /// Train or measure the classifier that samples are judged by.
    #[command(subcommand)]
    Classifier(classifier::Command),
    /// Write what the page knows of settings and presets (`cargo xtask schema` calls this).
    #[command(hide = true)]
    Schema,
}

/// Every failure is one line on stderr and exit status 1.
fn main() -> std::process::ExitCode {
    let result = match Cli::parse().command {
        Command::Train(arguments) => train::run(arguments),
        Command::Evaluate(arguments) => evaluate::run(arguments),
        Command::Likelihood(arguments) => likelihood::run(arguments),
        Command::Sample(arguments) => sample::run(arguments),
        Command::Judge(arguments) => judge::run(arguments),
        Command::Classifier(command) => classifier::run(command),
        Command::Schema => schema::run(),
    };
    match result {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}
