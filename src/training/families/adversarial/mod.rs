//! GANs: a generator and a discriminator.

mod discriminator;
mod family;
mod presets;
mod training;

use super::{Capability, FamilyInfo, ObjectiveInfo};
use crate::error::Result;
use crate::model::{AdversarialKind, DiscriminatorNorm};
use crate::objective::AdversarialObjective;
use crate::training::Settings;
use crate::training::settings::refuse;
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
        "gp_lambda",
        "ema",
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
    enough_to_normalise(settings, kind(settings))
}

/// Batch normalisation needs something to compare.
pub(super) fn enough_to_normalise(settings: &Settings, kind: AdversarialKind) -> Result<()> {
    let normalises =
        kind == AdversarialKind::Dcgan || settings.critic_norm == DiscriminatorNorm::Batch;
    if normalises && settings.batch_size < 2 {
        return refuse(
            "Batch normalisation compares the images of a batch: batch_size must be 2 or more.",
        );
    }
    Ok(())
}
