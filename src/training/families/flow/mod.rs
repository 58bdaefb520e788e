//! Flows on pixels: noise the size of an image becomes one.

mod family;
mod training;

use super::{Capability, FamilyInfo, ObjectiveInfo, Preset};
use crate::model::PixelFlowConfig;
use crate::training::Settings;
use crate::training::settings::Scalar::{Number, Whole, Word};
use training::FlowTraining;

/// The family.
pub const FAMILY: FamilyInfo = FamilyInfo {
    name: "flow",
    what: "a flow from noise to pixels",
    architectures: &["unet"],
    objectives: &[ObjectiveInfo {
        word: "flow",
        threshold: None,
    }],
    missing_elsewhere: "a flow on pixels needs a network from images to images that is told the time",
    settings: &[
        "conditional",
        "width",
        "ema",
        "ema_power",
        "time_width",
        "time_shift",
        "sample_steps",
        "solver",
        "guidance",
    ],
    presets: PRESETS,
    capabilities: &[Capability::Flows],
    check: |_| Ok(()),
    describe: |settings| config(settings).summary(),
    build: |settings, device| Box::new(FlowTraining::new(settings, device)),
};

const PRESETS: &[Preset] = &[
    // Found by search over small trainings.
    Preset::new(
        "flow",
        "Flow",
        "Noise the size of an image becomes a digit in small steps: a network guesses from any state on the way where it ends.",
        &[
            ("architecture", Word("unet")),
            ("objective", Word("flow")),
            ("batch_size", Whole(64)),
            ("lr", Number(2e-3)),
            ("lr_warmup", Whole(100)),
            ("lr_schedule", Word("inverse-sqrt")),
            ("lr_period", Whole(1_350)),
            ("beta2", Number(0.99)),
            ("ema", Number(0.9999)),
            ("ema_power", Number(9.0)),
            ("time_width", Number(1.0)),
            ("time_shift", Number(-0.4)),
            ("sample_steps", Whole(20)),
        ],
    ),
];

/// What a model is built from.
fn config(settings: &Settings) -> PixelFlowConfig {
    PixelFlowConfig {
        width: settings.width,
        conditional: settings.conditional,
    }
}
