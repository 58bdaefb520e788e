//! Families of models. A family is a folder here: its networks' training behind the trait [`Family`], what is known of it
//! before it is made ([`FamilyInfo`]), and one line in [`FAMILIES`]. docs/extending.md says how to add one.

mod adversarial;
mod autoencoder;
mod capability;
mod family;
mod flow;
mod hybrid;
mod info;
mod latent_flow;
mod learner;
mod quantised;
mod transformer;

pub use adversarial::{DiffAugment, DiscriminatorTraining};
pub use capability::{
    Attention, Autoregressive, Capability, Continuation, Continued, Encoder, Flow, Follow,
    ImageLikelihood,
};
pub use family::{Family, Pending, StepContext, TrainedNetwork, TrainedNetworkMut, ready};
pub use info::{FamilyInfo, ObjectiveInfo, Preset};

use super::Settings;
use crate::error::{Error, ErrorCode, Result};
use std::sync::RwLock;

/// Every family of this crate, in the order in which presets are listed.
pub const FAMILIES: &[&FamilyInfo] = &[
    &autoencoder::FAMILY,
    &autoencoder::PLAIN,
    &adversarial::FAMILY,
    &hybrid::FAMILY,
    &flow::FAMILY,
    &latent_flow::FAMILY,
    &quantised::FAMILY,
    &transformer::FAMILY,
];

/// Families of other crates.
static REGISTERED: RwLock<Vec<&'static FamilyInfo>> = RwLock::new(Vec::new());

/// Adds a family of another crate: from then on its presets load, train and open like the others.
pub fn register(family: &'static FamilyInfo) {
    let mut registered = REGISTERED
        .write()
        .expect("nothing panics while it is locked");
    if !registered.iter().any(|known| known.name == family.name) {
        registered.push(family);
    }
}

/// Every family, those of other crates too.
fn all() -> Vec<&'static FamilyInfo> {
    let registered = REGISTERED
        .read()
        .expect("nothing panics while it is locked");
    FAMILIES.iter().chain(registered.iter()).copied().collect()
}

/// Every preset of this crate, in order.
pub fn presets() -> Vec<&'static Preset> {
    FAMILIES.iter().flat_map(|family| family.presets).collect()
}

/// The preset of this name.
///
/// # Errors
/// `unknown-preset`, listing the known ones.
pub fn preset(id: &str) -> Result<&'static Preset> {
    let families = all();
    let presets: Vec<_> = families.iter().flat_map(|family| family.presets).collect();
    if let Some(preset) = presets.iter().find(|preset| preset.id == id) {
        return Ok(preset);
    }
    let known: Vec<_> = presets.iter().map(|preset| preset.id).collect();
    Err(Error::new(
        ErrorCode::UnknownPreset,
        format!(
            "There is no preset \"{id}\". The presets are: {}.",
            known.join(", ")
        ),
    ))
}

/// The architectures of all families, each once.
pub(super) fn architectures() -> Vec<&'static str> {
    once(
        all()
            .iter()
            .flat_map(|family| family.architectures.iter().copied()),
    )
}

/// The objectives of all families, each once.
pub(super) fn objectives() -> Vec<&'static str> {
    once(
        all()
            .iter()
            .flat_map(|family| family.objectives)
            .map(|objective| objective.word),
    )
}

fn once(words: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut found = Vec::new();
    for word in words {
        if !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

/// The family of an architecture trained under an objective.
///
/// # Errors
/// `bad-setting` when they do not fit.
pub fn of(settings: &Settings) -> Result<&'static FamilyInfo> {
    let families = all();
    let of_architecture = |family: &&&FamilyInfo| family.has_architecture(&settings.architecture);
    if let Some(family) = (families.iter().filter(of_architecture))
        .find(|family| family.has_objective(&settings.objective))
    {
        return Ok(family);
    }
    let missing = families
        .iter()
        .find(|family| family.has_objective(&settings.objective))
        .map_or("", |family| family.missing_elsewhere);
    let others = families.iter().filter(of_architecture);
    let objectives = once(
        others
            .flat_map(|family| family.objectives)
            .map(|objective| objective.word),
    );
    let others = families
        .iter()
        .filter(|family| family.has_objective(&settings.objective));
    let architectures = once(others.flat_map(|family| family.architectures.iter().copied()));
    Err(Error::new(
        ErrorCode::BadSetting,
        format!(
            "objective={} and architecture={} do not go together: {missing}. Choose architecture={}, or objective={}.",
            settings.objective,
            settings.architecture,
            architectures.join(" or "),
            objectives.join(" or "),
        ),
    ))
}
