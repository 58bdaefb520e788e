//! Images in few bits.

use std::fmt::Write;

use anyhow::Result;

use super::{Model, TRANSFORMER, ask_scene, trained};
use crate::reproduce::{Options, Report, number};

/// Bits a pixel of binarised MNIST by bits back, as Townsend, Bird and Barber (2019) report them, in two digits.
const PACKED: f64 = 0.19;

/// Compress: the file is as long as the model's own bound says, within one percent and what it holds once; a VAE is as good as the
/// published one (to the two digits that are reported), and both models better than every general compressor. That the file unpacks
/// to the very pixels is checked by the scene itself, which fails otherwise.
pub fn compress(options: &Options) -> Result<Report> {
    let count = options.count.unwrap_or(10_000).to_string();
    let models: [Model; 2] = [
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
        TRANSFORMER,
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
        let answer = ask_scene(options, &run, "compress", &count, &[])?;
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
