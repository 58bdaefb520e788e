//! A device, the data and a trainer behind one object: what the page's worker and the native command drive.

use crate::checkpoint::{self, Precision};
use crate::dataset::MnistDataset;
use crate::device::OpenDevice;
use crate::error::{Error, ErrorCode, Result};
use crate::training::{Settings, Trainer};

/// Everything that one visitor, or one command, works with.
#[derive(Debug)]
pub struct Session {
    /// Where tensors live.
    pub device: OpenDevice,
    /// What is learnt from.
    pub dataset: MnistDataset,
    trainer: Option<Trainer>,
}

impl Session {
    /// A session without data and without a model.
    pub fn new(device: OpenDevice, dataset: MnistDataset) -> Self {
        Self {
            device,
            dataset,
            trainer: None,
        }
    }

    /// Starts a fresh model. The data need not be there yet.
    ///
    /// # Errors
    /// `bad-setting`; the model loaded before stays then.
    pub fn load(&mut self, settings: Settings) -> Result<&Trainer> {
        let trainer = Trainer::new(settings, self.dataset.train.expected(), &self.device.device)?;
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

    /// The run as safetensors bytes.
    ///
    /// # Errors
    /// `not-loaded`, `device-lost`.
    pub async fn save(&mut self) -> Result<Vec<u8>> {
        checkpoint::save(self.trainer()?.0).await
    }

    /// The weights alone, for other programs.
    ///
    /// # Errors
    /// `not-loaded`, `device-lost`.
    pub async fn export(&mut self) -> Result<Vec<u8>> {
        checkpoint::export(self.trainer()?.0, Precision::Single).await
    }

    /// Continues a saved run.
    ///
    /// # Errors
    /// `bad-file`; the model loaded before stays then.
    pub fn restore(&mut self, bytes: &[u8]) -> Result<&Trainer> {
        let trainer = checkpoint::restore(bytes, &self.device.device)?;
        let expected = self.dataset.train.expected();
        if trainer.train_size() != expected {
            return Err(Error::new(
                ErrorCode::BadFile,
                format!(
                    "The run was saved on {} training images; there are {expected} now.",
                    trainer.train_size()
                ),
            ));
        }
        Ok(self.trainer.insert(trainer))
    }
}
