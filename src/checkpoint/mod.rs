//! A run as bytes and back: one safetensors file (<https://github.com/huggingface/safetensors>).
//!
//! Parameters have PyTorch's names and layouts (`encoder.0.weight`, `[out, in]`). Beside them stands the optimizer's state,
//! `optimizer.moment1.encoder.0.weight` for example, flattened to one dimension in burn's layout. The file's metadata
//! holds, under [`METADATA_KEY`], a JSON object: the format's version, the settings, the step and which data the run was
//! trained on.
//!
//! A file of weights alone opens too: to look at, or to train on from its step with optimizers that begin anew.

mod classifier;
mod data;
pub(crate) mod file;
mod network;
mod saving;
mod singular;

use crate::dataset::DatasetSpec;
use crate::error::{Error, ErrorCode, Result};
use crate::model::NamedTensor;
use crate::training::settings::MAX_SAFE_INTEGER;
use crate::training::{Settings, Trainer};
use burn::tensor::Device;
pub use classifier::load_classifier;
#[cfg(not(target_family = "wasm"))]
pub use classifier::{frozen_classifier, save_classifier};
use data::{DataRecord, training_data};
use file::{File, Tensors};
pub use file::{Input, Output, Precision};
use network::Reader;
pub(crate) use saving::drawing_weights;
pub use saving::{export, save, save_to};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The key of the safetensors metadata under which settings and step stand.
pub const METADATA_KEY: &str = "generative-playground";

/// The version of the format that this code writes, and the newest that it reads.
pub const VERSION: u32 = 1;

/// Values of a model that is made before it is known whether a file has them: 32 MB.
const MADE_ANYWAY: u64 = 1 << 23;

/// What is read: settings may have been added since the file was written, so they come one by one.
#[derive(Default, Deserialize)]
struct ReadMetadata {
    settings: Map<String, Value>,
    /// Files from before there was one lack it.
    settings_hash: Option<String>,
    step: u64,
    train_size: usize,
    data: Option<DataRecord>,
    #[serde(default)]
    updates: BTreeMap<String, u64>,
}

/// A model with other weights, which [`drawing_weights`] has answered, under settings that make the same networks. Optimizers begin anew.
///
/// # Errors
/// `bad-file` where they are not its own.
pub(crate) fn with_weights(
    trainer: &Trainer,
    settings: Settings,
    tensors: Vec<NamedTensor>,
) -> Result<Trainer> {
    let mut other = Trainer::new(settings, trainer.data().clone(), trainer.device())?;
    fill(
        &mut other,
        Tensors::here(tensors),
        BTreeMap::new(),
        trainer.step(),
    )?;
    Ok(other)
}

/// The same weights, by which images are drawn in another way. Nothing can be learnt on: optimizers are left behind.
///
/// # Errors
/// Those of [`Settings::drawn_otherwise`]; `device-lost`.
pub async fn drawn_otherwise(trainer: &Trainer, changes: &Map<String, Value>) -> Result<Trainer> {
    let settings = trainer.settings().drawn_otherwise(changes)?;
    with_weights(trainer, settings, drawing_weights(trainer).await?)
}

/// The trainer that was saved, to continue on `device`.
///
/// # Errors
/// `bad-file`, saying what is wrong with the bytes; nothing else has changed then.
pub fn restore(bytes: &[u8], device: &Device) -> Result<Trainer> {
    restore_from(&bytes, device)
}

/// [`restore`], one piece after another.
///
/// # Errors
/// Those of [`restore`].
pub fn restore_from(input: &dyn Input, device: &Device) -> Result<Trainer> {
    restore_with(input, None, device)
}

/// Whether a file says what it holds; where it does not, [`restore_as`] needs to be told.
///
/// # Errors
/// `bad-file`, when the bytes are no safetensors.
pub fn has_settings(bytes: &[u8]) -> Result<bool> {
    Ok(File::open(&bytes)?.metadata(METADATA_KEY).is_some())
}

/// [`restore`] with the settings that a file of another program lacks. The run is then at its start, on all of MNIST.
///
/// # Errors
/// Those of [`restore`]; `bad-input` when the file has settings of its own.
pub fn restore_as(bytes: &[u8], assumed: Option<Settings>, device: &Device) -> Result<Trainer> {
    restore_with(&bytes, assumed, device)
}

fn restore_with(input: &dyn Input, assumed: Option<Settings>, device: &Device) -> Result<Trainer> {
    let file = File::open(input)?;
    let metadata = match assumed {
        None => {
            let metadata = file.own_metadata(METADATA_KEY, "the playground did not save it")?;
            check_version(metadata)?;
            serde_json::from_str(metadata)
                .map_err(|error| bad(format!("The file's settings cannot be read: {error}.")))?
        }
        Some(_) if file.metadata(METADATA_KEY).is_some() => {
            return Err(Error::new(
                ErrorCode::BadInput,
                "The file has settings of its own: leave others out.",
            ));
        }
        Some(settings) => ReadMetadata {
            settings: file::as_map(settings.to_map()),
            train_size: DatasetSpec::mnist().train,
            ..ReadMetadata::default()
        },
    };
    let tensors = file.tensors()?;
    let ReadMetadata {
        settings,
        settings_hash,
        step,
        train_size,
        data,
        updates,
    } = metadata;
    for steps in updates.values().chain([&step]) {
        if *steps > MAX_SAFE_INTEGER {
            return Err(bad(format!(
                "The file's run has taken {steps} steps, more than can be counted."
            )));
        }
    }
    let edited = settings_hash.is_some_and(|hash| hash != file::hash(&settings));
    let mut settings = settings_of(settings)?;
    refuse_too_few(&settings, &tensors)?;

    let data = training_data(data, train_size, settings.seed)?;
    settings.data = data.recipe().clone();
    let mut trainer = Trainer::new(settings, data, device)?;
    fill(&mut trainer, tensors, updates, step)?;
    if edited {
        return Err(bad(
            "The file's settings were changed after it was saved: they are not those of its weights. \
             Use it as it was saved."
                .into(),
        ));
    }
    Ok(trainer)
}

/// Fails where a file holds not even half the values of a large model that its settings describe: a file of a kilobyte may describe one
/// that fits into no memory, and nothing is taken for it before this. Whatever else is missing or of another shape is named by [`fill`].
fn refuse_too_few(settings: &Settings, tensors: &Tensors) -> Result<()> {
    let parts = settings.networks()?;
    let needed: u64 = parts.iter().map(|part| part.parameters).sum();
    let found = tensors.values() as u64;
    if needed > MADE_ANYWAY && found < needed / 2 {
        return Err(bad(format!(
            "The file holds {found} values, and the model that its settings describe has {needed}. Is the file cut short, or are \
             these weights of another model, or of other sizes?"
        )));
    }
    Ok(())
}

/// Puts a file's values, all of them, into a model that is at its start.
fn fill(
    trainer: &mut Trainer,
    mut tensors: Tensors,
    updates: BTreeMap<String, u64>,
    step: u64,
) -> Result<()> {
    let mut training = trainer.training().boxed();
    let mut reader = Reader {
        tensors: &mut tensors,
        device: trainer.device(),
        updates,
        step,
    };
    for network in training.networks_mut() {
        if let Some(original) = network.mean_of {
            reader.complete_mean(network.prefix, original);
        }
    }
    for network in training.networks_mut() {
        reader.read(network)?;
    }
    if let Some(name) = tensors.names().next() {
        return Err(bad(format!(
            "The file has a tensor {name} that this model lacks."
        )));
    }
    trainer.resume(training, step);
    Ok(())
}

/// A newer version may have settings that this code cannot even parse, so the version is looked at first.
fn check_version(metadata: &str) -> Result<()> {
    #[derive(Deserialize)]
    struct Version {
        version: u32,
    }
    let Version { version } = serde_json::from_str(metadata)
        .map_err(|error| bad(format!("The file's version cannot be read: {error}.")))?;
    if version > VERSION {
        return Err(bad(format!(
            "The file has format version {version}; this playground reads up to {VERSION}. Reload the page or update."
        )));
    }
    Ok(())
}

/// Settings from a file pass the same checks as those that a person types.
fn settings_of(mut all: Map<String, Value>) -> Result<Settings> {
    let preset = all.remove("preset");
    let preset = preset.as_ref().and_then(Value::as_str).unwrap_or_default();
    Settings::saved(preset, &all)
        .map_err(|error| bad(format!("The file's settings cannot be used. {error}")))
}

fn bad(message: String) -> Error {
    Error::new(ErrorCode::BadFile, message)
}
