//! Images that do not belong.

use std::fmt::Write;

use anyhow::Result;

use super::{ask_scene, trained};
use crate::reproduce::{Options, Report, number};

/// AUROC of a VAE with two latents by the digit that is left out, 0 to 9: Tonnaer's thesis, chapter "Anomaly Detection with Variational
/// Autoencoders", table 3.3. There it is a convolutional network with batch normalisation, pixels are Gaussian, training takes
/// fifty epochs, and the bound is a mean over 128 samples.
const LEFT_OUT: [f64; 10] = [0.96, 0.73, 0.97, 0.94, 0.73, 0.92, 0.95, 0.77, 0.92, 0.66];
/// How far the mean over the digits may be below that of these.
const TOLERANCE: f64 = 0.05;

/// Find what does not belong: each digit left out in turn.
pub fn anomaly(options: &Options) -> Result<Report> {
    let count = options.count.unwrap_or(10_000).to_string();
    let mut text = format!(
        "`playground scene anomaly`: area under the curve on {count} test images, of a `vae` with two latents after five epochs without one \
         digit; by its bound, its reconstruction, and the distance to the nearest training image. The mean over the digits must be \
         within {TOLERANCE} of the published one (Tonnaer's thesis, table 3.3: convolutions with batch normalisation, Gaussian \
         pixels, fifty epochs).\n\n| left out | published | bound | reconstruction | nearest image |\n|---|---|---|---|---|",
    );
    let (mut sum, mut published_sum) = (0.0, 0.0);
    for (digit, published) in LEFT_OUT.iter().enumerate() {
        let kept: Vec<_> = (0..10)
            .filter(|one| *one != digit)
            .map(|one| one.to_string())
            .collect();
        let digits = format!("data.digits={}", kept.join(","));
        let arguments = ["--epochs", "5", "--set", "latent_dim=2", "--set", &digits];
        let run = trained(
            options,
            &format!("scene-without-{digit}"),
            "vae",
            &arguments,
        )?;
        let answer = ask_scene(options, &run, "anomaly", &count, &[])?;
        let bound = number(&answer, "auroc_bound")?;
        write!(
            text,
            "\n| {digit} | {published:.2} | {bound:.3} | {:.3} | {:.3} |",
            number(&answer, "auroc_reconstruction")?,
            number(&answer["plain"], "auroc")?,
        )?;
        sum += bound;
        published_sum += published;
    }
    let (mean, published) = (sum / 10.0, published_sum / 10.0);
    write!(text, "\n| mean | {published:.3} | {mean:.3} | | |")?;
    let mut misses = Vec::new();
    if mean < published - TOLERANCE {
        misses.push(format!(
            "mean AUROC {mean:.3}, published {published:.3} - {TOLERANCE}"
        ));
    }
    Ok(Report {
        name: "scene-anomaly",
        text,
        misses,
    })
}
