//! `playground scene`: what saved weights are good for, beside a method without a model.

use crate::arguments::{key_value, seed, whole};
use crate::destination::{Destination, Inputs};
use crate::output::{Result, line, note};
use crate::share_bar::ShareBar;
use crate::{data, open, picture};
use generative_playground::dataset::PIXELS;
use generative_playground::scenes::{self, Answer, Options, Outcome, Request, SCENES};

use std::path::PathBuf;

/// Images of which a picture shows what became of them.
const SHOWN: usize = 20;

/// Arguments of `scene`.
#[derive(clap::Args)]
#[command(after_help = listed())]
pub struct Arguments {
    /// Which one; they are listed below.
    name: String,
    #[command(flatten)]
    weights: open::Weights,
    /// Test images, from the first, or samples for `smaller`; the scenes below say how many by default.
    #[arg(long, value_parser = whole::<u32>(1..=10_000), allow_negative_numbers = true)]
    count: Option<u32>,
    /// Decides the noise, what is measured and where descents begin.
    #[arg(long, default_value_t = 0, value_parser = seed, allow_negative_numbers = true)]
    seed: u64,
    /// An option of the scene, where it shall differ: `--option size=14`.
    #[arg(long = "option", value_name = "NAME=VALUE", value_parser = key_value)]
    options: Vec<(String, String)>,
    /// The hole of `repair`, where it is no square: 196 hexadecimal digits, row by row, of which each has four pixels from left to right,
    /// 1 where one is missing. The page says it of a hole that was painted there.
    #[arg(long, value_parser = mask)]
    mask: Option<Mask>,
    /// Also draw the first 20 images: a row each of the true one, what is left of it, the model's answers and those without a model.
    #[arg(long)]
    out: Option<PathBuf>,
    /// A folder of MNIST's four IDX files, plain or gzipped, or of one such file of your own images; the project's own copy by
    /// default.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Print one JSON object instead of a table.
    #[arg(long)]
    json: bool,
    /// Where to compute.
    #[arg(long, value_enum, default_value = "cpu")]
    device: open::Device,
}

/// Runs the command.
pub fn run(arguments: Arguments) -> Result<()> {
    let info = scenes::scene(&arguments.name)?.info();
    let options = options(&arguments.options)?;
    // Before anything is read.
    Options::new(info, &options)?;
    let out = Destination::check_some("--out", arguments.out.as_deref())?;
    let inputs = Inputs {
        files: &[arguments.weights.file()],
        data: arguments.data.as_deref(),
    };
    if let Some(out) = &out {
        inputs.are_apart_from("--out", out)?;
    }
    let device = arguments.device.open()?;
    let trainer = open::trainer(&arguments.weights, &device)?;
    let dataset = data::load(arguments.data.as_deref())?;
    let asked = arguments.count.map_or(info.count, |count| count as usize);
    let count = asked.min(dataset.test.len());
    if count < asked {
        note(format_args!(
            "The scene is played with {count} test images: there are no more."
        ));
    }
    let request = Request {
        count,
        seed: arguments.seed,
        options,
        mask: arguments.mask.map_or_else(Vec::new, |mask| mask.0),
        ..Request::default()
    };
    let mut work = scenes::begin(info.name, request, &trainer, &dataset)?;
    let bar = ShareBar::new();
    let mut outcome = loop {
        let progress = pollster::block_on(work.advance(&dataset))?;
        bar.show(progress.share);
        if let Some(outcome) = progress.outcome {
            break outcome;
        }
    };
    scenes::judge(&mut outcome, &trainer, &dataset)?;
    drop(bar);
    if let Some(out) = out {
        out.write(&drawn(&outcome)?)?;
    }
    if arguments.json {
        return line(serde_json::to_string(&outcome)?);
    }
    line(format_args!(
        "{}: {} images, {} after {} steps",
        outcome.scene,
        outcome.count,
        trainer.settings().preset,
        trainer.step()
    ))?;
    print_table(&outcome)
}

/// Where pixels are missing, `[784]`: 1 there, else 0.
#[derive(Clone)]
struct Mask(Vec<f32>);

fn mask(text: &str) -> std::result::Result<Mask, String> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len() == PIXELS / 4);
    let digits = digits.ok_or("must be 196 hexadecimal digits, four pixels each")?;
    let pixels = digits
        .iter()
        .flat_map(|digit| (0..4).rev().map(move |bit| digit >> bit & 1));
    Ok(Mask(pixels.map(|bit| bit as f32).collect()))
}

/// What the help says of every scene.
fn listed() -> String {
    let mut text = String::from(
        "Scenes, how many test images they are played with, and their options with where they start:",
    );
    for info in SCENES.iter().map(|scene| scene.info()) {
        text += &format!(
            "\n  {:15} {} {} test images.",
            info.name, info.description, info.count
        );
        for option in info.options {
            let (name, default) = (option.name, option.default);
            text += &format!(
                "\n    {:18}{}",
                format!("{name}={default}"),
                option.description
            );
        }
    }
    text
}

fn options(given: &[(String, String)]) -> Result<Vec<(String, f64)>> {
    let number = |(name, value): &(String, String)| {
        let number = value.parse().ok().filter(|value: &f64| value.is_finite());
        let number =
            number.ok_or_else(|| format!("--option {name} must be a number; {value} came."))?;
        Ok((name.clone(), number))
    };
    given.iter().map(number).collect()
}

/// A column a method, a line a number.
fn print_table(outcome: &Outcome) -> Result<()> {
    let all: Vec<&Answer> = [&outcome.model].into_iter().chain(&outcome.plain).collect();
    let cells = |cell: &dyn Fn(&Answer) -> String| -> String {
        all.iter()
            .map(|answer| format!(" {:>16}", cell(answer)))
            .collect()
    };
    line(format_args!(
        "{:>26}{}",
        "",
        cells(&|answer| answer.method.into())
    ))?;
    for (name, _) in &outcome.model.numbers.0 {
        let row = cells(&|answer| {
            let value = answer.numbers.get(name);
            value.map_or_else(String::new, |value| match value.fract() == 0.0 {
                true => format!("{value:.0}"),
                false => format!("{value:.5}"),
            })
        });
        line(format_args!("{name:>26}{row}"))?;
    }
    Ok(())
}

/// A row an image: as it is, what is left of it, the model's answers, those without a model.
fn drawn(outcome: &Outcome) -> Result<Vec<u8>> {
    let rows = [
        (&outcome.truth, 1),
        (&outcome.seen, 1),
        (&outcome.model.images, outcome.answers),
    ];
    let plain = outcome.plain.iter().map(|answer| (&answer.images, 1));
    let columns: Vec<_> = (rows.into_iter().chain(plain))
        .filter(|(images, _)| !images.is_empty())
        .collect();
    let count = columns
        .iter()
        .map(|(images, each)| images.len() / PIXELS / each);
    let mut all = Vec::new();
    for at in 0..count.min().unwrap_or(0).min(SHOWN) {
        for (images, each) in &columns {
            let size = each * PIXELS;
            all.extend_from_slice(&images[at * size..(at + 1) * size]);
        }
    }
    let across = columns.iter().map(|(_, each)| each).sum();
    Ok(picture::table(&all, across)?)
}
