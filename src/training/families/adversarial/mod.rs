//! GANs: a generator and a discriminator.

mod augment;
mod discriminator;
mod family;
mod presets;
mod slope;
mod training;

use super::{Capability, FamilyInfo, ObjectiveInfo};
use crate::error::Result;
use crate::model::{AdversarialKind, DiscriminatorNorm};
use crate::objective::AdversarialObjective;
use crate::training::settings::refuse;
use crate::training::{Part, Settings};
pub use augment::DiffAugment;
pub use discriminator::DiscriminatorTraining;
use training::AdversarialTraining;

/// The family.
pub const FAMILY: FamilyInfo = FamilyInfo {
    name: "adversarial",
    what: "a generator with its discriminator",
    architectures: AdversarialKind::WORDS,
    objectives: &[
        game(AdversarialObjective::NonSaturating),
        game(AdversarialObjective::Minimax),
        game(AdversarialObjective::LeastSquares),
        game(AdversarialObjective::Hinge),
        game(AdversarialObjective::Wasserstein),
        game(AdversarialObjective::WassersteinGp),
    ],
    missing_elsewhere: "this objective is a game of two networks, and this architecture has no discriminator",
    settings: &[
        "latent_dim",
        "conditional",
        "dropout",
        "width",
        "lr_d",
        "num_critic",
        "label_smoothing",
        "critic_norm",
        "weight_clip",
        "r1",
        "r1_every",
        "pretrain_d",
        "diff_augment",
        "gp_lambda",
        "ema",
        "ema_power",
    ],
    presets: presets::PRESETS,
    capabilities: &[Capability::Decodes, Capability::Judges],
    check,
    describe: |settings| settings.adversarial_config(kind(settings)).summary().into(),
    build: |settings, device| {
        let objective = AdversarialObjective::of_word(&settings.objective)
            .expect("one of the family's objectives");
        Box::new(AdversarialTraining::new(
            settings,
            kind(settings),
            objective,
            device,
        ))
    },
};

const fn game(objective: AdversarialObjective) -> ObjectiveInfo {
    ObjectiveInfo {
        word: objective.word(),
        threshold: objective.threshold(),
    }
}

/// Which layers the settings say.
fn kind(settings: &Settings) -> AdversarialKind {
    AdversarialKind::of_word(&settings.architecture).expect("one of the family's architectures")
}

fn check(settings: &Settings) -> Result<()> {
    if settings.objective == AdversarialObjective::Wasserstein.word()
        && settings.weight_clip == 0.0
        && settings.critic_norm != DiscriminatorNorm::Spectral
    {
        return refuse(
            "objective=wasserstein needs a critic of limited slope: set weight_clip=0.01 or critic_norm=spectral.",
        );
    }
    discriminator_check(settings, kind(settings))
}

/// What cannot be said of a discriminator's settings in their table.
pub(super) fn discriminator_check(settings: &Settings, kind: AdversarialKind) -> Result<()> {
    if settings.r1 > 0.0 && settings.dropout > 0.0 {
        return refuse(
            "r1 limits the slope of one discriminator, and dropout makes it another at each step: set dropout=0, or r1=0.",
        );
    }
    enough_to_normalise(settings, kind)
}

/// What a step updates: the discriminator alone before the game begins (`pretrain_d`), unless one network is asked for.
pub(super) fn alone_at_first(part: Part, step: u64, pretrain_d: u64) -> Part {
    match part {
        Part::Both if step <= pretrain_d => Part::Discriminator,
        part => part,
    }
}

/// Batch normalisation needs something to compare.
fn enough_to_normalise(settings: &Settings, kind: AdversarialKind) -> Result<()> {
    let normalises = matches!(kind, AdversarialKind::Dcgan | AdversarialKind::Fast)
        || settings.critic_norm == DiscriminatorNorm::Batch;
    if normalises && settings.batch_size < 2 {
        return refuse(
            "Batch normalisation compares the images of a batch: batch_size must be 2 or more.",
        );
    }
    Ok(())
}
