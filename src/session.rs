//! A device, the data and a trainer behind one object: what the page's worker and the native command drive.

use crate::checkpoint::{self, Input, Output, Precision};
use crate::dataset::{MnistDataset, TrainingData};
use crate::device::OpenDevice;
use crate::error::{Error, ErrorCode, Result};
use crate::training::{Continuity, Settings, Trainer};

/// Everything that one visitor, or one command, works with.
#[derive(Debug)]
pub struct Session {
    /// Where tensors live.
    pub device: OpenDevice,
    /// What is learnt from.
    pub dataset: MnistDataset,
    /// The published data, whose parts may still be arriving, while something else is learnt from.
    aside: Option<MnistDataset>,
    trainer: Option<Trainer>,
}

impl Session {
    /// A session without data and without a model.
    pub fn new(device: OpenDevice, dataset: MnistDataset) -> Self {
        Self {
            device,
            dataset,
            aside: None,
            trainer: None,
        }
    }

    /// Learns from these images from now on; with none, from those that the session began with. The model that was loaded goes:
    /// its places in an epoch are those of other images.
    pub fn set_data(&mut self, own: Option<MnistDataset>) {
        self.trainer = None;
        if let Some(published) = self.aside.take() {
            self.dataset = published;
        }
        if let Some(own) = own {
            self.aside = Some(std::mem::replace(&mut self.dataset, own));
        }
    }

    /// The data that the session began with, to which their parts are added as they arrive.
    pub fn published(&mut self) -> &mut MnistDataset {
        self.aside.as_mut().unwrap_or(&mut self.dataset)
    }

    /// Starts a fresh model on the data under its settings' recipe. They need not be there yet, unless the recipe chooses
    /// among them.
    ///
    /// # Errors
    /// `bad-setting`, `no-data`; the model loaded before stays then.
    pub fn load(&mut self, settings: Settings) -> Result<&Trainer> {
        let data = TrainingData::new(&self.dataset, settings.data.clone(), settings.seed)?;
        let trainer = Trainer::new(settings, data, &self.device.device)?;
        Ok(self.trainer.insert(trainer))
    }

    /// The model with the data, to train or look at.
    ///
    /// # Errors
    /// `not-loaded`.
    pub fn trainer(&mut self) -> Result<(&mut Trainer, &MnistDataset)> {
        match &mut self.trainer {
            Some(trainer) => Ok((trainer, &self.dataset)),
            None => Err(Error::new(
                ErrorCode::NotLoaded,
                "No model is loaded yet: call load('vae') first.",
            )),
        }
    }

    /// The model, where there is one, and the data, to look at.
    pub fn look(&self) -> (Option<&Trainer>, &MnistDataset) {
        (self.trainer.as_ref(), &self.dataset)
    }

    /// The run as safetensors bytes.
    ///
    /// # Errors
    /// `not-loaded`, `device-lost`.
    pub async fn save(&mut self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.save_to(&mut bytes).await?;
        Ok(bytes)
    }

    /// [`save`](Self::save), one piece after another.
    ///
    /// # Errors
    /// Those of [`save`](Self::save); what has been written then is not whole.
    pub async fn save_to(&mut self, output: &mut dyn Output) -> Result<()> {
        let (trainer, dataset) = self.trainer()?;
        trainer.note_data(dataset);
        checkpoint::save_to(trainer, output).await
    }

    /// The weights alone, for other programs.
    ///
    /// # Errors
    /// `not-loaded`, `device-lost`.
    pub async fn export(&mut self) -> Result<Vec<u8>> {
        let (trainer, dataset) = self.trainer()?;
        trainer.note_data(dataset);
        checkpoint::export(trainer, Precision::Single).await
    }

    /// Continues a saved run on the data that it was trained on.
    ///
    /// # Errors
    /// `bad-file`, also where the data are others; the model loaded before stays then.
    pub fn restore(&mut self, file: &dyn Input) -> Result<&Trainer> {
        self.restore_onto(file, false).map(|(trainer, _)| trainer)
    }

    /// Helps to train a saved run whose data are another session's: it hands over the images of each step
    /// ([`Trainer::share`], [`Split::hold`](crate::dataset::Split::hold)), and `chosen`, which of them the recipe leaves, where it chooses.
    /// Where a step fails, it has to be given the run once more. The model loaded before goes first: both at once would take twice the
    /// memory.
    ///
    /// # Errors
    /// `bad-file`, `bad-input`; there is no model then.
    pub fn replicate(&mut self, file: &dyn Input, chosen: Option<Vec<u32>>) -> Result<&Trainer> {
        self.trainer = None;
        let mut trainer = checkpoint::restore_from(file, &self.device.device)?;
        if let Some(chosen) = chosen {
            trainer.take_chosen(chosen)?;
        }
        trainer.never_go_back();
        Ok(self.trainer.insert(trainer))
    }

    /// Continues a saved run, and says whether the data are those that it was trained on; others are refused unless
    /// `other_data` allows them.
    ///
    /// # Errors
    /// `bad-file`, `bad-setting`, `no-data`, as [`Trainer::go_on_with`]; the model loaded before stays then.
    pub fn restore_onto(
        &mut self,
        file: &dyn Input,
        other_data: bool,
    ) -> Result<(&Trainer, Continuity)> {
        let mut trainer = checkpoint::restore_from(file, &self.device.device)?;
        let continuity = trainer.go_on_with(&self.dataset, other_data)?;
        Ok((self.trainer.insert(trainer), continuity))
    }
}
