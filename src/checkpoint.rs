//! A run as bytes and back: one safetensors file (<https://github.com/huggingface/safetensors>).
//!
//! Parameters have PyTorch's names and layouts (`encoder.0.weight`, `[out, in]`). Beside them stands the optimizer's state,
//! `optimizer.moment1.encoder.0.weight` for example, flattened to one dimension in burn's layout. The file's metadata
//! holds, under [`METADATA_KEY`], a JSON object: the format's version, the settings and the step.

use crate::error::{Error, ErrorCode, Result};
use crate::model::{NamedTensor, load_parameters, parameter_names, read_parameters, values};
use crate::optimizer::{Optimizer, Slot};
use crate::training::{Critic, Settings, Trainer, Training};
use burn::module::Module;
use burn::tensor::{Device, Tensor, TensorData, Transaction};
use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};

/// The key of the safetensors metadata under which settings and step stand.
pub const METADATA_KEY: &str = "generative-playground";

/// The version of the format that this code writes, and the newest that it reads.
pub const VERSION: u32 = 1;

const OPTIMIZER: &str = "optimizer.";
const GENERATOR: &str = "generator.";
const AVERAGE: &str = "generator_ema.";
const DISCRIMINATOR: &str = "discriminator.";

#[derive(Serialize)]
struct Metadata<'a> {
    version: u32,
    settings: &'a Settings,
    step: u64,
    train_size: usize,
    /// Updates of each network, which differ where one is updated more often.
    updates: BTreeMap<&'static str, u64>,
}

/// What is read: settings may have been added since the file was written, so they come one by one.
#[derive(Deserialize)]
struct ReadMetadata {
    settings: Map<String, Value>,
    step: u64,
    train_size: usize,
    #[serde(default)]
    updates: BTreeMap<String, u64>,
}

/// The trainer's weights, optimizer state, settings and step.
///
/// # Errors
/// `device-lost`.
pub async fn save(trainer: &Trainer) -> Result<Vec<u8>> {
    let mut tensors = Vec::new();
    match trainer.training() {
        Training::Autoencoder(training) => {
            write(&mut tensors, "", &training.model, Some(&training.optimizer)).await?;
        }
        Training::Adversarial(training) => {
            let Critic {
                discriminator,
                optimizer,
                ..
            } = &training.critic;
            write(
                &mut tensors,
                GENERATOR,
                &training.generator,
                Some(&training.optimizer),
            )
            .await?;
            write(&mut tensors, DISCRIMINATOR, discriminator, Some(optimizer)).await?;
            if let Some(average) = &training.average {
                write(&mut tensors, AVERAGE, average, None).await?;
            }
        }
        Training::Hybrid(training) => {
            let Critic {
                discriminator,
                optimizer,
                ..
            } = &training.critic;
            let vae = &training.autoencoder;
            write(&mut tensors, "", &vae.model, Some(&vae.optimizer)).await?;
            write(&mut tensors, DISCRIMINATOR, discriminator, Some(optimizer)).await?;
        }
    }
    Ok(to_bytes(trainer, tensors))
}

/// The weights alone, for other programs: what `torch.nn.Module.load_state_dict` takes as it is. Spectral normalisation is
/// worked into the weights, and where there is a running mean of the generator it is the generator.
///
/// # Errors
/// `device-lost`.
pub async fn export(trainer: &Trainer) -> Result<Vec<u8>> {
    let mut tensors = Vec::new();
    let plain = |critic: &Critic| {
        let mut discriminator = critic.discriminator.clone();
        discriminator.network = discriminator.network.without_spectral_norm();
        discriminator
    };
    match trainer.training() {
        Training::Autoencoder(training) => write(&mut tensors, "", &training.model, None).await?,
        Training::Adversarial(training) => {
            let generator = training.average.as_ref().unwrap_or(&training.generator);
            write(&mut tensors, GENERATOR, generator, None).await?;
            write(&mut tensors, DISCRIMINATOR, &plain(&training.critic), None).await?;
        }
        Training::Hybrid(training) => {
            write(&mut tensors, "", &training.autoencoder.model, None).await?;
            write(&mut tensors, DISCRIMINATOR, &plain(&training.critic), None).await?;
        }
    }
    Ok(to_bytes(trainer, tensors))
}

/// Reads a network, and its optimizer's state, from the device.
async fn write<M: Module>(
    tensors: &mut Vec<NamedTensor>,
    prefix: &str,
    model: &M,
    optimizer: Option<&Optimizer>,
) -> Result<()> {
    let mut parameters = read_parameters(model).await?;
    for parameter in &mut parameters {
        parameter.name.insert_str(0, prefix);
    }
    let state = match optimizer {
        Some(optimizer) => read_slots(optimizer.slots(), &parameters).await?,
        None => Vec::new(),
    };
    tensors.extend(parameters.into_iter().chain(state));
    Ok(())
}

fn to_bytes(trainer: &Trainer, tensors: Vec<NamedTensor>) -> Vec<u8> {
    let updates = match trainer.training() {
        Training::Autoencoder(training) => vec![("", training.optimizer.steps())],
        Training::Adversarial(training) => vec![
            (GENERATOR, training.optimizer.steps()),
            (DISCRIMINATOR, training.critic.optimizer.steps()),
        ],
        Training::Hybrid(training) => vec![
            ("", training.autoencoder.optimizer.steps()),
            (DISCRIMINATOR, training.critic.optimizer.steps()),
        ],
    };
    let metadata = Metadata {
        version: VERSION,
        settings: trainer.settings(),
        step: trainer.step(),
        train_size: trainer.train_size(),
        updates: updates.into_iter().collect(),
    };
    let metadata = serde_json::to_string(&metadata).expect("settings are plain values");
    let all: Vec<_> = tensors
        .into_iter()
        .map(|t| (t.name, t.shape, bytes_of(&t.values)))
        .collect();
    let views = all.iter().map(|(name, shape, bytes)| {
        (
            name,
            TensorView::new(Dtype::F32, shape.clone(), bytes).expect("the shape fits the values"),
        )
    });
    let metadata = HashMap::from([(METADATA_KEY.to_string(), metadata)]);
    safetensors::serialize(views, Some(metadata)).expect("the tensors' names differ")
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
    let ReadMetadata {
        settings,
        step,
        train_size,
        updates,
    } = serde_json::from_str(metadata)
        .map_err(|error| bad(format!("The file's settings cannot be read: {error}.")))?;
    let settings = settings_of(settings)?;

    let file = SafeTensors::deserialize(bytes)
        .map_err(|error| bad(format!("The file is damaged: {error}.")))?;
    let mut tensors = BTreeMap::new();
    for (name, view) in file.iter() {
        tensors.insert(name.to_string(), named(name, &view)?);
    }

    let mut trainer = Trainer::new(settings, train_size, device)?;
    let mut training = trainer.training().clone();
    let mut reader = Reader {
        tensors: &mut tensors,
        device,
        updates,
        step,
    };
    match &mut training {
        Training::Autoencoder(training) => {
            reader.read("", &mut training.model, Some(&mut training.optimizer))?;
        }
        Training::Adversarial(training) => {
            let Critic {
                discriminator,
                optimizer,
                ..
            } = &mut training.critic;
            reader.read(
                GENERATOR,
                &mut training.generator,
                Some(&mut training.optimizer),
            )?;
            reader.read(DISCRIMINATOR, discriminator, Some(optimizer))?;
            match &mut training.average {
                // Exported weights hold one generator only, the mean.
                Some(average) if !reader.has(AVERAGE) => *average = training.generator.clone(),
                Some(average) => reader.read(AVERAGE, average, None)?,
                None => {}
            }
        }
        Training::Hybrid(training) => {
            let Critic {
                discriminator,
                optimizer,
                ..
            } = &mut training.critic;
            let vae = &mut training.autoencoder;
            reader.read("", &mut vae.model, Some(&mut vae.optimizer))?;
            reader.read(DISCRIMINATOR, discriminator, Some(optimizer))?;
        }
    }
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

/// Settings from a file pass the same checks as those that a person types. One that the file lacks, because it is newer
/// than the file, is as its preset has it.
fn settings_of(mut all: Map<String, Value>) -> Result<Settings> {
    let preset = all.remove("preset");
    let preset = preset.as_ref().and_then(Value::as_str).unwrap_or_default();
    Settings::with(preset, &all)
        .map_err(|error| bad(format!("The file's settings cannot be used. {error}")))
}

/// Takes networks and their optimizers' state out of a file's tensors.
struct Reader<'a> {
    tensors: &'a mut BTreeMap<String, NamedTensor>,
    device: &'a Device,
    updates: BTreeMap<String, u64>,
    step: u64,
}

impl Reader<'_> {
    fn has(&self, prefix: &str) -> bool {
        self.tensors.keys().any(|name| name.starts_with(prefix))
    }

    fn read<M: Module>(
        &mut self,
        prefix: &str,
        model: &mut M,
        optimizer: Option<&mut Optimizer>,
    ) -> Result<()> {
        // The walk order of the parameters, which is the order of the optimizer's slots.
        let names = parameter_names(model);
        let mut own: BTreeMap<_, _> = names
            .iter()
            .filter_map(|(name, _)| {
                let tensor = self.tensors.remove(&format!("{prefix}{name}"))?;
                Some((name.clone(), tensor))
            })
            .collect();
        *model = load_parameters(model.clone(), &mut own)?;
        if let Some(optimizer) = optimizer {
            let names: Vec<_> = names
                .into_iter()
                .map(|(name, size)| (format!("{prefix}{name}"), size))
                .collect();
            let slots = take_slots(&names, self.tensors, self.device)?;
            // Without its state, saved before the first step or exported, an optimizer begins anew.
            let steps = match slots.is_empty() {
                true => 0,
                false => self.updates.get(prefix).copied().unwrap_or(self.step),
            };
            optimizer.resume(steps, slots);
        }
        Ok(())
    }
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
    let mut found_any = false;
    let mut take = |kind: &str, name: &str, size: usize| -> Result<Option<Tensor<1>>> {
        let Some(found) = tensors.remove(&format!("{OPTIMIZER}{kind}.{name}")) else {
            return Ok(None);
        };
        found_any = true;
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
    let slots = names
        .iter()
        .map(|(name, size)| {
            Ok(Slot {
                moment1: take("moment1", name, *size)?,
                moment2: take("moment2", name, *size)?,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(if found_any { slots } else { Vec::new() })
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
