//! Training: what to train ([`Settings`]), and the [`Trainer`] that does it.

mod adversarial;
mod autoencoder;
mod classifier;
mod discriminator;
mod divergence;
mod family;
mod hybrid;
mod inference;
mod input;
mod introspection;
mod likelihood;
mod presets;
mod replica;
mod same_data;
mod schedule;
mod settings;
mod step;
mod step_detail;
mod steps;
mod trainer;

pub use adversarial::AdversarialTraining;
pub use autoencoder::AutoencoderTraining;
pub use classifier::ClassifierTraining;
pub use discriminator::DiscriminatorTraining;
pub use divergence::{Event, EventKind};
pub use family::Training;
pub use hybrid::HybridTraining;
pub use input::Input;
pub use introspection::{Filters, LayerSignal, NetworkSignals};
pub use presets::{PRESETS, Preset};
pub use replica::{AllReduce, Lists, Replica};
pub use same_data::Continuity;
pub use schedule::{Schedule, ScheduleKind};
pub use settings::{Architecture, Family, Objective, SETTINGS, SettingInfo, Settings};
pub use step::{Part, Probe, StepDetail, StepMetrics, StepTensors};
pub use trainer::Trainer;

use input::{signed, unsigned};

use crate::random::{Purpose, Shard, stream};
use burn::tensor::{Device, Tensor, TensorData};
use std::collections::BTreeMap;

/// Losses by name (`loss`, `recon_loss`, `kl_loss`; `d_loss`, `g_loss`), per image; likelihoods in nats.
pub type Losses = BTreeMap<String, f64>;

/// Sets the random numbers of an evaluation apart from those of the step of the same number.
const EVALUATION: u64 = 1 << 48;

/// Standard normal noise `[rows, size]` for one purpose and index.
fn noise(
    device: &Device,
    seed: u64,
    purpose: Purpose,
    index: u64,
    rows: Shard,
    size: usize,
) -> Tensor<2> {
    let values = rows.normal(&mut stream(seed, purpose, index), size);
    Tensor::from_data(TensorData::new(values, [rows.count(), size]), device)
}
