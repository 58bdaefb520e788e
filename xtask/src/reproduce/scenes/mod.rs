//! What models are good for (`playground scene`), beside methods without a model and published numbers.

mod anomaly;
mod compress;
mod measure;
mod recoveries;

pub use anomaly::anomaly;
pub use compress::compress;
pub use measure::measure;
pub use recoveries::{denoise, enlarge, repair};

use std::fs;

use anyhow::Result;
use serde_json::Value;

use super::{Options, ask};
use crate::native::{self, Run};
use crate::paths;
use crate::setup::files;

/// Test images, unless `--count` says otherwise.
pub(super) const COUNT: u64 = 1_000;
/// A model that scenes are played with: name, preset, how it is trained.
pub(super) type Model = (&'static str, &'static str, &'static [&'static str]);
/// Those that have a latent.
pub(super) const MODELS: [Model; 2] = [
    ("scene-vae", "vae", &["--epochs", "10"]),
    ("scene-fast-gan", "fast-gan", &["--steps", "5200"]),
];
/// A flow on pixels.
pub(super) const FLOW: Model = ("scene-flow", "flow", &["--steps", "2700"]);
/// What draws block by block.
const TRANSFORMER: Model = ("scene-transformer", "transformer", &["--epochs", "1"]);

/// What `playground scene` answers. A proof of an hour is many answers: each is kept, and with `--resume` it is not asked for again.
pub(super) fn ask_scene(
    options: &Options,
    run: &Run,
    scene: &str,
    count: &str,
    way: &[&str],
) -> Result<Value> {
    let model = run.weights.file_stem().unwrap_or_default();
    let model = model.to_string_lossy();
    let question = [&[scene, &model, count][..], way].concat();
    let name = question.join(" ").replace([' ', '='], "-");
    let kept = paths::target().join(format!("reproduce/answers/{name}.json"));
    if options.resume && kept.exists() {
        eprintln!("Using {}.", kept.display());
        return Ok(serde_json::from_slice(&fs::read(&kept)?)?);
    }
    let arguments = [&["--count", count][..], way].concat();
    let answer = ask(&format!("scene {scene}"), &run.weights, &arguments)?;
    files::write(&kept, serde_json::to_string(&answer)?.as_bytes())?;
    Ok(answer)
}

/// The model of a name, which scenes share: trained by the first that needs it, or afresh with `--afresh`.
pub(super) fn trained(
    options: &Options,
    name: &str,
    preset: &str,
    arguments: &[&str],
) -> Result<Run> {
    let weights = native::weights(name);
    if !weights.exists() || options.afresh {
        // Under another name until it is done: what an interrupted training leaves is no model to play with.
        let unfinished = format!("{name}-unfinished");
        let run = native::train(options.resume, &unfinished, preset, arguments)?;
        fs::rename(&run.weights, &weights)?;
    } else {
        eprintln!("Using {} (--afresh trains it again).", weights.display());
    }
    let log = Vec::new();
    Ok(Run { log, weights })
}
