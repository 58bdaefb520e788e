//! Parameters by name: out of a model and back into it, with PyTorch's names and layouts.
//!
//! burn stores a linear layer's weight as `[in, out]`, PyTorch as `[out, in]`: it is transposed on the way.

mod loading;
mod path;
mod reading;

pub use loading::load_parameters;
pub(crate) use reading::read;
pub use reading::{PendingParameters, PendingTensor, read_parameters};

use crate::error::Result;
use crate::kernels::squares::sum_of_squares;
use burn::module::{Module, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::{Tensor, TensorData};
use path::Path;
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

pub(crate) fn values(data: &TensorData) -> Vec<f32> {
    data.as_slice::<f32>()
        .expect("all models compute in f32")
        .to_vec()
}
