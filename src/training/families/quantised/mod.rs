//! Autoencoders with a rounded latent, and a prior that draws its numbers one after the other.

mod family;
mod sampling;
mod training;

use super::autoencoder::kind;
use super::{Capability, FamilyInfo, ObjectiveInfo, Preset};
use crate::model::{AutoencoderConfig, AutoencoderKind, QuantisedConfig};
use crate::training::Settings;
use crate::training::settings::Scalar::{Number, Whole, Word};
use training::QuantisedTraining;

/// The family.
pub const FAMILY: FamilyInfo = FamilyInfo {
    name: "quantised",
    what: "an autoencoder with a rounded latent and a prior over it",
    architectures: AutoencoderKind::WORDS,
    objectives: &[ObjectiveInfo {
        word: "fsq-made",
        threshold: None,
    }],
    missing_elsewhere: "a latent to round needs an encoder, and this architecture has no encoder",
    settings: &[
        "latent_dim",
        "conditional",
        "prior",
        "hidden_dim",
        "likelihood",
        "binarise",
        "dropout",
        "ema",
        "ema_power",
        "guidance",
        "temperature",
    ],
    presets: PRESETS,
    capabilities: &[Capability::Decodes, Capability::Encodes, Capability::Prior],
    check: |_| Ok(()),
    describe: |settings| config(settings).summary(),
    build: |settings, device| Box::new(QuantisedTraining::new(settings, device)),
};

const PRESETS: &[Preset] = &[
    // Found by search over small trainings; the gradient's limit as in latent-flow.
    Preset::new(
        "fsq-made",
        "Rounded latent",
        "An autoencoder squeezes digits into a few numbers of six levels, and a network learns to draw these one after another.",
        &[
            ("architecture", Word("conv-silu")),
            ("objective", Word("fsq-made")),
            ("hidden_dim", Whole(256)),
            ("lr", Number(2e-3)),
            ("lr_warmup", Whole(100)),
            ("lr_schedule", Word("inverse-sqrt")),
            ("lr_period", Whole(3_400)),
            ("beta2", Number(0.99)),
            ("grad_clip", Number(78.4)),
            ("ema", Number(0.9999)),
            ("ema_power", Number(9.0)),
        ],
    ),
];

/// What a model is built from. The autoencoder is not told the digit: its latent holds all of an image.
fn config(settings: &Settings) -> QuantisedConfig {
    let autoencoder = settings.autoencoder_config(kind(settings));
    QuantisedConfig {
        autoencoder: AutoencoderConfig {
            conditional: false,
            ..autoencoder
        },
        prior: settings.prior,
        conditional: settings.conditional,
    }
}
