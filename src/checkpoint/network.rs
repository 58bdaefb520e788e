//! One network with its optimizer's state, to and from a file's tensors.

use super::bad;
use super::singular;
use crate::error::Result;
use crate::model::{NamedTensor, Parameters};
use crate::optimizer::{Optimizer, Slot};
use crate::training::families::TrainedNetworkMut;
use burn::tensor::{Device, Tensor, TensorData, Transaction};
use std::collections::BTreeMap;

const OPTIMIZER: &str = "optimizer.";

/// Reads a network, and its optimizer's state, from the device.
pub(super) async fn write(
    tensors: &mut Vec<NamedTensor>,
    prefix: &str,
    parameters: &dyn Parameters,
    optimizer: Option<&Optimizer>,
) -> Result<()> {
    let mut parameters = parameters.pending().read().await?;
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

/// Takes networks and their optimizers' state out of a file's tensors.
pub(super) struct Reader<'a> {
    pub tensors: &'a mut BTreeMap<String, NamedTensor>,
    pub device: &'a Device,
    pub updates: BTreeMap<String, u64>,
    pub step: u64,
}

impl Reader<'_> {
    /// Gives a running mean that the file lacks the values of its original: exported weights hold one generator only, the
    /// mean.
    pub fn complete_mean(&mut self, prefix: &str, original: &str) {
        if self.tensors.keys().any(|name| name.starts_with(prefix)) {
            return;
        }
        let copies: Vec<_> = self
            .tensors
            .iter()
            .filter_map(|(name, tensor)| {
                let name = format!("{prefix}{}", name.strip_prefix(original)?);
                Some((name, tensor.clone()))
            })
            .collect();
        // One by one: to extend it would bring a sort with it.
        for (name, tensor) in copies {
            self.tensors.insert(name, tensor);
        }
    }

    /// Puts the file's values into a network and its optimizer.
    pub fn read(&mut self, network: TrainedNetworkMut<'_>) -> Result<()> {
        let TrainedNetworkMut {
            prefix,
            parameters,
            optimizer,
            ..
        } = network;
        // The walk order of the parameters, which is the order of the optimizer's slots.
        let names = parameters.names();
        let mut own = BTreeMap::new();
        for (name, _) in &names {
            if let Some(tensor) = self.tensors.remove(&format!("{prefix}{name}")) {
                own.insert(name.clone(), tensor);
            }
        }
        singular::complete(&names, &mut own);
        parameters.load(&mut own)?;
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
        .map(|(name, data)| NamedTensor::new(name, &data))
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
