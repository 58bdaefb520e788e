//! Parameters out of a model.

use super::path::Path;
use super::{NamedTensor, Parameters};
use crate::error::Result;
use burn::module::{Module, ModuleVisitor, Param};
use burn::tensor::{Tensor, TensorData, Transaction};

/// All parameters of a model, read in one go (a browser's GPU can only be read asynchronously).
///
/// # Errors
/// `device-lost`.
pub async fn read_parameters<M: Module>(model: &M) -> Result<Vec<NamedTensor>> {
    model.pending().read().await
}

/// A tensor that is about to be read from the device. Until then it takes no memory of its own.
pub struct PendingTensor {
    /// That of [`NamedTensor`].
    pub name: String,
    /// Sizes, in PyTorch's layout.
    pub shape: Vec<usize>,
    /// Lays its values out in the order of its shape.
    flat: Box<dyn FnOnce() -> Tensor<1>>,
}

impl PendingTensor {
    /// A tensor under this name. `transposed`: a linear layer's weight, whose last two dimensions PyTorch has the other way round.
    pub(crate) fn new<const D: usize>(name: String, tensor: Tensor<D>, transposed: bool) -> Self {
        let mut shape: Vec<usize> = tensor.dims().to_vec();
        if transposed {
            shape.swap(D - 2, D - 1);
        }
        let n: usize = shape.iter().product();
        let flat = move || match transposed {
            true => tensor.transpose().reshape([n]),
            false => tensor.reshape([n]),
        };
        Self {
            name,
            shape,
            flat: Box::new(flat),
        }
    }

    /// How many values it has.
    pub fn count(&self) -> usize {
        self.shape.iter().product()
    }
}

/// Reads tensors in one go, in their order.
///
/// # Errors
/// `device-lost`.
pub(crate) async fn read(pending: Vec<PendingTensor>) -> Result<Vec<NamedTensor>> {
    if pending.is_empty() {
        return Ok(Vec::new());
    }
    let (mut named, mut transaction) = (Vec::new(), Transaction::default());
    for PendingTensor { name, shape, flat } in pending {
        named.push((name, shape));
        transaction = transaction.register(flat());
    }
    let read = transaction.execute_async().await?.into_iter();
    let values =
        read.map(|data: TensorData| data.try_into_vec().expect("all models compute in f32"));
    let all = named.into_iter().zip(values);
    Ok(all
        .map(|((name, shape), values)| NamedTensor {
            name,
            shape,
            values,
        })
        .collect())
}

/// Parameters that are about to be read from the device.
#[derive(Default)]
pub struct PendingParameters {
    path: Path,
    tensors: Vec<PendingTensor>,
}

impl PendingParameters {
    /// Reads them in one go.
    ///
    /// # Errors
    /// `device-lost`.
    pub async fn read(self) -> Result<Vec<NamedTensor>> {
        read(self.tensors).await
    }

    /// One by one, in the order in which the model is walked.
    pub(crate) fn into_tensors(self) -> Vec<PendingTensor> {
        self.tensors
    }
}

impl ModuleVisitor for PendingParameters {
    fn enter_module(&mut self, name: &str, container_type: &str) {
        self.path.enter(name, container_type);
    }

    fn exit_module(&mut self, _name: &str, _container_type: &str) {
        self.path.exit();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let tensor = param.val().inner();
        let transposed = self.path.is_transposed();
        self.tensors
            .push(PendingTensor::new(self.path.name(), tensor, transposed));
    }
}
