//! VAE-GANs: an encoder, a decoder, and a discriminator of what it decodes.

mod training;

use super::adversarial::discriminator_check;
use super::autoencoder::kind;
use super::{Capability, FamilyInfo, ObjectiveInfo, Preset};
use crate::model::{AdversarialKind, AutoencoderConfig, AutoencoderKind};
use crate::objective::AdversarialObjective;
use crate::training::settings::Scalar::{Number, Word};
use training::HybridTraining;

/// What the discriminator and the decoder minimise against each other.
const OBJECTIVE: AdversarialObjective = AdversarialObjective::NonSaturating;

/// The family.
pub const FAMILY: FamilyInfo = FamilyInfo {
    name: "hybrid",
    what: "a VAE with a discriminator",
    architectures: AutoencoderKind::WORDS,
    objectives: &[ObjectiveInfo {
        word: "vae-gan",
        threshold: OBJECTIVE.threshold(),
    }],
    missing_elsewhere: "a VAE-GAN needs an encoder, and this architecture has no encoder",
    settings: &[
        "latent_dim",
        "conditional",
        "hidden_dim",
        "likelihood",
        "beta",
        "beta_warmup",
        "importance_samples",
        "binarise",
        "dropout",
        "width",
        "lr_d",
        "label_smoothing",
        "critic_norm",
        "r1",
        "r1_every",
        "pretrain_d",
        "diff_augment",
        "gan_weight",
    ],
    presets: PRESETS,
    capabilities: &[
        Capability::Decodes,
        Capability::Encodes,
        Capability::Variational,
        Capability::Judges,
    ],
    check: |settings| discriminator_check(settings, discriminator_of(kind(settings))),
    describe: |settings| {
        // Dropout is the discriminator's.
        let config = AutoencoderConfig {
            dropout: 0.0,
            ..settings.autoencoder_config(kind(settings))
        };
        let discriminator = settings.adversarial_config(discriminator_of(kind(settings)));
        let [_, discriminator] = discriminator.summary();
        config
            .summary()
            .into_iter()
            .chain([discriminator])
            .collect()
    },
    build: |settings, device| Box::new(HybridTraining::new(settings, kind(settings), device)),
};

const PRESETS: &[Preset] = &[
    // After Larsen et al. (2016); their learned similarity is left out: pixels are compared by their likelihood.
    Preset::new(
        "vae-gan",
        "VAE-GAN",
        "A VAE whose drawings must also convince a discriminator, which makes them sharper.",
        &[
            ("objective", Word("vae-gan")),
            ("lr_d", Number(2e-4)),
            ("dropout", Number(0.3)),
            ("gan_weight", Number(20.0)),
        ],
    ),
];

/// Convolutions face convolutions.
fn discriminator_of(kind: AutoencoderKind) -> AdversarialKind {
    if kind.convolves() {
        AdversarialKind::Dcgan
    } else {
        AdversarialKind::Mlp
    }
}
