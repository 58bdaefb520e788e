//! Training: what to train ([`Settings`]), and the [`Trainer`] that does it.

mod settings;
mod trainer;
mod vae;

pub use settings::{PRESETS, Preset, SETTINGS, SettingInfo, Settings};
pub use trainer::{StepMetrics, Trainer};
pub use vae::VaeTraining;

use std::collections::BTreeMap;

/// Losses by name (`loss`, `recon_loss`, `kl_loss`), per image; likelihoods in nats.
pub type Losses = BTreeMap<String, f64>;
