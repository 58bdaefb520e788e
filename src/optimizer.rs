//! Stochastic gradient descent, RMSProp and Adam, with PyTorch's formulas and defaults.
//!
//! burn has optimizers, but reading their state is synchronous, which a browser's GPU cannot do: a run could not be
//! saved there. Here the state is plain tensors that a checkpoint reads like parameters.

use burn::module::{Module, ModuleMapper, Param};
use burn::optim::GradientsParams;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// Which update rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OptimizerKind {
    /// Plain stochastic gradient descent (`torch.optim.SGD`).
    Sgd,
    /// Gradients divided by the root of their running mean square (`torch.optim.RMSprop`, alpha 0.99).
    RmsProp,
    /// Kingma and Ba, "Adam" (2014): beta1 0.9, beta2 0.999, epsilon 1e-8 as in `torch.optim.Adam`.
    Adam,
}

// In f64: 1 - 0.999 loses four digits in f32.
const EPSILON: f64 = 1e-8;
const BETA1: f64 = 0.9;
const BETA2: f64 = 0.999;
const RMSPROP_ALPHA: f64 = 0.99;

/// An optimizer with its state for one model.
#[derive(Clone, Debug)]
pub struct Optimizer {
    kind: OptimizerKind,
    steps: u64,
    /// One entry a parameter, in the order in which the module is walked; empty before the first step.
    slots: Vec<Slot>,
}

/// The state of one parameter, flattened to one dimension.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Running mean of the gradient (Adam).
    pub moment1: Option<Tensor<1>>,
    /// Running mean of the squared gradient (Adam, RMSProp).
    pub moment2: Option<Tensor<1>>,
}

impl Optimizer {
    /// An optimizer before its first step.
    pub fn new(kind: OptimizerKind) -> Self {
        Self {
            kind,
            steps: 0,
            slots: Vec::new(),
        }
    }

    /// An optimizer in the middle of a run, from a checkpoint.
    pub fn resume(kind: OptimizerKind, steps: u64, slots: Vec<Slot>) -> Self {
        Self { kind, steps, slots }
    }

    /// Steps taken.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The state, one entry a parameter in the order in which the module is walked.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The model after one update with these gradients.
    pub fn step<M: Module>(&mut self, lr: f64, model: M, grads: GradientsParams) -> M {
        self.steps += 1;
        let slots = std::mem::take(&mut self.slots).into_iter();
        let mut update = Update {
            kind: self.kind,
            lr,
            // Adam's bias corrections, 1 - beta^t.
            correction1: 1.0 - BETA1.powf(self.steps as f64),
            correction2: 1.0 - BETA2.powf(self.steps as f64),
            grads,
            old: slots,
            new: Vec::new(),
        };
        let model = model.map(&mut update);
        self.slots = update.new;
        model
    }
}

struct Update {
    kind: OptimizerKind,
    lr: f64,
    correction1: f64,
    correction2: f64,
    grads: GradientsParams,
    old: std::vec::IntoIter<Slot>,
    new: Vec<Slot>,
}

impl Update {
    /// The change of one parameter, `[n]`, from its gradient, `[n]`.
    fn delta(&mut self, grad: Tensor<1>) -> Tensor<1> {
        let old = self.old.next();
        let (old1, old2) = old.map_or((None, None), |slot| (slot.moment1, slot.moment2));
        let mean = |old: Option<Tensor<1>>, value: Tensor<1>, beta: f64| match old {
            Some(old) => old.mul_scalar(beta) + value.mul_scalar(1.0 - beta),
            None => value.mul_scalar(1.0 - beta),
        };
        let (delta, slot) = match self.kind {
            OptimizerKind::Sgd => (
                grad.mul_scalar(self.lr),
                Slot {
                    moment1: None,
                    moment2: None,
                },
            ),
            OptimizerKind::RmsProp => {
                let moment2 = mean(old2, grad.clone().square(), RMSPROP_ALPHA);
                let delta = grad.mul_scalar(self.lr) / moment2.clone().sqrt().add_scalar(EPSILON);
                (
                    delta,
                    Slot {
                        moment1: None,
                        moment2: Some(moment2),
                    },
                )
            }
            OptimizerKind::Adam => {
                let moment1 = mean(old1, grad.clone(), BETA1);
                let moment2 = mean(old2, grad.square(), BETA2);
                let root = moment2
                    .clone()
                    .sqrt()
                    .div_scalar(self.correction2.sqrt())
                    .add_scalar(EPSILON);
                let delta = moment1.clone().mul_scalar(self.lr / self.correction1) / root;
                (
                    delta,
                    Slot {
                        moment1: Some(moment1),
                        moment2: Some(moment2),
                    },
                )
            }
        };
        self.new.push(slot);
        delta
    }
}

impl ModuleMapper for Update {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let (id, tensor, mapper) = param.consume();
        let tensor = match self.grads.remove::<D>(id) {
            None => {
                // A parameter the loss does not depend on keeps its value and its place in the list.
                self.new.push(self.old.next().unwrap_or(Slot {
                    moment1: None,
                    moment2: None,
                }));
                tensor
            }
            Some(grad) => {
                let shape = tensor.dims();
                let n: usize = shape.iter().product();
                let delta = self.delta(grad.reshape([n]));
                let value = tensor.inner().reshape([n]) - delta;
                Tensor::from_inner(value.reshape(shape)).require_grad()
            }
        };
        Param::from_mapped_value(id, tensor, mapper)
    }
}
