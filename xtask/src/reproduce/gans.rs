//! GANs, judged by our own classifier (`playground judge`): there are no published numbers in pixels but the Parzen window of
//! Goodfellow et al. (2014).

use std::fmt::Write;

use anyhow::{Context, Result};
use serde_json::Value;

use super::{Report, ask, number, train};

/// Least share of the samples that each digit must have.
const SHARE: f64 = 0.03;
/// Least share of samples of a conditional model that are the digit asked for.
const AS_ASKED: f64 = 0.9;

/// What one model must reach.
struct Goal {
    name: &'static str,
    preset: &'static str,
    arguments: &'static [&'static str],
    score: f64,
}

/// After twenty epochs.
const GANS: [Goal; 5] = [
    goal("gan"),
    goal("gan-relu"),
    goal("lsgan"),
    goal("hinge-gan"),
    goal("wgan-gp"),
];

const fn goal(preset: &'static str) -> Goal {
    Goal {
        name: preset,
        preset,
        arguments: &["--epochs", "20"],
        score: 6.0,
    }
}

const DCGAN: Goal = Goal {
    name: "dcgan-quarter",
    preset: "dcgan",
    arguments: &[
        "--epochs",
        "5",
        "--set",
        "width=0.25",
        "--set",
        "batch_size=64",
    ],
    score: 7.0,
};

const DCGAN_FULL: Goal = Goal {
    name: "dcgan-full",
    preset: "dcgan",
    arguments: &["--epochs", "10"],
    score: 7.0,
};

/// The multilayer GANs, and a Parzen window on `gan`.
pub fn gans() -> Result<Report> {
    let (mut text, mut misses) = table()?;
    for goal in &GANS {
        let parzen: &[&str] = if goal.preset == "gan" {
            &["--parzen"]
        } else {
            &[]
        };
        let answer = judge(goal, parzen, &mut text, &mut misses)?;
        if goal.preset == "gan" {
            let real = &answer["real"];
            write!(
                text,
                " Parzen window {:.0} ± {:.1} (real images: {:.0} ± {:.1}; Goodfellow et al., 2014: 225 ± 2) |",
                number(&answer, "parzen_log_likelihood")?,
                number(&answer, "parzen_standard_error")?,
                number(real, "parzen_log_likelihood")?,
                number(real, "parzen_standard_error")?,
            )?;
        } else {
            write!(text, " |")?;
        }
    }
    Ok(Report {
        name: "gans",
        text,
        misses,
    })
}

/// DCGAN at a quarter of the width.
pub fn dcgan() -> Result<Report> {
    one(&DCGAN, "dcgan")
}

/// DCGAN as the article has it.
pub fn dcgan_full() -> Result<Report> {
    one(&DCGAN_FULL, "dcgan-full")
}

fn one(goal: &Goal, name: &'static str) -> Result<Report> {
    let (mut text, mut misses) = table()?;
    judge(goal, &[], &mut text, &mut misses)?;
    write!(text, " |")?;
    Ok(Report { name, text, misses })
}

/// Models that are asked for a digit.
pub fn conditional() -> Result<Report> {
    let mut text = String::from(
        "Conditional models: the share of 5,000 samples that our classifier takes for the digit asked for. Goal: 90 %.\n\n\
         | preset | trained | as asked | classifier score |\n|---|---|---|---|",
    );
    let mut misses = Vec::new();
    for (preset, epochs) in [("cvae", "20"), ("cgan", "20")] {
        let run = train(preset, preset, &["--epochs", epochs])?;
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

fn table() -> Result<(String, Vec<String>)> {
    let text = "5,000 samples judged by our classifier (99.3 % on the test set). The score is 10 for ten digits, each certain and \
                equally frequent; each digit must have at least 3 % of the samples.\n\n\
                | model | trained | score (goal) | least frequent digit | confidence | real images' score | |\n\
                |---|---|---|---|---|---|---|";
    Ok((text.into(), Vec::new()))
}

/// Trains and judges; adds a row without its last cell.
fn judge(goal: &Goal, more: &[&str], text: &mut String, misses: &mut Vec<String>) -> Result<Value> {
    let run = train(goal.name, goal.preset, goal.arguments)?;
    let answer = ask("judge", &run.weights, more)?;
    let score = number(&answer, "classifier_score")?;
    let shares = answer["digit_shares"]
        .as_array()
        .context("digit_shares is missing")?;
    let least = shares
        .iter()
        .filter_map(Value::as_f64)
        .fold(f64::INFINITY, f64::min);
    write!(
        text,
        "\n| `{}` | `{}` | {score:.2} ({:.0}) | {:.1} % | {:.1} % | {:.2} |",
        goal.name,
        goal.arguments.join(" "),
        goal.score,
        100.0 * least,
        100.0 * number(&answer, "confidence")?,
        number(&answer["real"], "classifier_score")?,
    )?;
    if score < goal.score {
        misses.push(format!(
            "{}: score {score:.2}, goal {}",
            goal.name, goal.score
        ));
    }
    if least < SHARE {
        misses.push(format!("{}: a digit has {:.1} %", goal.name, 100.0 * least));
    }
    Ok(answer)
}
