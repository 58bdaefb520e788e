//! A run as bytes and back: one safetensors file (<https://github.com/huggingface/safetensors>).
//!
//! Parameters have PyTorch's names and layouts (`encoder.0.weight`, `[out, in]`). Beside them stands the optimizer's state,
//! `optimizer.moment1.encoder.0.weight` for example, flattened to one dimension in burn's layout. The file's metadata
//! holds, under [`METADATA_KEY`], a JSON object: the format's version, the settings and the step.

use crate::error::{Error, ErrorCode, Result};
use crate::model::{NamedTensor, load_parameters, parameter_names, read_parameters, values};
use crate::optimizer::Slot;
use crate::training::{Settings, Trainer};
use burn::tensor::{Device, Tensor, TensorData, Transaction};
use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// The key of the safetensors metadata under which settings and step stand.
pub const METADATA_KEY: &str = "generative-playground";

/// The version of the format that this code writes, and the newest that it reads.
pub const VERSION: u32 = 1;

const OPTIMIZER: &str = "optimizer.";

#[derive(Serialize, Deserialize)]
struct Metadata {
    version: u32,
    settings: Settings,
    step: u64,
    train_size: usize,
}

/// The trainer's weights, optimizer state, settings and step.
///
/// # Errors
/// `device-lost`.
pub async fn save(trainer: &Trainer) -> Result<Vec<u8>> {
    let training = trainer.training();
    let parameters = read_parameters(&training.model).await?;
    let state = read_slots(training.optimizer.slots(), &parameters).await?;
    let metadata = Metadata {
        version: VERSION,
        settings: trainer.settings().clone(),
        step: trainer.step(),
        train_size: trainer.train_size(),
    };
    let metadata = serde_json::to_string(&metadata).expect("settings are plain values");
    let all: Vec<_> = parameters
        .into_iter()
        .chain(state)
        .map(|t| (t.name, t.shape, bytes_of(&t.values)))
        .collect();
    let views = all.iter().map(|(name, shape, bytes)| {
        (
            name,
            TensorView::new(Dtype::F32, shape.clone(), bytes).expect("the shape fits the values"),
        )
    });
    let metadata = HashMap::from([(METADATA_KEY.to_string(), metadata)]);
    Ok(safetensors::serialize(views, Some(metadata)).expect("the tensors' names differ"))
}

/// The trainer that was saved, to continue on `device`.
///
/// # Errors
/// `bad-file`, saying what is wrong with the bytes; nothing else has changed then.
pub fn restore(bytes: &[u8], device: &Device) -> Result<Trainer> {
    let (_, header) = SafeTensors::read_metadata(bytes).map_err(|error| {
        bad(format!(
            "This is no whole safetensors file ({error}). Choose one that the playground saved."
        ))
    })?;
    let metadata = header
        .metadata()
        .as_ref()
        .and_then(|all| all.get(METADATA_KEY))
        .ok_or_else(|| {
            bad(format!(
                "The file says nothing under \"{METADATA_KEY}\": the playground did not save it."
            ))
        })?;
    check_version(metadata)?;
    let Metadata {
        settings,
        step,
        train_size,
        ..
    } = serde_json::from_str(metadata)
        .map_err(|error| bad(format!("The file's settings cannot be read: {error}.")))?;
    let settings = recheck(settings)?;

    let file = SafeTensors::deserialize(bytes)
        .map_err(|error| bad(format!("The file is damaged: {error}.")))?;
    let mut tensors = BTreeMap::new();
    for (name, view) in file.iter() {
        tensors.insert(name.to_string(), named(name, &view)?);
    }

    let mut trainer = Trainer::new(settings, train_size, device)?;
    let mut training = trainer.training().clone();
    // The walk order of the parameters, which is the order of the optimizer's slots.
    let names = parameter_names(&training.model);
    training.model = load_parameters(training.model, &mut tensors)?;
    training
        .optimizer
        .resume(step, take_slots(&names, &mut tensors, device)?);
    if let Some(name) = tensors.keys().next() {
        return Err(bad(format!(
            "The file has a tensor {name} that this model lacks."
        )));
    }
    trainer.resume(training, step);
    Ok(trainer)
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
fn recheck(settings: Settings) -> Result<Settings> {
    let mut all = match serde_json::to_value(&settings) {
        Ok(serde_json::Value::Object(all)) => all,
        _ => unreachable!("settings are an object"),
    };
    all.remove("preset");
    Settings::with(&settings.preset, &all)
        .map_err(|error| bad(format!("The file's settings cannot be used. {error}")))
}

async fn read_slots(slots: &[Slot], parameters: &[NamedTensor]) -> Result<Vec<NamedTensor>> {
    let mut names = Vec::new();
    let mut transaction = Transaction::default();
    for (slot, parameter) in slots.iter().zip(parameters) {
        for (kind, tensor) in [("moment1", &slot.moment1), ("moment2", &slot.moment2)] {
            if let Some(tensor) = tensor {
                names.push(format!("{OPTIMIZER}{kind}.{}", parameter.name));
                transaction = transaction.register(tensor.clone());
            }
        }
    }
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let tensors = transaction.execute_async().await?;
    Ok(names
        .into_iter()
        .zip(tensors)
        .map(|(name, data)| NamedTensor {
            name,
            shape: data.shape().to_vec(),
            values: values(&data),
        })
        .collect())
}

fn take_slots(
    names: &[(String, usize)],
    tensors: &mut BTreeMap<String, NamedTensor>,
    device: &Device,
) -> Result<Vec<Slot>> {
    if !tensors.keys().any(|name| name.starts_with(OPTIMIZER)) {
        return Ok(Vec::new()); // saved before the first step, or exported without the state
    }
    let mut take = |kind: &str, name: &str, size: usize| -> Result<Option<Tensor<1>>> {
        let Some(found) = tensors.remove(&format!("{OPTIMIZER}{kind}.{name}")) else {
            return Ok(None);
        };
        if found.shape != [size] {
            return Err(bad(format!(
                "The tensor {} has shape {:?}; [{size}] is needed.",
                found.name, found.shape
            )));
        }
        Ok(Some(Tensor::from_data(
            TensorData::new(found.values, [size]),
            device,
        )))
    };
    names
        .iter()
        .map(|(name, size)| {
            Ok(Slot {
                moment1: take("moment1", name, *size)?,
                moment2: take("moment2", name, *size)?,
            })
        })
        .collect()
}

fn named(name: &str, view: &TensorView) -> Result<NamedTensor> {
    if view.dtype() != Dtype::F32 {
        return Err(bad(format!(
            "The tensor {name} holds {:?} values; only F32 is read.",
            view.dtype()
        )));
    }
    let values = view
        .data()
        .chunks_exact(4)
        .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
        .collect();
    Ok(NamedTensor {
        name: name.into(),
        shape: view.shape().to_vec(),
        values,
    })
}

fn bytes_of(values: &[f32]) -> Vec<u8> {
    values
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect()
}

fn bad(message: String) -> Error {
    Error::new(ErrorCode::BadFile, message)
}
