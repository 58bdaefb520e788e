//! One network with its optimizer's state, to and from a file's tensors.

use super::bad;
use super::file::Tensors;
use super::singular;
use crate::error::Result;
use crate::model::{Parameters, PendingTensor};
use crate::optimizer::{Optimizer, Slot};
use crate::training::families::TrainedNetworkMut;
use burn::tensor::{Device, Tensor, TensorData};
use std::collections::BTreeMap;

const OPTIMIZER: &str = "optimizer.";

/// A network, and its optimizer's state, still on the device.
pub(super) fn pending(
    prefix: &str,
    parameters: &dyn Parameters,
    optimizer: Option<&Optimizer>,
) -> Vec<PendingTensor> {
    let mut tensors = parameters.pending().into_tensors();
    for tensor in &mut tensors {
        tensor.name.insert_str(0, prefix);
    }
    let slots = optimizer.map_or(&[][..], Optimizer::slots);
    let names: Vec<_> = tensors.iter().map(|tensor| tensor.name.clone()).collect();
    for (slot, name) in slots.iter().zip(names) {
        for (kind, tensor) in [("moment1", &slot.moment1), ("moment2", &slot.moment2)] {
            if let Some(tensor) = tensor {
                let name = format!("{OPTIMIZER}{kind}.{name}");
                tensors.push(PendingTensor::new(name, tensor.clone(), false));
            }
        }
    }
    tensors
}

/// Takes networks and their optimizers' state out of a file's tensors.
pub(super) struct Reader<'a, 'f> {
    pub tensors: &'a mut Tensors<'f>,
    pub device: &'a Device,
    pub updates: BTreeMap<String, u64>,
    pub step: u64,
}

impl Reader<'_, '_> {
    /// Gives a running mean that the file lacks the values of its original: exported weights hold one generator only, the
    /// mean.
    pub fn complete_mean(&mut self, prefix: &str, original: &str) {
        if !self.tensors.names().any(|name| name.starts_with(prefix)) {
            self.tensors.copy(original, prefix);
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
            if let Some(tensor) = self.tensors.take(&format!("{prefix}{name}"))? {
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

fn take_slots(
    names: &[(String, usize)],
    tensors: &mut Tensors,
    device: &Device,
) -> Result<Vec<Slot>> {
    let mut found_any = false;
    let mut take = |kind: &str, name: &str, size: usize| -> Result<Option<Tensor<1>>> {
        let Some(found) = tensors.take(&format!("{OPTIMIZER}{kind}.{name}"))? else {
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
