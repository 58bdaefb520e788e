//! Parameters out of a model.

use super::path::Path;
use super::{NamedTensor, Parameters};
use crate::error::Result;
use burn::module::{Module, ModuleVisitor, Param};
use burn::tensor::{Tensor, Transaction};

/// All parameters of a model, read in one go (a browser's GPU can only be read asynchronously).
///
/// # Errors
/// `device-lost`.
pub async fn read_parameters<M: Module>(model: &M) -> Result<Vec<NamedTensor>> {
    model.pending().read().await
}

/// Parameters that are about to be read from the device.
#[derive(Default)]
pub struct PendingParameters {
    path: Path,
    names: Vec<String>,
    transaction: Transaction,
}

impl PendingParameters {
    /// Reads them in one go.
    ///
    /// # Errors
    /// `device-lost`.
    pub async fn read(self) -> Result<Vec<NamedTensor>> {
        let tensors = self.transaction.execute_async().await?;
        let named = self.names.into_iter().zip(tensors);
        Ok(named
            .map(|(name, data)| NamedTensor::new(name, &data))
            .collect())
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
        let tensor = if self.path.is_transposed() {
            tensor.transpose()
        } else {
            tensor
        };
        self.names.push(self.path.name());
        self.transaction = std::mem::take(&mut self.transaction).register(tensor);
    }
}
