//! Latent flows: an autoencoder, and a flow that carries noise to its latents.

mod family;
mod sampling;
mod training;

use super::autoencoder::kind;
use super::{Capability, FamilyInfo, ObjectiveInfo, Preset};
use crate::model::{AutoencoderConfig, AutoencoderKind, LatentFlowConfig};
use crate::training::Settings;
use crate::training::settings::Scalar::{Number, Whole, Word};
use training::LatentFlowTraining;

/// The family.
pub const FAMILY: FamilyInfo = FamilyInfo {
    name: "latent-flow",
    what: "an autoencoder with a flow in its latent",
    architectures: AutoencoderKind::WORDS,
    objectives: &[ObjectiveInfo {
        word: "latent-flow",
        threshold: None,
    }],
    missing_elsewhere: "a latent flow needs an encoder, and this architecture has no encoder",
    settings: &[
        "latent_dim",
        "conditional",
        "hidden_dim",
        "likelihood",
        "beta",
        "binarise",
        "dropout",
        "ema",
        "ema_power",
        "time_width",
        "time_shift",
        "flow_paths",
        "sample_steps",
        "solver",
        "guidance",
    ],
    presets: PRESETS,
    capabilities: &[
        Capability::Decodes,
        Capability::Encodes,
        Capability::Variational,
        Capability::Flows,
        Capability::Prior,
    ],
    check: |_| Ok(()),
    describe: |settings| config(settings).summary(),
    build: |settings, device| Box::new(LatentFlowTraining::new(settings, device)),
};

const PRESETS: &[Preset] = &[
    // Found by search over small trainings. The gradient's limit is 10 for a reconstruction a pixel times 100, which is a
    // 7.84th of that in nats.
    Preset::new(
        "latent-flow",
        "Latent flow",
        "An autoencoder squeezes digits into a few numbers, and a flow learns to carry noise to such numbers.",
        &[
            ("architecture", Word("conv-silu")),
            ("objective", Word("latent-flow")),
            ("hidden_dim", Whole(256)),
            ("latent_dim", Whole(16)),
            ("beta", Number(0.05)),
            ("flow_paths", Whole(2)),
            ("lr", Number(2e-3)),
            ("lr_warmup", Whole(100)),
            ("lr_schedule", Word("inverse-sqrt")),
            ("lr_period", Whole(3_600)),
            ("beta2", Number(0.99)),
            ("grad_clip", Number(78.4)),
            ("ema", Number(0.9999)),
            ("ema_power", Number(9.0)),
        ],
    ),
];

/// What a model is built from. The autoencoder is not told the digit: its latent holds all of an image.
fn config(settings: &Settings) -> LatentFlowConfig {
    let autoencoder = settings.autoencoder_config(kind(settings));
    LatentFlowConfig {
        autoencoder: AutoencoderConfig {
            conditional: false,
            ..autoencoder
        },
        conditional: settings.conditional,
    }
}
