//! `cargo xtask reproduce`: trains what others have published numbers for, natively, and prints ours beside theirs.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::{command, paths, setup};

/// PyTorch's `examples/vae` (784-400-20-400-784, Adam 1e-3, batch 128; greyscale BCE summed + KL, per image, test set), epochs 1 to 10.
const PUBLISHED: [f64; 10] = [
    127.30, 115.79, 112.22, 109.64, 108.54, 107.70, 107.07, 106.66, 106.04, 105.56,
];
/// How far each seed may be from the published number, where it must not be further: (epoch, nats).
const TOLERANCES: [(usize, f64); 2] = [(1, 1.5), (10, 0.8)];

/// Train the `vae` preset for ten epochs with seeds 0 to `seeds - 1`; fail when a loss is out of tolerance.
pub fn run(seeds: u64) -> Result<()> {
    setup::data()?;
    let columns = (0..seeds)
        .map(test_losses)
        .collect::<Result<Vec<Vec<f64>>>>()?;
    println!(
        "\nvae: loss on the 10,000 test images, nats per image (PyTorch's examples/vae; ours)"
    );
    print!("epoch  published");
    (0..seeds).for_each(|seed| print!("  {:>8}", format!("seed {seed}")));
    println!();
    let mut misses = Vec::new();
    for (index, published) in PUBLISHED.iter().enumerate() {
        let epoch = index + 1;
        print!("{epoch:5}  {published:9.2}");
        for (seed, losses) in columns.iter().enumerate() {
            print!("  {:8.2}", losses[index]);
            let tolerance = TOLERANCES.iter().find(|(at, _)| *at == epoch);
            if let Some((_, nats)) = tolerance
                && (losses[index] - published).abs() > *nats
            {
                misses.push(format!(
                    "seed {seed}, epoch {epoch}: {:.2}, published {published:.2} +- {nats}",
                    losses[index]
                ));
            }
        }
        println!();
    }
    ensure!(misses.is_empty(), "out of tolerance: {}", misses.join("; "));
    println!("\nWithin 1.5 nats after epoch 1 and 0.8 after epoch 10, every seed.");
    Ok(())
}

/// The test loss after each epoch, by the native command's log.
fn test_losses(seed: u64) -> Result<Vec<f64>> {
    let log = paths::target().join(format!("reproduce-vae-{seed}.jsonl"));
    eprintln!("Training the vae preset for 10 epochs, seed {seed} (about a minute)");
    let mut train = Command::new("cargo");
    train
        .current_dir(paths::root())
        .args(["run", "--release", "--quiet", "--bin", "playground", "--"])
        .args(["train", "--preset", "vae", "--epochs", "10", "--seed"])
        .arg(seed.to_string())
        .arg("--log")
        .arg(&log);
    command::run(&mut train)?;
    let text = fs::read_to_string(&log).context("the training left no log")?;
    let losses: Vec<f64> = text
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter_map(|line| line["eval"]["loss"].as_f64())
        .collect();
    ensure!(
        losses.len() == PUBLISHED.len(),
        "the log has {} epochs, not {}",
        losses.len(),
        PUBLISHED.len()
    );
    Ok(losses)
}
