//! What was measured, as Markdown.

use crate::card::Card;
use crate::watch::Kernel;
use std::fmt::Write;

/// Everything.
pub struct Report {
    pub adapter: String,
    /// That the card is given at once.
    pub threads: usize,
    pub card: Card,
    pub rows: Vec<Row>,
    /// Others' step of `vae`.
    pub peers: Vec<Peer>,
}

/// Another program's step.
pub struct Peer {
    pub label: String,
    /// Milliseconds of its fastest turn.
    pub best: f64,
}

/// One preset.
pub struct Row {
    pub preset: String,
    pub batch: usize,
    /// Seconds of the first step.
    pub first: f64,
    /// Seconds of a step in each turn.
    pub times: Vec<f64>,
    /// Operations of matrix products a step.
    pub operations: f64,
    /// Launches a step.
    pub launches: f64,
    /// By kind, a step.
    pub kernels: Vec<Kernel>,
}

impl Row {
    /// The median turn, in milliseconds.
    fn step(&self) -> f64 {
        let mut times = self.times.clone();
        times.sort_by(f64::total_cmp);
        times[times.len() / 2] * 1e3
    }

    fn best(&self) -> f64 {
        self.times.iter().copied().fold(f64::INFINITY, f64::min) * 1e3
    }

    /// Milliseconds of a step in which the device computes.
    fn busy(&self) -> f64 {
        self.kernels.iter().map(|kernel| kernel.ms).sum()
    }
}

impl Report {
    /// The tables.
    pub fn markdown(&self) -> String {
        let Card { tflops, gigabytes } = self.card;
        let mut text = format!(
            "{}: our products of large matrices reach {tflops:.1} TFLOP/s, an addition of long tensors moves {gigabytes:.0} GB/s. \
             Work is divided among {} threads.\n\n\
             | | batch | first step, ms | step, ms | best, ms | launches | kernels, ms | products, GFLOP | of the rate above |\n\
             |---|--:|--:|--:|--:|--:|--:|--:|--:|\n",
            self.adapter, self.threads
        );
        for row in &self.rows {
            let rate = row.operations / (row.step() / 1e3) / (tflops * 1e12);
            let _ = writeln!(
                text,
                "| {} | {} | {:.0} | {:.2} | {:.2} | {:.0} | {:.2} | {:.2} | {:.1} % |",
                row.preset,
                row.batch,
                row.first * 1e3,
                row.step(),
                row.best(),
                row.launches,
                row.busy(),
                row.operations / 1e9,
                rate * 100.0
            );
        }
        if !self.peers.is_empty() {
            text += "\n| a step of `vae` elsewhere | best, ms |\n|---|--:|\n";
        }
        for peer in &self.peers {
            let _ = writeln!(text, "| {} | {:.2} |", peer.label, peer.best);
        }
        for row in &self.rows {
            let _ = write!(
                text,
                "\n### {}: kernels\n\n| | launches | ms | of all |\n|---|--:|--:|--:|\n",
                row.preset
            );
            for kernel in &row.kernels {
                let _ = writeln!(
                    text,
                    "| `{}` | {:.1} | {:.3} | {:.0} % |",
                    kernel.name,
                    kernel.launches,
                    kernel.ms,
                    100.0 * kernel.ms / row.busy()
                );
            }
        }
        text
    }
}
