//! PyTorch's `examples/vae`: 784-400-20-400-784, Adam 1e-3, batch 128; greyscale cross-entropy summed and KL divergence, per
//! image, on the test set.

use std::fmt::Write;

use anyhow::{Result, ensure};

use super::{Options, Report, train};

/// After epochs 1 to 10.
const PUBLISHED: [f64; 10] = [
    127.30, 115.79, 112.22, 109.64, 108.54, 107.70, 107.07, 106.66, 106.04, 105.56,
];
/// How far each seed may be from the published number, where it must not be further: (epoch, nats).
const TOLERANCES: [(usize, f64); 2] = [(1, 1.5), (10, 0.8)];

/// Train the `vae` preset for ten epochs with as many seeds as asked for, from 0.
pub fn run(options: &Options) -> Result<Report> {
    let seeds = options.seeds;
    let columns = (0..seeds)
        .map(|seed| test_losses(options, seed))
        .collect::<Result<Vec<Vec<f64>>>>()?;
    let mut text = String::from(
        "`vae`: loss on the 10,000 test images, nats an image, beside PyTorch's `examples/vae`. Tolerance: 1.5 nats after epoch \
         1, 0.8 after epoch 10.\n\n| epoch | published |",
    );
    (0..seeds).try_for_each(|seed| write!(text, " seed {seed} |"))?;
    write!(text, "\n|---|---|{}", "---|".repeat(columns.len()))?;
    let mut misses = Vec::new();
    for (index, published) in PUBLISHED.iter().enumerate() {
        let epoch = index + 1;
        write!(text, "\n| {epoch} | {published:.2} |")?;
        for (seed, losses) in columns.iter().enumerate() {
            write!(text, " {:.2} |", losses[index])?;
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
    }
    Ok(Report {
        name: "vae",
        text,
        misses,
    })
}

/// The test loss after each epoch.
fn test_losses(options: &Options, seed: u64) -> Result<Vec<f64>> {
    let run = train(
        options,
        &format!("vae-{seed}"),
        "vae",
        &["--epochs", "10", "--seed", &seed.to_string()],
    )?;
    let losses: Vec<f64> = run
        .log
        .iter()
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
