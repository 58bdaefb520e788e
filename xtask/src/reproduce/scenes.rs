//! What models are good for (`playground scene`), beside methods without a model and published numbers.

use std::fmt::Write;

use anyhow::Result;
use serde_json::Value;

use super::{Options, Report, ask, number};
use crate::native::{self, Run};
use crate::paths;

/// Test images, unless `--count` says otherwise.
pub(super) const COUNT: u64 = 1_000;
/// The same where the paper has as many.
const PAPERS_COUNT: u64 = 300;

/// Models that scenes are played with: name, preset, how they are trained.
const MODELS: [(&str, &str, &[&str]); 2] = [
    ("scene-vae", "vae", &["--epochs", "10"]),
    ("scene-fast-gan", "fast-gan", &["--steps", "5200"]),
];

/// Repair: 10 by 10 pixels are missing. There is no published number; the answers must be better than the mean digit and the nearest
/// training image.
pub fn repair(options: &Options) -> Result<Report> {
    let arguments = [&[][..], &["--option", "prior=0"]];
    recoveries(
        options,
        "scene-repair",
        "repair",
        &arguments,
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
    recoveries(options, "scene-denoise", "denoise", &arguments, "psnr")
}

/// Enlarge: a smaller error than bicubic interpolation.
pub fn enlarge(options: &Options) -> Result<Report> {
    let arguments = [&["--option", "size=14"][..], &["--option", "size=7"]];
    recoveries(
        options,
        "scene-enlarge",
        "enlarge",
        &arguments,
        "squared_error",
    )
}

/// Plays one scene with each model in several ways. The VAE must be better than the best method without a model, but in the ways of
/// [`BESIDE`].
fn recoveries(
    options: &Options,
    name: &'static str,
    scene: &str,
    ways: &[&[&str]],
    measure: &str,
) -> Result<Report> {
    let count = options.count.unwrap_or(COUNT).to_string();
    let more = measure == "psnr";
    let mut text = format!(
        "`playground scene {scene}`, means over {count} test images; errors are the mean square of the differences of pixels from 0 to \
         1 (± their standard error), signal to noise in decibels.\n\n\
         | model | options | method | squared error | signal to noise | without a model: method | squared error | signal to noise |\n\
         |---|---|---|---|---|---|---|---|",
    );
    let mut misses = Vec::new();
    for (name, preset, arguments) in MODELS {
        let run = trained(options, name, preset, arguments)?;
        for (at, way) in ways.iter().enumerate() {
            if preset != "vae" && way.contains(&"encode=1") {
                continue;
            }
            let answer = ask_scene(&run, scene, &count, way)?;
            let (ours, plain) = (
                number(&answer, measure)?,
                number(&answer["plain"], measure)?,
            );
            let shown: Vec<_> = way
                .iter()
                .filter(|word| **word != "--option")
                .copied()
                .collect();
            write!(
                text,
                "\n| `{preset}` | {} | {} | {:.5} ± {:.5} | {:.2} | {} | {:.5} | {:.2} |",
                shown.join(" "),
                answer["method"].as_str().unwrap_or_default(),
                number(&answer, "squared_error")?,
                number(&answer, "standard_error")?,
                number(&answer, "psnr")?,
                answer["plain"]["method"].as_str().unwrap_or_default(),
                number(&answer["plain"], "squared_error")?,
                number(&answer["plain"], "psnr")?,
            )?;
            let better = if more { ours > plain } else { ours < plain };
            // Little noise spoils less than a model does.
            let wanted = preset == "vae" && !way.iter().any(|word| BESIDE.contains(word));
            if wanted && !better {
                misses.push(format!(
                    "{scene}, way {at}: {ours:.5}, without a model {plain:.5}"
                ));
            }
        }
    }
    Ok(Report { name, text, misses })
}

/// Ways that stand in the table without a goal.
const BESIDE: [&str; 4] = ["prior=0", "noise=0.1", "salt=0.2", "encode=1"];

/// From few measurements: Bora et al. (2017), figure 1. The paper's VAE needs five to ten times fewer measurements than the Lasso for
/// the same error.
pub fn measure(options: &Options) -> Result<Report> {
    let count = options.count.unwrap_or(PAPERS_COUNT).to_string();
    let (name, preset, arguments) = MODELS[0];
    let run = trained(options, name, preset, arguments)?;
    let mut text = format!(
        "`playground scene measure`: squared error a pixel over {count} test images by the number of Gaussian measurements, `vae` after \
         ten epochs beside the Lasso in the pixels (weight 0.1), both as Bora et al. (2017) have them (1,000 steps of Adam at 0.01 from \
         ten beginnings, noise 0.1). The error at 50 must be below the Lasso's at 250.\n\n\
         | measurements | ours | Lasso |\n|---|---|---|",
    );
    let (mut ours_at_50, mut lasso_at_250) = (f64::INFINITY, 0.0);
    for m in [10, 25, 50, 100, 250, 500, 750] {
        let option = format!("measurements={m}");
        let answer = ask_scene(&run, "measure", &count, &["--option", &option])?;
        let ours = number(&answer, "squared_error")?;
        let lasso = number(&answer["plain"], "squared_error")?;
        write!(
            text,
            "\n| {m} | {ours:.5} ± {:.5} | {lasso:.5} |",
            number(&answer, "standard_error")?
        )?;
        if m == 50 {
            ours_at_50 = ours;
        }
        if m == 250 {
            lasso_at_250 = lasso;
        }
    }
    let mut misses = Vec::new();
    if ours_at_50 >= lasso_at_250 {
        misses.push(format!(
            "50 measurements: {ours_at_50:.5}, the Lasso has {lasso_at_250:.5} with 250"
        ));
    }
    Ok(Report {
        name: "scene-measure",
        text,
        misses,
    })
}

/// Bits a pixel of binarised MNIST by bits back, as Townsend, Bird and Barber (2019) report them, in two digits.
const PACKED: f64 = 0.19;

/// Compress: the file is as long as the model's own bound says, within one percent and what it holds once; a VAE is as good as the
/// published one (to the two digits that are reported), and both models better than every general compressor. That the file unpacks
/// to the very pixels is checked by the scene itself, which fails otherwise.
pub fn compress(options: &Options) -> Result<Report> {
    let count = options.count.unwrap_or(10_000).to_string();
    let models: [(&str, &str, &[&str]); 2] = [
        (
            "scene-compress-vae",
            "vae",
            &[
                "--epochs",
                "20",
                "--set",
                "binarise=true",
                "--set",
                "latent_dim=40",
            ],
        ),
        (
            "scene-compress-transformer",
            "transformer",
            &["--epochs", "1"],
        ),
    ];
    let mut text = format!(
        "`playground scene compress`: bits a pixel of {count} test images, binarised, each packed into a file and unpacked to the very \
         pixels. Townsend et al. (2019) report {PACKED} for bits back with a VAE, 0.25 for bzip2, 0.33 for gzip, 0.44 for WebP and 0.78 \
         for PNG (a picture each there; one sheet of all here, by the crate `image-webp`). The length must be within one percent of the \
         model's bound, beside what a file holds once.\n\n\
         | model | bits a pixel | its bound | bits once | lossy, 8 bits a latent: bits a pixel | squared error | without a model |\n\
         |---|---|---|---|---|---|---|",
    );
    let mut misses = Vec::new();
    for (name, preset, arguments) in models {
        let run = trained(options, name, preset, arguments)?;
        let answer = ask_scene(&run, "compress", &count, &[])?;
        let rate = number(&answer, "bits_per_pixel")?;
        let bound = number(&answer, "bound_bits_per_pixel")?;
        let once = number(&answer, "overhead_bits")?;
        let best = number(&answer["plain"], "bits_per_pixel")?;
        let others = answer["others"].as_array().into_iter().flatten();
        let mut plain = Vec::new();
        for one in [&answer["plain"]].into_iter().chain(others) {
            let method = one["method"].as_str().unwrap_or_default();
            plain.push(format!("{method} {:.3}", number(one, "bits_per_pixel")?));
        }
        let optional = |name: &str| {
            answer[name]
                .as_f64()
                .map_or_else(String::new, |x| format!("{x:.4}"))
        };
        write!(
            text,
            "\n| `{preset}` ({}) | {rate:.4} | {bound:.4} | {once} | {} | {} | {} |",
            arguments.join(" "),
            optional("lossy_bits_per_pixel"),
            optional("squared_error"),
            plain.join(", "),
        )?;
        let pixels = 784.0 * number(&answer, "count")?;
        let without = rate - once / pixels;
        if (without / bound - 1.0).abs() > 0.01 {
            misses.push(format!(
                "{preset}: {without:.4} bits a pixel, its bound is {bound:.4}"
            ));
        }
        if rate >= best {
            misses.push(format!(
                "{preset}: {rate:.4} bits a pixel, without a model {best:.4}"
            ));
        }
        if preset == "vae" && rate >= PACKED + 0.005 {
            misses.push(format!(
                "{preset}: {rate:.4} bits a pixel, published {PACKED}"
            ));
        }
    }
    Ok(Report {
        name: "scene-compress",
        text,
        misses,
    })
}

/// AUROC of a VAE with two latents by the digit that is left out, 0 to 9, as reported for models of this kind.
const LEFT_OUT: [f64; 10] = [0.96, 0.73, 0.97, 0.94, 0.73, 0.92, 0.95, 0.77, 0.92, 0.66];
/// How far the mean over the digits may be below that of these.
const TOLERANCE: f64 = 0.05;

/// Find what does not belong: each digit left out in turn.
pub fn anomaly(options: &Options) -> Result<Report> {
    let count = options.count.unwrap_or(10_000).to_string();
    let mut text = format!(
        "`playground scene anomaly`: area under the curve on {count} test images, of a `vae` with two latents after five epochs without one \
         digit; by its bound, its reconstruction, and the distance to the nearest training image. The mean over the digits must be \
         within {TOLERANCE} of the published one.\n\n| left out | published | bound | reconstruction | nearest image |\n|---|---|---|---|---|",
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
        let answer = ask_scene(&run, "anomaly", &count, &[])?;
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

pub(super) fn ask_scene(run: &Run, scene: &str, count: &str, way: &[&str]) -> Result<Value> {
    let arguments = [&["--count", count][..], way].concat();
    ask(&format!("scene {scene}"), &run.weights, &arguments)
}

/// The model of a name, which scenes share: trained by the first that needs it, or afresh with `--afresh`.
pub(super) fn trained(
    options: &Options,
    name: &str,
    preset: &str,
    arguments: &[&str],
) -> Result<Run> {
    let weights = paths::target()
        .join("reproduce")
        .join(format!("{name}.safetensors"));
    if weights.exists() && !options.afresh {
        eprintln!("Using {} (--afresh trains it again).", weights.display());
        let log = Vec::new();
        return Ok(Run { log, weights });
    }
    native::train(false, name, preset, arguments)
}
