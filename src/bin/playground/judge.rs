//! `playground judge`: how good the samples of saved weights are, beside real images.

use crate::arguments::{seed, whole};
use crate::output::{Result, line, note};
use crate::{data, open};
use burn::tensor::Device;
use generative_playground::Error;
use generative_playground::dataset::MnistDataset;
use generative_playground::metrics::{
    Comparison, Half, ImageSource, Judgement, METRICS, Metric, Real, RealImages, Samples, Subject,
    TrainingImages, Value, judge, shipped_classifier,
};
use generative_playground::training::Trainer;
use std::path::PathBuf;

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
    /// A directory of MNIST's IDX files, plain or gzipped; the project's own copy by default.
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
    let dataset = data::load(arguments.data.as_deref())?;
    let found = pollster::block_on(compare(&arguments, &trainer, &dataset, &device.device))?;
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

async fn compare(
    arguments: &Arguments,
    trainer: &Trainer,
    dataset: &MnistDataset,
    device: &Device,
) -> Result<Comparison> {
    let (classifier, _) = shipped_classifier(device)?;
    let count = arguments.count as usize;
    let real_count = Real::count(dataset, count);
    if count > real_count {
        note(format_args!(
            "{count} samples stand beside {real_count} real images and are compared with as many others: there are no more test \
             images."
        ));
    }
    let metrics: Vec<&dyn Metric> = METRICS
        .iter()
        .copied()
        .filter(|metric| arguments.parzen || !metric.is_costly())
        .collect();
    let samples = Samples {
        trainer,
        seed: arguments.seed,
    };
    let real = Real {
        dataset,
        labelled: trainer.settings().conditional,
        half: Half::Judged,
    };
    let known = RealImages::default();
    let training = TrainingImages::of(trainer, dataset)?;
    let subject = |source| {
        let subject = Subject::new(source, count, dataset, &classifier, device)?;
        Ok::<_, Error>(subject.trained_on(&training).beside(&known))
    };
    let samples = subject(&samples as &dyn ImageSource)?;
    let real = subject(&real)?.itself_real();
    let found = Comparison {
        count,
        real_count,
        samples: judge(&metrics, &samples).await?,
        real: judge(&metrics, &real).await?,
    };
    // Both say the same of the data that there are.
    let mut notes = samples.take_notes();
    notes.extend(real.take_notes());
    notes.dedup();
    notes.iter().for_each(note);
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
