//! Stochastic gradient descent, RMSProp and Adam, with PyTorch's formulas.
//!
//! burn has optimizers, but reading their state is synchronous, which a browser's GPU cannot do: a run could not be
//! saved there. Here the state is plain tensors that a checkpoint reads like parameters.

mod config;
mod update;
mod weights;

pub use config::{OptimizerConfig, OptimizerKind};
pub use weights::{blend, clamp_weights, gradient_norm};

use burn::module::Module;
use burn::optim::GradientsParams;
use burn::tensor::Tensor;
use replace_with::replace_with_or_abort;
use update::Update;

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
        let slots = std::mem::take(&mut self.slots);
        let mut update = Update::new(self.config, (lr, self.steps), model, grads, slots);
        // A copy of the model would hold on to the old parameters, so that none could be changed in its own memory.
        replace_with_or_abort(model, |model| model.map(&mut update));
        self.slots = update.into_slots();
    }
}
