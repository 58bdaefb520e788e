//! Parameters by name: out of a model and back into it, with PyTorch's names and layouts.
//!
//! burn stores a linear layer's weight as `[in, out]`, PyTorch as `[out, in]`: it is transposed on the way.

use crate::error::{Error, ErrorCode, Result};
use crate::kernels::squares::sum_of_squares;
use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::{Tensor, TensorData, Transaction};
use std::collections::BTreeMap;
use std::fmt;

/// One parameter under its PyTorch name, `encoder.0.weight` for example.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedTensor {
    /// Path of fields, joined by dots.
    pub name: String,
    /// Sizes, in PyTorch's layout.
    pub shape: Vec<usize>,
    /// Row-major values.
    pub values: Vec<f32>,
}

impl NamedTensor {
    /// A tensor that has been read, under this name.
    pub(crate) fn new(name: String, data: &TensorData) -> Self {
        Self {
            name,
            shape: data.shape().to_vec(),
            values: values(data),
        }
    }
}

/// The parameters of a model of any type. (Not `Debug`: burn's modules show their parameters' names, whose encoding would
/// come into the page's bundles with every model.)
pub trait Parameters {
    /// The names of all parameters and the number of values in each, in the order in which the model is walked.
    fn names(&self) -> Vec<(String, usize)>;

    /// The names, and the values still on the device.
    fn pending(&self) -> PendingParameters;

    /// The number of values that training changes. Running statistics are none of them.
    fn count(&self) -> usize;

    /// The sum of all parameters, `[1]`: not finite when one of them is not.
    fn sum(&self) -> Option<Tensor<1>>;

    /// Replaces every parameter by the tensor of its name, taken out of `tensors`.
    ///
    /// # Errors
    /// As [`load_parameters`]; nothing has changed then.
    fn load(&mut self, tensors: &mut BTreeMap<String, NamedTensor>) -> Result<()>;
}

impl fmt::Debug for dyn Parameters + '_ {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("Parameters")
    }
}

impl<M: Module> Parameters for M {
    fn names(&self) -> Vec<(String, usize)> {
        parameter_names(self)
    }

    fn pending(&self) -> PendingParameters {
        let mut pending = PendingParameters::default();
        self.visit(&mut pending);
        pending
    }

    fn count(&self) -> usize {
        count_parameters(self)
    }

    fn sum(&self) -> Option<Tensor<1>> {
        parameter_sum(self)
    }

    fn load(&mut self, tensors: &mut BTreeMap<String, NamedTensor>) -> Result<()> {
        *self = load_parameters(self.clone(), tensors)?;
        Ok(())
    }
}

/// All parameters of a model, read in one go (a browser's GPU can only be read asynchronously).
///
/// # Errors
/// `device-lost`.
pub async fn read_parameters<M: Module>(model: &M) -> Result<Vec<NamedTensor>> {
    model.pending().read().await
}

/// The names of all parameters and the number of values in each, in the order in which the module is walked.
pub fn parameter_names<M: Module>(model: &M) -> Vec<(String, usize)> {
    #[derive(Default)]
    struct Names(Path, Vec<(String, usize)>);
    impl ModuleVisitor for Names {
        fn enter_module(&mut self, name: &str, container_type: &str) {
            self.0.enter(name, container_type);
        }
        fn exit_module(&mut self, _name: &str, _container_type: &str) {
            self.0.exit();
        }
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            self.1.push((self.0.name(), param.dims().iter().product()));
        }
    }
    let mut names = Names::default();
    model.visit(&mut names);
    names.1
}

/// The number of values that training changes. Running statistics are none of them.
pub fn count_parameters<M: Module>(model: &M) -> usize {
    struct Count(usize);
    impl ModuleVisitor for Count {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            if param.val().is_require_grad() {
                self.0 += param.dims().iter().product::<usize>();
            }
        }
    }
    let mut count = Count(0);
    model.visit(&mut count);
    count.0
}

/// The Euclidean norm of each parameter's gradient under the parameter's name, `[1]` each.
pub fn gradient_norms<M: Module>(model: &M, grads: &GradientsParams) -> Vec<(String, Tensor<1>)> {
    struct Norms<'a>(Path, &'a GradientsParams, Vec<(String, Tensor<1>)>);
    impl ModuleVisitor for Norms<'_> {
        fn enter_module(&mut self, name: &str, container_type: &str) {
            self.0.enter(name, container_type);
        }
        fn exit_module(&mut self, _name: &str, _container_type: &str) {
            self.0.exit();
        }
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            if let Some(grad) = self.1.get::<D>(param.id) {
                self.2.push((self.0.name(), sum_of_squares(grad).sqrt()));
            }
        }
    }
    let mut norms = Norms(Path::default(), grads, Vec::new());
    model.visit(&mut norms);
    norms.2
}

/// The sum of all parameters, `[1]`: not finite when one of them is not.
pub fn parameter_sum<M: Module>(model: &M) -> Option<Tensor<1>> {
    struct Sum(Option<Tensor<1>>);
    impl ModuleVisitor for Sum {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            let sum = param.val().inner().sum();
            self.0 = Some(match self.0.take() {
                Some(before) => before + sum,
                None => sum,
            });
        }
    }
    let mut sum = Sum(None);
    model.visit(&mut sum);
    sum.0
}

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

pub(crate) fn values(data: &TensorData) -> Vec<f32> {
    data.as_slice::<f32>()
        .expect("all models compute in f32")
        .to_vec()
}

/// Where a walk through a module is.
#[derive(Default)]
struct Path {
    fields: Vec<String>,
    /// The type that the innermost field belongs to, "Struct:Linear" for example.
    owners: Vec<String>,
}

impl Path {
    fn enter(&mut self, name: &str, owner: &str) {
        self.fields.push(name.into());
        self.owners.push(owner.into());
    }

    fn exit(&mut self) {
        self.fields.pop();
        self.owners.pop();
    }

    /// PyTorch's name: a chain of layers is numbered like `nn.Sequential`, so what only our types have is left out.
    fn name(&self) -> String {
        let mut name: Vec<&str> = Vec::new();
        for (field, owner) in self.fields.iter().zip(&self.owners) {
            let ours = match owner.as_str() {
                "Struct:Network" => field == "layers",
                "Struct:Generator" | "Struct:Discriminator" => field == "network",
                "Struct:LatentFlow" | "Struct:Quantised" => field == "autoencoder",
                _ => false,
            };
            if !ours {
                name.push(field);
            }
        }
        name.join(".")
    }

    /// Whether PyTorch stores this parameter the other way round.
    fn is_transposed(&self) -> bool {
        self.owners
            .last()
            .is_some_and(|owner| owner == "Struct:Linear")
            && self
                .fields
                .last()
                .is_some_and(|field| field.ends_with("weight"))
    }
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
