//! Images in few bits.

use std::fmt::Write;

use anyhow::Result;

use super::{Model, TRANSFORMER, ask_scene, trained};
use crate::reproduce::{Options, Report, number};

/// Bits a pixel of MNIST by bits back, binarised and as it is, as Townsend, Bird and Barber (2019) report them, in two digits.
const PACKED: f64 = 0.19;
const PACKED_GREY: f64 = 1.41;

/// A VAE of black and white pixels.
const BINARISED: &[&str] = &[
    "--epochs",
    "20",
    "--set",
    "binarise=true",
    "--set",
    "latent_dim=40",
];

/// A VAE of grey values, by convolutions: after three epochs it is as good as one of dense layers after forty.
const GREY: &[&str] = &[
    "--epochs",
    "24",
    "--set",
    "architecture=conv-silu",
    "--set",
    "likelihood=discretised-logistic",
    "--set",
    "latent_dim=40",
    "--set",
    "hidden_dim=256",
    "--set",
    "lr=0.002",
    "--set",
    "lr_schedule=cosine",
    "--set",
    "lr_period=11256",
    "--set",
    "lr_floor=0.02",
];

/// Compress: the file is as long as the model's own bound says, within one percent and what it holds once; a VAE is as good as the
/// published ones (to the two digits that are reported), and models are better than every general compressor. (Of grey images xz needs less
/// than the published model.) That the file unpacks to the very pixels is checked by the scene itself, which
/// fails otherwise.
pub fn compress(options: &Options) -> Result<Report> {
    let count = options.count.unwrap_or(10_000).to_string();
    let models: [Model; 4] = [
        ("scene-compress-vae", "vae", BINARISED),
        ("scene-compress-cvae", "cvae", BINARISED),
        ("scene-compress-grey", "vae", GREY),
        TRANSFORMER,
    ];
    let mut text = format!(
        "`playground scene compress`: bits a pixel of {count} test images, binarised (grey where the likelihood is of grey values), \
         packed into a file and unpacked to the very pixels. Townsend et al. (2019) report {PACKED} for bits back with a VAE, 0.25 for \
         bzip2, 0.33 for gzip, 0.44 for WebP and 0.78 for PNG (a picture each there; one sheet of all here, by the crate `image-webp`); \
         of grey images {PACKED_GREY}, and 1.39 for xz. The length must be within one percent of the \
         model's bound, beside what a file holds once. `cvae` is told of each image the digit that makes it shortest, which the file holds \
         and the bound counts.\n\n\
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
        let published = if arguments == GREY {
            PACKED_GREY
        } else {
            PACKED
        };
        if preset == "vae" && rate >= published + 0.005 {
            misses.push(format!(
                "{preset}: {rate:.4} bits a pixel, published {published}"
            ));
        }
    }
    Ok(Report {
        name: "scene-compress",
        text,
        misses,
    })
}
