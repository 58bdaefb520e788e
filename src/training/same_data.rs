//! Whether a saved run goes on with the data that it was trained on.

use super::{Settings, Trainer};
use crate::dataset::{MnistDataset, TrainingData};
use crate::error::{Error, ErrorCode, Result};

/// What is known of the data that a run goes on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Continuity {
    /// They are those that it was trained on.
    Same,
    /// They are as many, and the file does not say more: it is an old one, or was saved before all images had arrived.
    Unknown,
    /// They are others, as was asked for.
    Other,
}

impl Trainer {
    /// Has a restored run go on with these data. They must be those that it was trained on, unless others are `allowed`: its
    /// recipe is then applied to them, and an epoch has as many images as that leaves.
    ///
    /// # Errors
    /// `bad-file` for other data, naming both; where they are allowed `bad-setting` when the model needs labels and they have none,
    /// and `no-data` when the recipe needs images that have not arrived. Nothing has changed then.
    pub fn go_on_with(&mut self, dataset: &MnistDataset, allowed: bool) -> Result<Continuity> {
        let (before, now) = (self.data.spec(), dataset.spec());
        match before.is_same(&now) {
            Some(true) => return Ok(Continuity::Same),
            None => {
                self.data.note(now);
                return Ok(Continuity::Unknown);
            }
            Some(false) if allowed => {}
            Some(false) => {
                return Err(Error::new(
                    ErrorCode::BadFile,
                    format!(
                        "The run was trained on {before}, and here is {now}. Give it the data it was trained on, or allow \
                         others: --other-data in the command, restore(bytes, {{ otherData: true }}) in the page."
                    ),
                ));
            }
        }
        let recipe = self.data.recipe().clone();
        let data = TrainingData::new(dataset, recipe, self.settings.seed)?;
        fits(&self.settings, &data)?;
        self.data = data;
        self.order = None;
        Ok(Continuity::Other)
    }

    /// Takes the places of the images that the recipe leaves from another that trains the same model: some recipes take seconds to
    /// say.
    ///
    /// # Errors
    /// `bad-input` where they cannot be those.
    pub fn take_chosen(&mut self, chosen: Vec<u32>) -> Result<()> {
        self.data.take_chosen(chosen)
    }

    /// Notes which data the run is trained on, once all have arrived.
    pub(crate) fn note_data(&mut self, dataset: &MnistDataset) {
        self.data.note(dataset.spec());
    }
}

/// Whether a model of these settings can learn from these data.
///
/// # Errors
/// `bad-setting`.
pub(super) fn fits(settings: &Settings, data: &TrainingData) -> Result<()> {
    let refused = |why: &str| Err(Error::new(ErrorCode::BadSetting, why));
    if data.size() == 0 {
        return refused("There are no training images.");
    }
    if settings.conditional && data.spec().classes < 2 {
        return refused(
            "This model is told the label of each image, and these images have none, or all the same. Give them labels, or load a \
             model that is told none (conditional=false).",
        );
    }
    Ok(())
}
