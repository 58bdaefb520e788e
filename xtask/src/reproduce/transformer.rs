//! How likely the test images are under the transformer, after each of its first epochs.

use std::fmt::Write;
use std::fs;

use anyhow::Result;

use super::{Options, Report, ask, number};
use crate::native;

/// Nats an image that it may take at most after one, two and three epochs.
const GOALS: [f64; 3] = [90.0, 85.5, 84.0];
/// The first test images, which the goals are for.
const COUNT: &str = "2000";

/// Trains three epochs of its schedule of six, and looks after each.
pub fn run(options: &Options) -> Result<Report> {
    let mut text = format!(
        "`playground likelihood` of a `transformer`: nats an image, lower is better, exact; each pixel of a test image is white with its \
         brightness as probability. The goals are for the first {COUNT} test images. For comparison, on other binarisations: \
         PixelCNN 81.3 (van den Oord et al., 2016), MADE 86.6 (Germain et al., 2015).\n\n\
         | epochs | goal | first {COUNT} | all 10,000 |\n|---|---|---|---|"
    );
    let mut misses = Vec::new();
    for (epochs, goal) in (1..).zip(GOALS) {
        let name = format!("transformer-{epochs}");
        let goes_on = epochs > 1 && !(options.resume && native::weights(&name).exists());
        if goes_on {
            // A run that goes on is, bit for bit, one that was never interrupted.
            let before = native::weights(&format!("transformer-{}", epochs - 1));
            fs::copy(before, native::weights(&name))?;
        }
        let arguments = ["--epochs", &epochs.to_string()];
        let run = native::train(options.resume || goes_on, &name, "transformer", &arguments)?;
        let first = ask("likelihood", &run.weights, &["--count", COUNT])?;
        let all = ask("likelihood", &run.weights, &[])?;
        let nats = |answer| -> Result<(f64, f64)> {
            let likelihood = number(answer, "log_likelihood")?;
            Ok((-likelihood, number(answer, "standard_error")?))
        };
        let ((ours, error), (on_all, error_on_all)) = (nats(&first)?, nats(&all)?);
        write!(
            text,
            "\n| {epochs} | {goal} | {ours:.2} ± {error:.2} | {on_all:.2} ± {error_on_all:.2} |"
        )?;
        if ours > goal {
            misses.push(format!("{epochs} epochs: {ours:.2} nats, goal {goal}"));
        }
    }
    Ok(Report {
        name: "transformer",
        text,
        misses,
    })
}
