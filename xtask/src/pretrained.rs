//! `cargo xtask pretrained`: trains the networks that the page shows before a visitor has trained one, and keeps their weights in
//! `assets/pretrained/`, in half precision.

use std::fs;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::native::{ask, number, train};
use crate::step::clock;
use crate::{paths, setup};

/// Bytes that all files together may have: they are part of the page.
const MOST_BYTES: u64 = 1_000_000;

/// One network.
struct Network {
    /// The file, and what `showcase(name)` of the page is asked for.
    name: &'static str,
    preset: &'static str,
    arguments: &'static [&'static str],
    /// The native command that measures it, and the number that counts.
    measure: (&'static str, &'static str),
}

const NETWORKS: [Network; 2] = [
    // Two numbers, so that all its digits lie in one plane. The rate falls in steps: a cosine would leave nothing to train on with.
    Network {
        name: "vae",
        preset: "vae",
        arguments: &[
            "--epochs=40",
            "--set=architecture=deep",
            "--set=hidden_dim=100",
            "--set=latent_dim=2",
            "--set=lr_schedule=step",
            "--set=lr_period=3744",
        ],
        measure: ("evaluate", "loss"),
    },
    Network {
        name: "gan",
        preset: "fast-gan",
        arguments: &["--steps=20800", "--set=latent_dim=32"],
        measure: ("judge", "classifier_score"),
    },
];

/// Train them all, measure them as the page gets them, and print a table.
pub fn run() -> Result<()> {
    setup::data()?;
    let directory = paths::root().join("assets/pretrained");
    fs::create_dir_all(&directory)?;
    let mut rows = String::new();
    let mut bytes = 0;
    for network in &NETWORKS {
        let started = Instant::now();
        let file = directory.join(format!("{}.safetensors", network.name));
        let path = file.to_str().context("the path is no text")?;
        let mut arguments = network.arguments.to_vec();
        arguments.extend(["--export", path, "--half"]);
        train(
            false,
            &format!("pretrained-{}", network.name),
            network.preset,
            &arguments,
        )?;
        let took = clock(started.elapsed());
        let (subcommand, key) = network.measure;
        let found = number(&ask(subcommand, &file, &[])?, key)?;
        let size = fs::metadata(&file)?.len();
        bytes += size;
        rows += &format!(
            "{:>6}  {key} {found:.2}  {size} bytes  {took}\n",
            network.name
        );
    }
    println!("\n{rows}{bytes} bytes together.");
    ensure!(
        bytes < MOST_BYTES,
        "together they must stay below {MOST_BYTES} bytes"
    );
    Ok(())
}
