//! Parameters into a model.

use super::NamedTensor;
use super::path::Path;
use crate::error::{Error, ErrorCode, Result};
use burn::module::{Module, ModuleMapper, Param};
use burn::tensor::{Tensor, TensorData};
use std::collections::BTreeMap;

/// Replaces every parameter of a model by the tensor of its name, taken out of `tensors`.
///
/// # Errors
/// `bad-file` when one is missing or has another shape; it names the tensor and both shapes.
pub fn load_parameters<M: Module>(
    model: M,
    tensors: &mut BTreeMap<String, NamedTensor>,
) -> Result<M> {
    let mut loader = Loader {
        path: Path::default(),
        tensors,
        error: None,
    };
    let model = model.map(&mut loader);
    loader.error.map_or(Ok(model), Err)
}

struct Loader<'a> {
    path: Path,
    tensors: &'a mut BTreeMap<String, NamedTensor>,
    error: Option<Error>,
}

impl ModuleMapper for Loader<'_> {
    fn enter_module(&mut self, name: &str, container_type: &str) {
        self.path.enter(name, container_type);
    }

    fn exit_module(&mut self, _name: &str, _container_type: &str) {
        self.path.exit();
    }

    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let name = self.path.name();
        let transposed = self.path.is_transposed();
        let mut shape: Vec<usize> = param.dims().to_vec();
        if transposed {
            shape.swap(D - 2, D - 1);
        }
        let problem = match self.tensors.remove(&name) {
            None => format!("The weights lack the tensor {name}."),
            Some(found) if found.shape != shape => {
                format!(
                    "The tensor {name} has shape {:?}; this model's has {shape:?}.",
                    found.shape
                )
            }
            Some(found) => {
                return param.map(|old| {
                    let new =
                        Tensor::<D>::from_data(TensorData::new(found.values, shape), &old.device());
                    let new = if transposed {
                        contiguous(new.transpose())
                    } else {
                        new
                    };
                    new.set_require_grad(old.is_require_grad())
                });
            }
        };
        self.error.get_or_insert(Error::new(
            ErrorCode::BadFile,
            format!("{problem} Are these weights of another model, or of other sizes?"),
        ));
        param
    }
}

/// The same tensor, its values laid out in the order of its shape (a transpose alone only relabels them, which
/// would let a restored run take other code paths than the run it continues).
fn contiguous<const D: usize>(tensor: Tensor<D>) -> Tensor<D> {
    // Adding zero copies; a reshape to the same shape would return the tensor as it is.
    tensor.add_scalar(0.0)
}
