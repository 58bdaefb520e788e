//! The weights of one layer: its parameters by name, and the chains of layers within it.
//!
//! One type for all layers, which [`ParameterSpec`](super::layer::ParameterSpec) describes: so a new layer needs no code for
//! saving, training, counting or showing what it has.

mod module;

use super::layer::{LayerSpec, SignalShape, spectral};
use super::{Init, Network};
use burn::module::Param;
use burn::tensor::Tensor;

/// A parameter of so many dimensions.
#[derive(Clone, Debug)]
pub enum Parameter {
    /// `[n]`
    Vector(Param<Tensor<1>>),
    /// `[rows, columns]`; a linear layer's is `[in, out]`.
    Matrix(Param<Tensor<2>>),
    /// `[out, in, k, k]`; a transposed convolution's is `[in, out, k, k]`.
    Kernel(Param<Tensor<4>>),
}

/// The weights of one layer.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    own: Vec<Named>,
    branches: Vec<(&'static str, Network)>,
}

#[derive(Clone, Debug)]
struct Named {
    name: &'static str,
    /// Whether files hold it the other way round.
    transposed: bool,
    parameter: Parameter,
}

impl Weights {
    /// Draws the weights of a layer, given the shape before it.
    pub(super) fn new(spec: &LayerSpec, input: SignalShape, init: &mut Init) -> Self {
        let layer = spec.layer();
        let own = layer.parameters(input).into_iter().map(|spec| Named {
            name: spec.name,
            transposed: spec.transposed,
            parameter: init.parameter(&spec),
        });
        let own = own.collect();
        let branches = layer.branches().into_iter();
        Self {
            own,
            branches: branches
                .map(|(name, layers)| (name, Network::new(input, layers.to_vec(), init)))
                .collect(),
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Parameter> {
        let named = self.own.iter().find(|named| named.name == name);
        named.map(|named| &named.parameter)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The value of a parameter `[n]` that the layer has.
    pub(super) fn vector(&self, name: &str) -> Tensor<1> {
        match self.get(name) {
            Some(Parameter::Vector(param)) => param.val(),
            _ => wrong(name),
        }
    }

    /// The value of a parameter `[rows, columns]` that the layer has.
    pub(super) fn matrix(&self, name: &str) -> Tensor<2> {
        match self.get(name) {
            Some(Parameter::Matrix(param)) => param.val(),
            _ => wrong(name),
        }
    }

    /// The value of a parameter of four dimensions that the layer has.
    pub(super) fn kernel(&self, name: &str) -> Tensor<4> {
        match self.get(name) {
            Some(Parameter::Kernel(param)) => param.val(),
            _ => wrong(name),
        }
    }

    /// A chain of layers within the layer.
    pub(super) fn branch(&self, name: &str) -> &Network {
        let mut branches = self.branches.iter();
        let found = branches.find(|(branch, _)| *branch == name);
        &found.expect("a layer asks for its own branches").1
    }

    /// All chains of layers within the layer, in the order in which it goes through them.
    pub(super) fn branches_mut(&mut self) -> impl Iterator<Item = &mut Network> {
        self.branches.iter_mut().map(|(_, network)| network)
    }

    /// Another value for a parameter that no gradient changes, without automatic differentiation.
    pub(super) fn replace(&mut self, name: &str, value: Tensor<1>) {
        if let Some(Parameter::Vector(param)) = self.get_mut(name) {
            *param = param.clone().map(|old| {
                if old.is_autodiff() {
                    Tensor::from_inner(value)
                } else {
                    value
                }
            });
        }
    }

    /// Zero for every value of its own parameters.
    pub(super) fn set_zero(&mut self) {
        fn zero<const D: usize>(param: &mut Param<Tensor<D>>) {
            *param =
                (param.clone()).map(|old| old.zeros_like().set_require_grad(old.is_require_grad()));
        }
        for named in &mut self.own {
            match &mut named.parameter {
                Parameter::Vector(param) => zero(param),
                Parameter::Matrix(param) => zero(param),
                Parameter::Kernel(param) => zero(param),
            }
        }
    }

    /// Another value for a matrix, under the same identity.
    pub(super) fn set_matrix(&mut self, name: &str, value: Tensor<2>) {
        if let Some(Parameter::Matrix(param)) = self.get_mut(name) {
            *param = param.clone().map(|_| value);
        }
    }

    /// Another value for a parameter of four dimensions, under the same identity.
    pub(super) fn set_kernel(&mut self, name: &str, value: Tensor<4>) {
        if let Some(Parameter::Kernel(param)) = self.get_mut(name) {
            *param = param.clone().map(|_| value);
        }
    }

    /// A further parameter, that files hold and no gradient changes.
    pub(super) fn add_buffer(&mut self, name: &'static str, value: Tensor<1>) {
        self.own.push(Named {
            name,
            transposed: false,
            parameter: Parameter::Vector(Param::from_tensor(value).set_require_grad(false)),
        });
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.own.retain(|named| named.name != name);
    }

    /// With spectral normalisation of every weight that takes it, here and within.
    pub(super) fn with_spectral_norm(mut self, spec: &LayerSpec, init: &mut Init) -> Self {
        if spec.layer().takes_spectral_norm() {
            spectral::normalise(&mut self, init);
        }
        let within = |(name, network): (_, Network)| (name, network.with_spectral_norm(init));
        self.branches = self.branches.into_iter().map(within).collect();
        self
    }

    /// With the normalised weights in the raw ones' place.
    pub(super) fn without_spectral_norm(mut self) -> Self {
        if spectral::is_normalised(&self) {
            spectral::fold(&mut self);
        }
        let within = |(name, network): (_, Network)| (name, network.without_spectral_norm());
        self.branches = self.branches.into_iter().map(within).collect();
        self
    }

    fn get_mut(&mut self, name: &str) -> Option<&mut Parameter> {
        let named = self.own.iter_mut().find(|named| named.name == name);
        named.map(|named| &mut named.parameter)
    }
}

fn wrong(name: &str) -> ! {
    unreachable!("a layer asks for its own parameters: {name}")
}
