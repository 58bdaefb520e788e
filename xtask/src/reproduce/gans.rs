//! GANs, judged by our own classifier (`playground judge`): there are no published numbers in pixels but the Parzen window of
//! Goodfellow et al. (2014).

use std::fmt::Write;

use anyhow::{Context, Result};
use serde_json::Value;

use super::{Options, Report, ask, draw, number, record_directory, train};

/// Least share of the samples that each digit must have.
const SHARE: f64 = 0.03;
/// Least share of samples of a conditional model that are the digit asked for.
const AS_ASKED: f64 = 0.9;

/// DCGAN at a quarter of the article's width, with the settings that suit it.
pub const QUARTER_DCGAN: &[&str] = &[
    "--set",
    "width=0.25",
    "--set",
    "batch_size=64",
    "--set",
    "lr=0.001",
    "--set",
    "dropout=0",
    "--set",
    "ema=0.999",
];

/// What one model must reach.
pub struct Goal {
    name: &'static str,
    preset: &'static str,
    /// How long it is trained, and what differs from the preset: arguments of the command.
    length: &'static [&'static str],
    settings: &'static [&'static str],
    /// `None`: nobody has said what it should be after so few epochs; the figures are kept all the same.
    score: Option<f64>,
}

impl Goal {
    /// A multilayer GAN after twenty epochs.
    pub const fn twenty_epochs(preset: &'static str) -> Self {
        Self {
            name: preset,
            preset,
            length: &["--epochs", "20"],
            settings: &[],
            score: Some(6.0),
        }
    }

    /// DCGAN at a quarter of the article's width.
    pub const DCGAN: Self = Self {
        name: "dcgan",
        preset: "dcgan",
        length: &["--epochs", "5"],
        settings: QUARTER_DCGAN,
        score: Some(7.0),
    };

    /// DCGAN as the article has it.
    pub const DCGAN_FULL: Self = Self {
        name: "dcgan-full",
        preset: "dcgan",
        length: &["--epochs", "5"],
        settings: &[],
        score: None,
    };
}

/// Trains one model and judges it; `gan` also by a Parzen window.
pub fn run(options: &Options, goal: &Goal) -> Result<Report> {
    let arguments = [goal.length, goal.settings].concat();
    let run = train(options, goal.name, goal.preset, &arguments)?;
    let parzen = goal.preset == "gan";
    let more: &[&str] = if parzen { &["--parzen"] } else { &[] };
    let answer = ask("judge", &run.weights, more)?;
    let score = number(&answer, "classifier_score")?;
    let shares = answer["digit_shares"]
        .as_array()
        .context("digit_shares is missing")?;
    let least = shares
        .iter()
        .filter_map(Value::as_f64)
        .fold(f64::INFINITY, f64::min);
    let real = &answer["real"];
    let mut text = format!(
        "`{}` (`{}`): 5,000 samples judged by our classifier, which is right about 99.3 % of the test set. The score is 10 for \
         ten digits, each certain and equally frequent.\n\n\
         | | goal | ours | real images |\n|---|---|---|---|\n\
         | classifier score | {} | {score:.2} | {:.2} |\n\
         | least frequent digit | 3 % | {:.1} % | |\n\
         | confidence | | {:.1} % | {:.1} % |",
        goal.preset,
        arguments.join(" "),
        goal.score
            .map_or(String::new(), |goal| format!("{goal:.0}")),
        number(real, "classifier_score")?,
        100.0 * least,
        100.0 * number(&answer, "confidence")?,
        100.0 * number(real, "confidence")?,
    );
    if parzen {
        let window = |of: &Value| -> Result<String> {
            Ok(format!(
                "{:.0} ± {:.1}",
                number(of, "parzen_log_likelihood")?,
                number(of, "parzen_standard_error")?
            ))
        };
        write!(
            text,
            "\n| Parzen window (Goodfellow et al., 2014: 225 ± 2) | | {} | {} |",
            window(&answer)?,
            window(real)?
        )?;
    }
    if options.record {
        let png = format!("{}.png", goal.name);
        draw(&run.weights, &record_directory().join(&png))?;
        write!(text, "\n\n![64 samples]({png})")?;
    }
    let mut misses = Vec::new();
    if let Some(wanted) = goal.score
        && score < wanted
    {
        misses.push(format!("{}: score {score:.2}, goal {wanted}", goal.name));
    }
    if least < SHARE {
        misses.push(format!("{}: a digit has {:.1} %", goal.name, 100.0 * least));
    }
    Ok(Report {
        name: goal.name,
        text,
        misses,
    })
}

/// Models that are asked for a digit.
pub fn conditional(options: &Options) -> Result<Report> {
    let mut text = String::from(
        "Conditional models: the share of 5,000 samples that our classifier takes for the digit asked for. Goal: 90 %.\n\n\
         | preset | trained | as asked | classifier score |\n|---|---|---|---|",
    );
    let mut misses = Vec::new();
    for (preset, epochs) in [("cvae", "20"), ("cgan", "20")] {
        let run = train(options, preset, preset, &["--epochs", epochs])?;
        let answer = ask("judge", &run.weights, &[])?;
        let asked = number(&answer, "label_accuracy")?;
        let score = number(&answer, "classifier_score")?;
        write!(
            text,
            "\n| `{preset}` | {epochs} epochs | {:.1} % | {score:.2} |",
            100.0 * asked
        )?;
        if asked < AS_ASKED {
            misses.push(format!("{preset}: {:.1} % as asked", 100.0 * asked));
        }
    }
    Ok(Report {
        name: "conditional",
        text,
        misses,
    })
}
