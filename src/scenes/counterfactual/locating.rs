//! Where images are on the latent: the encoder says, or descent finds out.

use super::super::latents::{Latents, rows};
use super::super::search::{Plan, Search};
use super::super::{Operator, Rule};
use crate::dataset::{MnistDataset, PIXELS};
use crate::error::Result;
use crate::model::values;
use crate::training::{Capability, Trainer};

/// How a latent is found where nothing encodes: as `denoise` finds one.
const SEARCH: Plan = Plan {
    rule: Rule::Adam,
    lr: 0.05,
    prior: 0.1,
    steps: 200,
    restarts: 4,
    answers: 1,
};

/// The way to the latents of some images.
pub(super) struct Locating {
    /// Under way where nothing encodes.
    search: Option<Search>,
}

impl Locating {
    /// For images `[n * 784]`, the first of which has this number.
    pub fn new(trainer: &Trainer, truth: &[f32], labels: &[u8], (seed, first): (u64, u64)) -> Self {
        let search = (!trainer.can(Capability::Encodes)).then(|| {
            let operator = Operator::Pixels(vec![1.0; PIXELS]);
            let measured = operator.apply(truth);
            let labels = labels.to_vec();
            Search::new(trainer, (operator, measured), labels, (seed, first), SEARCH)
        });
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
