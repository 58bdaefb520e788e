//! Digits from few measurements.

use std::fmt::Write;

use anyhow::Result;

use super::{FLOW, MODELS, ask_scene, trained};
use crate::reproduce::{Options, Report, number};

/// Test images, as many as the paper has.
const PAPERS_COUNT: u64 = 300;

/// From few measurements: Bora et al. (2017), figure 1. The paper's VAE needs five to ten times fewer measurements than the Lasso for
/// the same error.
pub fn measure(options: &Options) -> Result<Report> {
    let count = options.count.unwrap_or(PAPERS_COUNT).to_string();
    let mut runs = Vec::new();
    for (name, preset, arguments) in [MODELS[0], FLOW] {
        runs.push((preset, trained(options, name, preset, arguments)?));
    }
    let mut text = format!(
        "`playground scene measure`: squared error a pixel over {count} test images by the number of Gaussian measurements, `vae` after \
         ten epochs beside the Lasso in the pixels (weight 0.1), both as Bora et al. (2017) have them (1,000 steps of Adam at 0.01 from \
         ten beginnings, noise 0.1), and `flow` after 2,700 steps by guided paths. The errors of both at 50 must be below the Lasso's at \
         250.\n\n\
         | measurements | `vae` | `flow` | Lasso |\n|---|---|---|---|",
    );
    let (mut ours_at_50, mut lasso_at_250) = (Vec::new(), 0.0);
    for m in [10, 25, 50, 100, 250, 500, 750] {
        let option = format!("measurements={m}");
        let mut row = format!("\n| {m} |");
        let mut lasso = 0.0;
        for (preset, run) in &runs {
            let answer = ask_scene(options, run, "measure", &count, &["--option", &option])?;
            let error = number(&answer, "squared_error")?;
            let deviation = number(&answer, "standard_error")?;
            write!(row, " {error:.5} ± {deviation:.5} |")?;
            lasso = number(&answer["plain"], "squared_error")?;
            if m == 50 {
                ours_at_50.push((preset, error));
            }
        }
        write!(text, "{row} {lasso:.5} |")?;
        if m == 250 {
            lasso_at_250 = lasso;
        }
    }
    let mut misses = Vec::new();
    for (preset, error) in ours_at_50 {
        if error >= lasso_at_250 {
            misses.push(format!(
                "{preset}, 50 measurements: {error:.5}, the Lasso has {lasso_at_250:.5} with 250"
            ));
        }
    }
    Ok(Report {
        name: "scene-measure",
        text,
        misses,
    })
}
