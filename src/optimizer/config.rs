//! Which update rule, and its constants.

use crate::words::words;

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
