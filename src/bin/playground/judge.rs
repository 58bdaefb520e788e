//! `playground judge`: how good the samples of saved weights are, beside real images.

use crate::arguments::{seed, whole};
use crate::output::{Result, line, note};
use crate::share_bar::{ShareBar, Spinner};
use crate::{data as files, open};
use generative_playground::dataset::MnistDataset;
use generative_playground::metrics::{RealData, draw, trained_on};
use generative_playground::training::Trainer;
use std::path::PathBuf;
use yardsticks::metrics::KERNELS;
use yardsticks::{Classifier, Comparison, Evaluator, Judgement, Measurement, Value};

/// Arguments of `judge`.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    weights: open::Weights,
    /// How many samples the classifier judges; a conditional model draws all ten digits in turn.
    #[arg(long, default_value_t = 5_000, value_parser = whole::<u32>(1..=50_000), allow_negative_numbers = true)]
    count: u32,
    /// Decides the samples, drawn in batches of 500 of which each has its own seed that follows from this one.
    #[arg(long, default_value_t = 0, value_parser = seed, allow_negative_numbers = true)]
    seed: u64,
    /// Also fit a Parzen window to 10,000 samples.
    #[arg(long)]
    parzen: bool,
    /// Also judge the samples of each digit: of those that a conditional model was asked for, else of those that the classifier sees.
    /// With --json they are under "by_digit", a list of ten.
    #[arg(long)]
    by_digit: bool,
    /// A folder of MNIST's four IDX files, plain or gzipped, or of one such file of your own images; the project's own copy by
    /// default.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Print one JSON object instead of a table; what real images get is under "real".
    #[arg(long)]
    json: bool,
    /// Where to compute.
    #[arg(long, value_enum, default_value = "cpu")]
    device: open::Device,
}

/// Runs the command.
pub fn run(arguments: Arguments) -> Result<()> {
    let device = arguments.device.open()?;
    let trainer = open::trainer(&arguments.weights, &device)?;
    let dataset = files::load(arguments.data.as_deref())?;
    let found = compare(&arguments, &trainer, &dataset)?;
    if arguments.json {
        return line(serde_json::to_string(&found)?);
    }
    line(format_args!(
        "{} after {} steps (epoch {})",
        trainer.settings().preset,
        trainer.step(),
        trainer.epoch(),
    ))?;
    print_table(&found)
}

fn compare(
    arguments: &Arguments,
    trainer: &Trainer,
    dataset: &MnistDataset,
) -> generative_playground::Result<Comparison> {
    let (classifier, _) = Classifier::shipped()?;
    let count = arguments.count as usize;
    let chosen = trained_on(trainer, dataset)?;
    let real = RealData::of(dataset);
    let data = real.chosen(&chosen);
    let real_count = data.real_count(count);
    // None at all is refused below.
    if count > real_count && real_count > 0 {
        note(format_args!(
            "{count} samples stand beside {real_count} real images and are compared with as many others: there are no more test \
             images."
        ));
    }
    let spinner = Spinner::new(format!("drawing {count} digits"));
    let samples = |count| pollster::block_on(draw(trainer, count, arguments.seed));
    let mut measurement = Measurement::new(samples(count)?)?.by_digit(arguments.by_digit);
    if arguments.parzen {
        measurement = measurement.with_costly(samples(KERNELS)?.pixels);
    }
    drop(spinner);
    let bar = ShareBar::new();
    let mut evaluator = Evaluator::new(classifier);
    let found = loop {
        let found = evaluator.advance(&mut measurement, data)?;
        bar.show(measurement.share());
        if let Some(found) = found {
            break found;
        }
    };
    drop(bar);
    measurement.notes().iter().for_each(note);
    Ok(found)
}

/// A line a number: its name, the samples' and the real images'. The confusion matrix follows.
fn print_table(found: &Comparison) -> Result<()> {
    line(format_args!(
        "{} samples, {} real images, both compared with {} others",
        found.count, found.real_count, found.real_count
    ))?;
    line(format_args!("{:>25} {:>14} {:>14}", "", "samples", "real"))?;
    let real = lines(&found.real);
    for (name, value) in lines(&found.samples) {
        let beside = real.iter().find(|(known, _)| *known == name);
        let beside = beside.map_or("", |(_, value)| value);
        line(format_args!("{name:>25} {value:>14} {beside:>14}"))?;
    }
    if !found.by_digit.is_empty() {
        print_digits(&found.by_digit)?;
    }
    for (name, value) in found.samples.values() {
        if let Value::PerPair(rows) = value {
            line(format_args!(
                "{name} of the samples, a row a digit asked for:"
            ))?;
            for row in rows {
                let row: String = row.iter().map(|count| format!("{count:>6}")).collect();
                line(row)?;
            }
        }
    }
    Ok(())
}

/// A row a metric and a column a digit, of the samples.
fn print_digits(digits: &[Comparison]) -> Result<()> {
    let row = |name: &str, cells: Vec<String>| {
        let cells: String = cells.iter().map(|cell| format!("{cell:>8}")).collect();
        line(format_args!("{name:>25} {cells}"))
    };
    let each = |cell: &dyn Fn(&Comparison) -> String| digits.iter().map(cell).collect();
    row(
        "digit",
        (0..digits.len()).map(|digit| digit.to_string()).collect(),
    )?;
    row("samples", each(&|found| found.count.to_string()))?;
    let mut names: Vec<&str> = Vec::new();
    for (name, value) in digits.iter().flat_map(|found| found.samples.values()) {
        if matches!(value, Value::Number(_)) && !names.contains(name) {
            names.push(name);
        }
    }
    for name in names {
        let cells = each(&|found| match found.samples.get(name) {
            Some(Value::Number(value)) => format!("{value:.3}"),
            _ => String::new(),
        });
        row(name, cells)?;
    }
    Ok(())
}

/// Names and numbers; one of each class is a line each.
fn lines(judgement: &Judgement) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (name, value) in judgement.values() {
        match value {
            Value::Number(value) => all.push((name.to_string(), format!("{value:.3}"))),
            Value::PerClass(values) => all.extend(
                (values.iter().enumerate())
                    .map(|(class, value)| (format!("{name}, {class}"), format!("{value:.3}"))),
            ),
            Value::PerPair(_) => {}
        }
    }
    all
}
