//! Whether a saved run goes on with the data that it was trained on.

use super::Trainer;
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
    /// `bad-file` for other data, naming both; where they are allowed `bad-setting` when a batch is larger than what there
    /// is, and `no-data` when the recipe needs images that have not arrived. Nothing has changed then.
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
        if self.settings.batch_size > data.size() {
            return Err(too_few(self.settings.batch_size, data.size()));
        }
        self.data = data;
        self.order = None;
        Ok(Continuity::Other)
    }

    /// Notes which data the run is trained on, once all have arrived.
    pub(crate) fn note_data(&mut self, dataset: &MnistDataset) {
        self.data.note(dataset.spec());
    }
}

/// A batch that is larger than what there is.
pub(super) fn too_few(batch_size: usize, train_size: usize) -> Error {
    Error::new(
        ErrorCode::BadSetting,
        format!("batch_size cannot be {batch_size}: there are only {train_size} training images."),
    )
}
