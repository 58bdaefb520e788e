//! Variational autoencoders: an encoder and a decoder.

mod bound;
mod family;
mod presets;
mod training;

use super::{Capability, FamilyInfo, ObjectiveInfo};
use crate::model::AutoencoderKind;
use crate::training::Settings;
pub(super) use training::{AutoencoderTraining, latents};

/// The family.
pub const FAMILY: FamilyInfo = FamilyInfo {
    name: "autoencoder",
    what: "an autoencoder",
    architectures: AutoencoderKind::WORDS,
    objectives: &[bound("elbo"), bound("iwae")],
    missing_elsewhere: "a bound on the likelihood of images needs an encoder, and this architecture has no encoder",
    settings: SETTINGS,
    presets: presets::PRESETS,
    capabilities: &[
        Capability::Decodes,
        Capability::Encodes,
        Capability::Likelihood,
    ],
    check: |_| Ok(()),
    describe: |settings| settings.autoencoder_config(kind(settings)).summary(),
    build: |settings, device| Box::new(AutoencoderTraining::new(settings, kind(settings), device)),
};

/// What has an effect on encoder and decoder.
const SETTINGS: &[&str] = &[
    "latent_dim",
    "conditional",
    "hidden_dim",
    "likelihood",
    "beta",
    "beta_warmup",
    "importance_samples",
    "binarise",
    "dropout",
];

const fn bound(word: &'static str) -> ObjectiveInfo {
    ObjectiveInfo {
        word,
        threshold: None,
    }
}

/// Which layers the settings say.
pub(super) fn kind(settings: &Settings) -> AutoencoderKind {
    AutoencoderKind::of_word(&settings.architecture).expect("one of the family's architectures")
}
