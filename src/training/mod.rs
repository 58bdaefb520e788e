//! Training: what to train ([`Settings`]), and the [`Trainer`] that does it.

mod arguments;
#[cfg(not(target_family = "wasm"))]
mod by_digit;
mod classifier;
mod continuation;
mod divergence;
pub mod families;
mod following;
mod inference;
mod input;
mod introspection;
mod likelihood;
#[cfg(not(target_family = "wasm"))]
mod log;
mod paths;
mod recovery;
mod replica;
mod running_mean;
mod same_data;
mod schedule;
pub mod settings;
mod step;
mod step_detail;
mod steps;
#[cfg(test)]
mod streams;
mod told;
mod trainer;

pub use classifier::ClassifierTraining;
pub use continuation::Continue;
pub use divergence::{Event, EventKind};
pub use families::{Capability, Family, Follow};
pub use following::Followed;
pub use input::Input;
pub use introspection::{Filters, LayerSignal, NetworkSignals, Signals, of_network};
#[cfg(not(target_family = "wasm"))]
pub use log::log_until;
pub use replica::{AllReduce, Lists, Replica, Sharding};
pub use running_mean::RunningMean;
pub use same_data::Continuity;
pub use schedule::{Schedule, ScheduleKind};
pub use settings::{SETTINGS, SettingInfo, Settings};
pub use step::{Part, Probe, StepDetail, StepMetrics, StepTensors};
pub use trainer::Trainer;

pub(crate) use arguments::check_pixels;
use input::{signed, unsigned};
use paths::Paths;
use told::Told;

use crate::random::{Purpose, Shard, stream};
use burn::module::Module;
use burn::tensor::{Device, Tensor, TensorData};
use std::collections::BTreeMap;

/// Losses by name (`loss`, `recon_loss`, `kl_loss`; `d_loss`, `g_loss`), per image; likelihoods in nats.
pub type Losses = BTreeMap<String, f64>;

/// Sets the random numbers of an evaluation apart from those of the step of the same number.
const EVALUATION: u64 = 1 << 48;

/// A model as it is asked for the images of latents `z`: without automatic differentiation, or with that of `z` and not of the
/// model's own parameters.
pub(crate) fn as_differentiable_as<M: Module>(z: &Tensor<2>, model: &M) -> M {
    if z.is_autodiff() {
        model.clone().no_grad()
    } else {
        model.valid()
    }
}

/// What a model is told beside latents `z`, with automatic differentiation where they have it.
fn on_device_of(z: &Tensor<2>, told: Tensor<2>) -> Tensor<2> {
    if z.is_autodiff() {
        told.autodiff()
    } else {
        told
    }
}

/// The latents, `[count, size]`, that images are sampled from under this seed.
fn sample_noise(device: &Device, seed: u64, count: usize, size: usize) -> Tensor<2> {
    noise(device, seed, Purpose::Sample, 0, Shard::all(count), size)
}

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
