//! What models are good for (`playground scene`), beside methods without a model and published numbers.

mod anomaly;
mod compress;
mod measure;
mod recoveries;

pub use anomaly::anomaly;
pub use compress::compress;
pub use measure::measure;
pub use recoveries::{denoise, enlarge, repair};

use anyhow::Result;
use serde_json::Value;

use super::{Options, ask};
use crate::native::{self, Run};
use crate::paths;

/// Test images, unless `--count` says otherwise.
pub(super) const COUNT: u64 = 1_000;
/// Models that scenes are played with: name, preset, how they are trained.
const MODELS: [(&str, &str, &[&str]); 2] = [
    ("scene-vae", "vae", &["--epochs", "10"]),
    ("scene-fast-gan", "fast-gan", &["--steps", "5200"]),
];

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
