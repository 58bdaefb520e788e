//! Where images are on the latent: the encoder says, or descent finds out.

use super::super::latents::{Latents, rows};
use super::super::search::Search;
use crate::dataset::MnistDataset;
use crate::error::Result;
use crate::model::values;
use crate::training::{Capability, Trainer};

/// Steps and beginnings of the descent by which a latent is found where nothing encodes: as many as `denoise` has.
const SEARCH: (usize, usize) = (200, 4);

/// The way to the latents of some images.
pub(super) struct Locating {
    /// Under way where nothing encodes.
    search: Option<Search>,
}

impl Locating {
    /// For images `[n * 784]`, the first of which has this number.
    pub fn new(trainer: &Trainer, truth: &[f32], labels: &[u8], (seed, first): (u64, u64)) -> Self {
        let search = (!trainer.can(Capability::Encodes))
            .then(|| Search::nearest(trainer, truth, labels.to_vec(), (seed, first), SEARCH));
        Self { search }
    }

    /// How far the descent is, 0 to 1, while there is one.
    pub fn share(&self) -> Option<f64> {
        self.search.as_ref().map(Search::share)
    }

    /// A part of the way. At its end the latents, `[n * latent]`, on the scale on which they are standard normal.
    ///
    /// # Errors
    /// `no-data`, `device-lost`.
    pub async fn advance(
        &mut self,
        trainer: &Trainer,
        (truth, labels): (&[f32], &[u8]),
        dataset: &MnistDataset,
    ) -> Result<Option<(Latents, Vec<f32>)>> {
        let Some(mut search) = self.search.take() else {
            let latents = Latents::of(trainer, dataset).await?;
            let told = trainer.can(Capability::Conditional);
            let labels = if told { labels } else { &[] };
            let (z, _) = trainer.encode(truth.to_vec(), labels).await?;
            let u = latents.unscaled(rows(z, trainer.latent_dim(), trainer.device()));
            let start = values(&u.into_data_async().await?);
            return Ok(Some((latents, start)));
        };
        let (done, _) = search.advance(dataset).await?;
        if !done {
            self.search = Some(search);
            return Ok(None);
        }
        let latents = Latents::of(trainer, dataset).await?;
        Ok(Some((latents, search.into_latents())))
    }
}
