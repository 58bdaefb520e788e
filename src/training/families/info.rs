//! What is known of a family before a model of it is made.

use super::{Capability, Family};
use crate::error::Result;
use crate::model::PartSummary;
use crate::training::Settings;
use crate::training::settings::Scalar;
use crate::words::sentence;
use burn::tensor::Device;

/// A family as it is listed.
#[derive(Debug)]
pub struct FamilyInfo {
    /// "autoencoder" for example.
    pub name: &'static str,
    /// The same in a sentence: "an autoencoder".
    pub what: &'static str,
    /// Words of the setting `architecture`.
    pub architectures: &'static [&'static str],
    /// Words of the setting `objective`. With these architectures, they make a model of this family.
    pub objectives: &'static [ObjectiveInfo],
    /// Why these objectives cannot be had with another family's architecture: half a sentence.
    pub missing_elsewhere: &'static str,
    /// Settings that change something, beside those that do so everywhere.
    pub settings: &'static [&'static str],
    /// Models with a name.
    pub presets: &'static [Preset],
    /// What its models can do, whatever the settings.
    pub capabilities: &'static [Capability],
    /// Fails where settings make no sense together and the table of settings does not say so.
    pub check: fn(&Settings) -> Result<()>,
    /// The networks of a model under these settings, without making them.
    pub describe: fn(&Settings) -> Vec<PartSummary>,
    /// A fresh model under these settings.
    pub build: fn(&Settings, &Device) -> Box<dyn Family>,
}

/// An objective as it is listed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ObjectiveInfo {
    /// As in the setting `objective`.
    pub word: &'static str,
    /// The logit above which the discriminator takes an image for real; none where there is no discriminator, or its logits
    /// have no zero point.
    pub threshold: Option<f64>,
}

/// A model with a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preset {
    /// As in `--preset` and the page's address.
    pub id: &'static str,
    /// For people.
    pub title: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// The preset that it starts from, if not from the table's defaults.
    pub base: Option<&'static str>,
    /// What it sets otherwise.
    pub settings: &'static [(&'static str, Scalar)],
}

impl FamilyInfo {
    /// What a model under these settings can do.
    pub fn capabilities_under(&self, settings: &Settings) -> Vec<Capability> {
        let mut all = self.capabilities.to_vec();
        all.extend(settings.conditional.then_some(Capability::Conditional));
        all
    }

    /// Whether this is one of its architectures.
    pub fn has_architecture(&self, word: &str) -> bool {
        self.architectures.contains(&word)
    }

    /// Whether this is one of its objectives.
    pub fn has_objective(&self, word: &str) -> bool {
        self.objectives
            .iter()
            .any(|objective| objective.word == word)
    }
}

impl Preset {
    /// One that starts from the table's defaults.
    pub const fn new(
        id: &'static str,
        title: &'static str,
        description: &'static str,
        settings: &'static [(&'static str, Scalar)],
    ) -> Self {
        Self {
            id,
            title: sentence(title),
            description: sentence(description),
            base: None,
            settings,
        }
    }

    /// The same from another preset.
    pub const fn from(self, base: &'static str) -> Self {
        Self {
            base: Some(base),
            ..self
        }
    }
}
