//! Autoencoders, an encoder and a decoder: variational ones, and the plain one that they come from.

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
        Capability::Variational,
        Capability::Likelihood,
    ],
    check: |_| Ok(()),
    describe: |settings| settings.autoencoder_config(kind(settings)).summary(),
    build: |settings, device| Box::new(AutoencoderTraining::new(settings, kind(settings), device)),
};

/// The plain autoencoder: the same networks without sampling, prior and likelihood.
pub const PLAIN: FamilyInfo = FamilyInfo {
    name: "plain-autoencoder",
    what: "an autoencoder without sampling",
    objectives: &[bound(AutoencoderObjective::RECONSTRUCTION)],
    missing_elsewhere: "there is nothing to rebuild without an encoder, and this architecture has no encoder",
    settings: &[
        "latent_dim",
        "conditional",
        "hidden_dim",
        "likelihood",
        "binarise",
        "dropout",
    ],
    presets: presets::PLAIN,
    capabilities: &[Capability::Decodes, Capability::Encodes],
    describe: |settings| {
        let mut parts = settings.autoencoder_config(kind(settings)).summary();
        parts.retain(|part| part.name != "logvar");
        parts
    },
    ..FAMILY
};

/// What is minimised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum AutoencoderObjective {
    /// The evidence lower bound (Kingma and Welling, 2013); in a VAE-GAN too, whose loss has it as a part.
    Elbo,
    /// The importance-weighted bound (Burda et al., 2015).
    Iwae,
    /// The negative log-likelihood of the pixels alone, from the encoder's mean (Hinton and Salakhutdinov, "Reducing the
    /// Dimensionality of Data with Neural Networks", 2006).
    Reconstruction,
}

impl AutoencoderObjective {
    /// The word of the plain autoencoder's.
    const RECONSTRUCTION: &str = "reconstruction";

    fn of(settings: &Settings) -> Self {
        match settings.objective.as_str() {
            "iwae" => Self::Iwae,
            Self::RECONSTRUCTION => Self::Reconstruction,
            _ => Self::Elbo,
        }
    }
}

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
