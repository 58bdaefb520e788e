//! Digits of which only so much is left: repair, denoise, enlarge.

use std::fmt::Write;

use anyhow::Result;

use super::{COUNT, FLOW, MODELS, Model, TRANSFORMER, ask_scene, trained};
use crate::reproduce::{Options, Report, number};

/// Repair: 10 by 10 pixels are missing. There is no published number; the answers must be better than the mean digit and the nearest
/// training image.
pub fn repair(options: &Options) -> Result<Report> {
    let arguments = [&[][..], &["--option", "prior=0"]];
    recoveries(
        options,
        "scene-repair",
        (&[FLOW, TRANSFORMER], &arguments),
        "squared_error",
    )
}

/// Remove noise: more decibels than a blur, tuned on training images, and a median filter.
pub fn denoise(options: &Options) -> Result<Report> {
    let arguments = [
        &["--option", "noise=0.1"][..],
        &["--option", "noise=0.3"],
        &["--option", "noise=0.5"],
        &["--option", "noise=0", "--option", "salt=0.2"],
        &["--option", "noise=0.3", "--option", "encode=1"],
    ];
    recoveries(options, "scene-denoise", (&[FLOW], &arguments), "psnr")
}

/// Enlarge: each model has a smaller error than bicubic interpolation.
pub fn enlarge(options: &Options) -> Result<Report> {
    let arguments = [&["--option", "size=14"][..], &["--option", "size=7"]];
    recoveries(
        options,
        "scene-enlarge",
        (&[FLOW], &arguments),
        "squared_error",
    )
}

/// Plays one scene with each model in several ways, and with more models that have no latent. The VAE, and of
/// `enlarge` all of them, must be better than the best method without a model, but in the ways of [`BESIDE`].
fn recoveries(
    options: &Options,
    proof: &'static str,
    (more_models, ways): (&[Model], &[&[&str]]),
    measure: &str,
) -> Result<Report> {
    let scene = proof.trim_start_matches("scene-");
    let count = options.count.unwrap_or(COUNT).to_string();
    let more = measure == "psnr";
    let judged = scene == "enlarge";
    let head = format!(
        "squared error | signal to noise{}",
        if judged { " | label kept" } else { "" }
    );
    let mut text = format!(
        "`playground scene {scene}`, means over {count} test images; errors are the mean square of the differences of pixels from 0 to \
         1 (± their standard error), signal to noise in decibels{}.\n\n\
         | model | options | method | {head} | without a model: method | {head} |\n\
         |---|---|---|---|---|---|---|---|{}",
        if judged { JUDGED } else { "" },
        if judged { "---|---|" } else { "" },
    );
    let mut misses = Vec::new();
    for &(name, preset, arguments) in MODELS.iter().chain(more_models) {
        let run = trained(options, name, preset, arguments)?;
        for (at, way) in ways.iter().enumerate() {
            // No descent, no weight on its latent.
            let has_none = way.contains(&"prior=0") && !MODELS.iter().any(|one| one.0 == name);
            if has_none || (preset != "vae" && way.contains(&"encode=1")) {
                continue;
            }
            let answer = ask_scene(options, &run, scene, &count, way)?;
            let (ours, plain) = (
                number(&answer, measure)?,
                number(&answer["plain"], measure)?,
            );
            let shown: Vec<_> = way
                .iter()
                .filter(|word| **word != "--option")
                .copied()
                .collect();
            write!(text, "\n| `{preset}` | {} |", shown.join(" "))?;
            for one in [&answer, &answer["plain"]] {
                let method = one["method"].as_str().unwrap_or_default();
                let [error, deviation, ratio] =
                    ["squared_error", "standard_error", "psnr"].map(|name| number(one, name));
                write!(
                    text,
                    " {method} | {:.5} ± {:.5} | {:.2} |",
                    error?, deviation?, ratio?
                )?;
                if judged {
                    write!(text, " {:.1} % |", 100.0 * number(one, "label_kept")?)?;
                }
            }
            let better = if more { ours > plain } else { ours < plain };
            // Little noise spoils less than a model does. To enlarge, every model is to be better.
            let wanted =
                (judged || preset == "vae") && !way.iter().any(|word| BESIDE.contains(word));
            if wanted && !better {
                misses.push(format!(
                    "{scene}, way {at}: {ours:.5}, without a model {plain:.5}"
                ));
            }
        }
    }
    Ok(Report {
        name: proof,
        text,
        misses,
    })
}

/// What a third column says.
const JUDGED: &str =
    ", and how often our classifier takes the picture for the digit that it takes the image for";
/// Ways that stand in the table without a goal.
const BESIDE: [&str; 4] = ["prior=0", "noise=0.1", "salt=0.2", "encode=1"];
