//! Training: what to train ([`Settings`]), and the [`Trainer`] that does it.

mod autoencoder;
mod classifier;
mod presets;
mod schedule;
mod settings;
mod trainer;

pub use autoencoder::AutoencoderTraining;
pub use classifier::ClassifierTraining;
pub use presets::{PRESETS, Preset};
pub use schedule::{Schedule, ScheduleKind};
pub use settings::{Objective, SETTINGS, SettingInfo, Settings};
pub use trainer::{StepMetrics, Trainer};

use std::collections::BTreeMap;

/// Losses by name (`loss`, `recon_loss`, `kl_loss`), per image; likelihoods in nats.
pub type Losses = BTreeMap<String, f64>;
