//! A run, or its weights alone, as bytes.

use super::data::DataRecord;
use super::file::{self, Output, Precision};
use super::network::pending;
use super::{METADATA_KEY, VERSION};
use crate::error::Result;
use crate::model::{NamedTensor, read};
use crate::training::{Settings, Trainer};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Metadata<'a> {
    version: u32,
    settings: &'a Settings,
    /// Of the settings: weights say nothing of most of them, and little of some (a width that rounds to the same layers).
    settings_hash: String,
    step: u64,
    /// Images of an epoch.
    train_size: usize,
    data: DataRecord,
    /// Updates of each network, which differ where one is updated more often.
    updates: BTreeMap<&'static str, u64>,
}

/// The trainer's weights, optimizer state, settings and step.
///
/// # Errors
/// `device-lost`.
pub async fn save(trainer: &Trainer) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    save_to(trainer, &mut bytes).await?;
    Ok(bytes)
}

/// [`save`], one piece after another.
///
/// # Errors
/// `device-lost`; what has been written then is not whole.
pub async fn save_to(trainer: &Trainer, output: &mut dyn Output) -> Result<()> {
    let mut tensors = Vec::new();
    for network in trainer.training().networks() {
        tensors.extend(pending(
            network.prefix,
            network.parameters,
            network.optimizer,
        ));
    }
    file::write_pending(METADATA_KEY, &metadata(trainer), tensors, output).await
}

/// The weights alone, for other programs: what `torch.nn.Module.load_state_dict` takes as it is. Spectral normalisation is
/// worked into the weights, and where there is a running mean of the generator it is the generator.
///
/// # Errors
/// `device-lost`; `not-finite` when a weight is too large for half precision.
pub async fn export(trainer: &Trainer, precision: Precision) -> Result<Vec<u8>> {
    let tensors = drawing_weights(trainer).await?;
    file::write(METADATA_KEY, &metadata(trainer), tensors, precision)
}

/// The tensors that [`export`] writes.
///
/// # Errors
/// `device-lost`.
pub(crate) async fn drawing_weights(trainer: &Trainer) -> Result<Vec<NamedTensor>> {
    let training = trainer.training();
    let networks = training.networks();
    let has_mean = |prefix| {
        networks
            .iter()
            .any(|network| network.mean_of == Some(prefix))
    };
    let mut tensors = Vec::new();
    for network in networks.iter().filter(|network| !has_mean(network.prefix)) {
        let prefix = network.mean_of.unwrap_or(network.prefix);
        let exported = training.exported(prefix);
        let parameters = exported.as_deref().unwrap_or(network.parameters);
        tensors.extend(pending(prefix, parameters, None));
    }
    read(tensors).await
}

fn metadata(trainer: &Trainer) -> Metadata<'_> {
    // One by one: to collect them would bring a sort with it.
    let mut updates = BTreeMap::new();
    for network in trainer.training().networks() {
        if let Some(optimizer) = network.optimizer {
            updates.insert(network.prefix, optimizer.steps());
        }
    }
    Metadata {
        version: VERSION,
        settings: trainer.settings(),
        settings_hash: file::hash(&file::as_map(trainer.settings().to_map())),
        step: trainer.step(),
        train_size: trainer.train_size(),
        data: trainer.data().into(),
        updates,
    }
}
