//! Stochastic gradient descent, RMSProp and Adam, with PyTorch's formulas.
//!
//! burn has optimizers, but reading their state is synchronous, which a browser's GPU cannot do: a run could not be
//! saved there. Here the state is plain tensors that a checkpoint reads like parameters.

use crate::kernels::adam::{Adam, AdamOnDevice};
use crate::kernels::average::Decay;
use crate::kernels::squares::sum_of_squares;
use crate::words::words;
use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor};
use replace_with::replace_with_or_abort;

words! {
    /// Which update rule.
    pub enum OptimizerKind {
        /// Stochastic gradient descent with momentum (`torch.optim.SGD`).
        Sgd = "sgd",
        /// Gradients divided by the root of their running mean square (`torch.optim.RMSprop`, alpha 0.99).
        RmsProp = "rmsprop",
        /// Kingma and Ba, "Adam" (2014) (`torch.optim.Adam`).
        Adam = "adam",
        /// Loshchilov and Hutter, "Decoupled Weight Decay Regularization" (2017) (`torch.optim.AdamW`).
        AdamW = "adamw",
    }
}

/// An update rule with its constants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OptimizerConfig {
    /// The rule.
    pub kind: OptimizerKind,
    /// SGD: share of the last update that is repeated.
    pub momentum: f64,
    /// Adam: decay of the running mean of gradients.
    pub beta1: f64,
    /// Adam: decay of the running mean of squared gradients.
    pub beta2: f64,
    /// Adam, RMSProp: added to the root.
    pub epsilon: f64,
    /// This share of each weight is added to its gradient (L2 regularisation, PyTorch's `weight_decay`); with AdamW this share
    /// of the learning rate is taken off each weight instead.
    pub weight_decay: f64,
    /// Largest norm of all gradients together; 0 for no limit (`clip_grad_norm_`).
    pub clip_norm: f64,
    /// Largest absolute value of a gradient; 0 for no limit (`clip_grad_value_`).
    pub clip_value: f64,
}

const RMSPROP_ALPHA: f64 = 0.99;

/// An optimizer with its state for one model.
#[derive(Clone, Debug)]
pub struct Optimizer {
    config: OptimizerConfig,
    steps: u64,
    /// One entry a parameter, in the order in which the module is walked; empty before the first step.
    slots: Vec<Slot>,
}

/// The state of one parameter, flattened to one dimension.
#[derive(Clone, Debug, Default)]
pub struct Slot {
    /// Running mean of the gradient (Adam) or the last update (SGD with momentum).
    pub moment1: Option<Tensor<1>>,
    /// Running mean of the squared gradient (Adam, RMSProp).
    pub moment2: Option<Tensor<1>>,
}

impl Optimizer {
    /// An optimizer before its first step.
    pub fn new(config: OptimizerConfig) -> Self {
        Self {
            config,
            steps: 0,
            slots: Vec::new(),
        }
    }

    /// Continues from a checkpoint.
    pub fn resume(&mut self, steps: u64, slots: Vec<Slot>) {
        self.steps = steps;
        self.slots = slots;
    }

    /// Updates made.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The state, one entry a parameter in the order in which the module is walked.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// Updates a model once with these gradients.
    pub fn step<M: Module>(&mut self, lr: f64, model: &mut M, grads: GradientsParams) {
        self.steps += 1;
        let OptimizerConfig {
            beta1,
            beta2,
            clip_norm,
            ..
        } = self.config;
        let mut update = Update {
            config: self.config,
            lr,
            // Adam's bias corrections, 1 - beta^t.
            correction1: 1.0 - beta1.powf(self.steps as f64),
            correction2: 1.0 - beta2.powf(self.steps as f64),
            scale: (clip_norm > 0.0).then(|| clip_scale(model, &grads, clip_norm)),
            grads,
            old: std::mem::take(&mut self.slots).into_iter(),
            new: Vec::new(),
            adam: None,
        };
        // A copy of the model would hold on to the old parameters, so that none could be changed in its own memory.
        replace_with_or_abort(model, |model| model.map(&mut update));
        self.slots = update.new;
    }
}

/// The Euclidean norm of the gradients of all of a model's parameters together, `[1]`.
pub fn gradient_norm<M: Module>(model: &M, grads: &GradientsParams) -> Option<Tensor<1>> {
    struct Squares<'a>(&'a GradientsParams, Option<Tensor<1>>);
    impl ModuleVisitor for Squares<'_> {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            let Some(grad) = self.0.get::<D>(param.id) else {
                return;
            };
            let square = sum_of_squares(grad);
            self.1 = Some(match self.1.take() {
                Some(sum) => sum + square,
                None => square,
            });
        }
    }
    let mut squares = Squares(grads, None);
    model.visit(&mut squares);
    squares.1.map(Tensor::sqrt)
}

/// What every gradient is multiplied by so that their norm is at most `limit`, `[1]`.
fn clip_scale<M: Module>(model: &M, grads: &GradientsParams, limit: f64) -> Tensor<1> {
    let norm = gradient_norm(model, grads).expect("a loss depends on some parameter");
    // As in PyTorch: limit / (norm + 1e-6), and never more than 1.
    norm.add_scalar(1e-6)
        .recip()
        .mul_scalar(limit)
        .clamp(0.0, 1.0)
}

/// The running mean of a model's parameters: `decay` of the old one, the rest of the new. Both have the same layers.
pub fn blend<M: Module>(old: M, new: &M, decay: f64) -> M {
    struct Values(Vec<Tensor<1>>);
    impl ModuleVisitor for Values {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            let n: usize = param.dims().iter().product();
            self.0.push(param.val().inner().reshape([n]));
        }
    }
    struct Blend(std::vec::IntoIter<Tensor<1>>, Decay);
    impl ModuleMapper for Blend {
        fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
            let new = self.0.next().expect("both have the same layers");
            mapped(param, |old| {
                let shape = old.dims();
                let old = old.reshape(new.dims());
                self.1.average(old, new).reshape(shape)
            })
        }
    }
    let mut values = Values(Vec::new());
    new.visit(&mut values);
    let Some(first) = values.0.first() else {
        return old;
    };
    let decay = Decay::on(decay, &first.device());
    old.map(&mut Blend(values.0.into_iter(), decay))
}

/// A model with each trained value brought between `-limit` and `limit`.
pub fn clamp_weights<M: Module>(model: M, limit: f64) -> M {
    struct Clamp(f64);
    impl ModuleMapper for Clamp {
        fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
            if param.val().is_require_grad() {
                mapped(param, |value| value.clamp(-self.0, self.0))
            } else {
                param
            }
        }
    }
    model.map(&mut Clamp(limit))
}

/// A parameter with another value, on the same device and as trainable as before.
fn mapped<const D: usize>(
    param: Param<Tensor<D>>,
    change: impl FnOnce(Tensor<D>) -> Tensor<D>,
) -> Param<Tensor<D>> {
    param.map(|old| {
        let trained = old.is_require_grad();
        Tensor::from_inner(change(old.inner())).set_require_grad(trained)
    })
}

struct Update {
    config: OptimizerConfig,
    lr: f64,
    correction1: f64,
    correction2: f64,
    scale: Option<Tensor<1>>,
    grads: GradientsParams,
    old: std::vec::IntoIter<Slot>,
    new: Vec<Slot>,
    adam: Option<AdamOnDevice>,
}

impl Update {
    /// One parameter after the update, `[n]`, from its gradient and value, `[n]` each.
    fn updated(&mut self, grad: Tensor<1>, value: Tensor<1>) -> Tensor<1> {
        let decoupled = match self.config.kind {
            OptimizerKind::Adam => false,
            OptimizerKind::AdamW => self.config.weight_decay > 0.0,
            _ => {
                let delta = self.delta(grad, value.clone());
                return value - delta;
            }
        };
        let grad = self.prepared(grad, value.clone());
        let value = if decoupled {
            value.mul_scalar(1.0 - self.lr * self.config.weight_decay)
        } else {
            value
        };
        let old = self.old.next().unwrap_or_default();
        let (value, [moment1, moment2]) = (self.adam(&value.device())).update(
            value,
            grad,
            old.moment1.zip(old.moment2).map(Into::into),
        );
        self.new.push(Slot {
            moment1: Some(moment1),
            moment2: Some(moment2),
        });
        value
    }

    /// This update's constants, sent to the device with the first parameter.
    fn adam(&mut self, device: &Device) -> &AdamOnDevice {
        let OptimizerConfig {
            beta1,
            beta2,
            epsilon,
            ..
        } = self.config;
        self.adam.get_or_insert_with(|| {
            let root_correction = self.correction2.sqrt();
            let adam = Adam {
                rate: (self.lr * root_correction / self.correction1) as f32,
                beta1: beta1 as f32,
                rest1: (1.0 - beta1) as f32,
                beta2: beta2 as f32,
                rest2: (1.0 - beta2) as f32,
                epsilon: (epsilon * root_correction) as f32,
            };
            AdamOnDevice::new(adam, device)
        })
    }

    /// The change of one parameter, `[n]`, from its gradient and value, `[n]` each.
    fn delta(&mut self, grad: Tensor<1>, value: Tensor<1>) -> Tensor<1> {
        let OptimizerConfig {
            kind,
            momentum,
            epsilon,
            ..
        } = self.config;
        let grad = self.prepared(grad, value);
        let old = self.old.next().unwrap_or_default();
        let mean = |old: Option<Tensor<1>>, value: Tensor<1>, beta: f64| match old {
            Some(old) => old.mul_scalar(beta) + value.mul_scalar(1.0 - beta),
            None => value.mul_scalar(1.0 - beta),
        };
        let (delta, slot) = match kind {
            OptimizerKind::Sgd if momentum == 0.0 => (grad.mul_scalar(self.lr), Slot::default()),
            OptimizerKind::Sgd => {
                let moment1 = match old.moment1 {
                    Some(last) => last.mul_scalar(momentum) + grad,
                    None => grad,
                };
                (
                    moment1.clone().mul_scalar(self.lr),
                    Slot {
                        moment1: Some(moment1),
                        moment2: None,
                    },
                )
            }
            OptimizerKind::RmsProp => {
                let moment2 = mean(old.moment2, grad.clone().square(), RMSPROP_ALPHA);
                let delta = grad.mul_scalar(self.lr) / moment2.clone().sqrt().add_scalar(epsilon);
                (
                    delta,
                    Slot {
                        moment1: None,
                        moment2: Some(moment2),
                    },
                )
            }
            OptimizerKind::Adam | OptimizerKind::AdamW => {
                unreachable!("Adam has a kernel of its own")
            }
        };
        self.new.push(slot);
        delta
    }

    /// Clipped by norm, then by value; then weight decay, which is no part of the loss's gradient.
    fn prepared(&self, mut grad: Tensor<1>, value: Tensor<1>) -> Tensor<1> {
        let OptimizerConfig {
            clip_value,
            weight_decay,
            ..
        } = self.config;
        if let Some(scale) = &self.scale {
            grad = grad * scale.clone();
        }
        if clip_value > 0.0 {
            grad = grad.clamp(-clip_value, clip_value);
        }
        if weight_decay > 0.0 && self.config.kind != OptimizerKind::AdamW {
            grad = grad + value.mul_scalar(weight_decay);
        }
        grad
    }
}

impl ModuleMapper for Update {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let (id, tensor, mapper) = param.consume();
        let tensor = match self.grads.remove::<D>(id) {
            None => {
                // A parameter the loss does not depend on keeps its value and its place in the list.
                self.new.push(self.old.next().unwrap_or_default());
                tensor
            }
            Some(grad) => {
                let shape = tensor.dims();
                let n: usize = shape.iter().product();
                let value = tensor.inner().reshape([n]);
                let value = self.updated(grad.reshape([n]), value);
                Tensor::from_inner(value.reshape(shape)).require_grad()
            }
        };
        Param::from_mapped_value(id, tensor, mapper)
    }
}
