//! What one update makes of each parameter.

use super::{OptimizerConfig, OptimizerKind, Slot, gradient_norm};
use crate::kernels::adam::{Adam, AdamOnDevice};
use burn::module::{Module, ModuleMapper, Param};
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor};

/// PyTorch's default.
const RMSPROP_ALPHA: f64 = 0.99;

/// One update of a model, parameter by parameter.
pub(super) struct Update {
    config: OptimizerConfig,
    lr: f64,
    correction1: f64,
    correction2: f64,
    /// What gradients are multiplied by, before all else that is done with them.
    scale: Option<Tensor<1>>,
    /// The same where nothing else comes before Adam, which then multiplies as it reads them; its constants take it.
    scale_in_adam: Option<Tensor<1>>,
    grads: GradientsParams,
    old: std::vec::IntoIter<Slot>,
    new: Vec<Slot>,
    adam: Option<AdamOnDevice>,
}

impl Update {
    /// The update `steps`, counted from 1, at a learning rate.
    pub(super) fn new<M: Module>(
        config: OptimizerConfig,
        (lr, steps): (f64, u64),
        model: &M,
        grads: GradientsParams,
        slots: Vec<Slot>,
    ) -> Self {
        let limit = config.clip_norm;
        let scale = (limit > 0.0).then(|| clip_scale(model, &grads, limit));
        let (scale, scale_in_adam) = if adam_reads_gradients_first(&config) {
            (None, scale)
        } else {
            (scale, None)
        };
        Self {
            config,
            lr,
            // Adam's bias corrections, 1 - beta^t.
            correction1: 1.0 - config.beta1.powf(steps as f64),
            correction2: 1.0 - config.beta2.powf(steps as f64),
            scale,
            scale_in_adam,
            grads,
            old: slots.into_iter(),
            new: Vec::new(),
            adam: None,
        }
    }

    /// The state after it.
    pub(super) fn into_slots(self) -> Vec<Slot> {
        self.new
    }

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
        let scale = &mut self.scale_in_adam;
        self.adam.get_or_insert_with(|| {
            let root_correction = self.correction2.sqrt();
            let adam = Adam {
                rate: (self.lr * root_correction / self.correction1) as f32,
                beta1: beta1 as f32,
                rest1: (1.0 - beta1) as f32,
                beta2: beta2 as f32,
                rest2: (1.0 - beta2) as f32,
                epsilon: (epsilon * root_correction) as f32,
                scale: 1.0,
            };
            AdamOnDevice::new(adam, scale.take(), device)
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

/// Whether Adam is the first to do anything with gradients, but for clipping them by norm.
fn adam_reads_gradients_first(config: &OptimizerConfig) -> bool {
    let decays = match config.kind {
        OptimizerKind::Adam => config.weight_decay > 0.0,
        OptimizerKind::AdamW => false,
        OptimizerKind::Sgd | OptimizerKind::RmsProp => return false,
    };
    config.clip_value == 0.0 && !decays
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
