//! Transformers that write images symbol by symbol, and so know exactly how likely each is.

mod drawing;
mod family;
mod training;

use super::{Capability, FamilyInfo, ObjectiveInfo, Preset};
use crate::error::Result;
use crate::model::TransformerConfig;
use crate::model::transformer::HEADS;
use crate::training::Settings;
use crate::training::settings::Scalar::{Number, Switch, Whole, Word};
use crate::training::settings::refuse;
use training::TransformerTraining;

/// The family.
pub const FAMILY: FamilyInfo = FamilyInfo {
    name: "transformer",
    what: "a transformer",
    architectures: &["transformer"],
    objectives: &[ObjectiveInfo {
        word: "autoregressive",
        threshold: None,
    }],
    missing_elsewhere: "only a transformer predicts each part of an image from those before it",
    settings: &[
        "conditional",
        "hidden_dim",
        "binarise",
        "blocks",
        "temperature",
        "top_p",
    ],
    presets: PRESETS,
    capabilities: &[Capability::Autoregressive, Capability::Likelihood],
    check,
    describe: |settings| config(settings).summary(),
    build: |settings, device| Box::new(TransformerTraining::new(settings, device)),
};

const PRESETS: &[Preset] = &[
    // Found by search over small trainings. The cosine's six epochs are of 60,000 images, less the steps in which the rate rises;
    // the gradient's limit is 1 for a loss a symbol, which is a 196th of that an image.
    Preset::new(
        "transformer",
        "Transformer",
        "Writes a digit like a text, block by block, and knows exactly how likely each is.",
        &[
            ("architecture", Word("transformer")),
            ("objective", Word("autoregressive")),
            ("binarise", Switch(true)),
            ("hidden_dim", Whole(64)),
            ("batch_size", Whole(64)),
            ("lr", Number(2e-3)),
            ("lr_warmup", Whole(200)),
            ("lr_schedule", Word("cosine")),
            ("lr_period", Whole(5_422)),
            ("lr_floor", Number(0.05)),
            ("optimizer", Word("adamw")),
            ("beta2", Number(0.95)),
            ("weight_decay", Number(0.01)),
            ("grad_clip", Number(196.0)),
        ],
    ),
];

fn config(settings: &Settings) -> TransformerConfig {
    TransformerConfig {
        width: settings.hidden_dim,
        blocks: settings.blocks,
        conditional: settings.conditional,
    }
}

fn check(settings: &Settings) -> Result<()> {
    if !settings.binarise {
        return refuse(
            "A transformer's symbols are blocks of black and white pixels: leave binarise=true.",
        );
    }
    if !settings.hidden_dim.is_multiple_of(HEADS) {
        return refuse(&format!(
            "hidden_dim={} cannot be shared by {HEADS} heads: take a multiple of {HEADS}.",
            settings.hidden_dim
        ));
    }
    Ok(())
}
