//! What a model says of images: the higher, the stranger.

use super::super::search::Search;
use super::super::{Options, squared_error};
use crate::dataset::{MnistDataset, PIXELS};
use crate::error::Result;
use crate::training::{Capability, Trainer};

/// Images that a model looks at together.
const LOOKED_AT: usize = 250;
/// The same where that is every place of each image.
const READ: usize = 20;

/// Of each image so far; a score is empty where the model says nothing of the kind.
#[derive(Debug)]
pub(super) struct Scores {
    images: usize,
    looked_at: usize,
    /// Whether the bound is the likelihood itself.
    is_exact: bool,
    /// Of each latent, for the bound.
    samples: usize,
    bound: Vec<f64>,
    rebuilt: Vec<f64>,
    judged: Vec<f64>,
    descended: Vec<f64>,
    /// Where it was asked for, and is not done.
    search: Option<Search>,
}

impl Scores {
    /// None yet, of images `[n * 784]` that are numbered from `first` on.
    pub fn new(
        trainer: &Trainer,
        images: &[f32],
        (seed, first): (u64, u64),
        options: &Options,
    ) -> Self {
        let n = images.len() / PIXELS;
        let wanted = options.get("descent") == 1.0 && trainer.can(Capability::Decodes);
        let search = wanted.then(|| {
            let how = (options.whole("steps"), options.whole("restarts"));
            Search::nearest(trainer, images, vec![0; n], (seed, first), how)
        });
        Self {
            images: n,
            looked_at: 0,
            is_exact: trainer.has_exact_likelihood(),
            samples: options.whole("samples"),
            bound: Vec::new(),
            rebuilt: Vec::new(),
            judged: Vec::new(),
            descended: Vec::new(),
            search,
        }
    }

    /// Whether nothing is to be asked any more.
    pub fn are_done(&self) -> bool {
        self.looked_at == self.images && self.search.is_none()
    }

    /// How much of it is done, 0 to 1.
    pub fn share(&self) -> f64 {
        let looked = self.looked_at as f64 / self.images as f64;
        match &self.search {
            // That is nearly all of the work.
            Some(search) => 0.1 * looked + 0.9 * search.share(),
            None => looked,
        }
    }

    /// The scores with their names, and those of their numbers.
    pub fn all(&self) -> [(&'static str, &'static str, &[f64]); 4] {
        let (bound, its_auroc) = match self.is_exact {
            true => ("likelihood", "auroc_likelihood"),
            false => ("bound", "auroc_bound"),
        };
        [
            (bound, its_auroc, &self.bound),
            ("reconstruction", "auroc_reconstruction", &self.rebuilt),
            ("discriminator", "auroc_discriminator", &self.judged),
            ("descent", "auroc_descent", &self.descended),
        ]
    }

    /// Goes on.
    ///
    /// # Errors
    /// `no-data`, `device-lost`.
    pub async fn advance(
        &mut self,
        trainer: &Trainer,
        (images, dataset): (&[f32], &MnistDataset),
    ) -> Result<()> {
        if self.looked_at < self.images {
            return self.look(trainer, images).await;
        }
        if let Some(search) = &mut self.search {
            let (done, found) = search.advance(dataset).await?;
            if done {
                self.descended = errors(&found, images).collect();
                self.search = None;
            }
        }
        Ok(())
    }

    /// Scores some more images.
    async fn look(&mut self, trainer: &Trainer, images: &[f32]) -> Result<()> {
        let start = self.looked_at;
        let together = match self.is_exact {
            true => READ,
            // As many samples in all, however many there are of each.
            false => LOOKED_AT.div_ceil(self.samples),
        };
        let n = together.min(self.images - start);
        let images = &images[start * PIXELS..(start + n) * PIXELS];
        if trainer.can(Capability::Encodes) {
            let rebuilt = trainer.reconstruct(images.to_vec(), &[]).await?;
            self.rebuilt.extend(errors(&rebuilt, images));
        }
        let untold = vec![0; n];
        let bound = trainer.bound(start as u64, images.to_vec(), &untold, self.samples);
        if let Some(bound) = bound.await? {
            self.bound.extend(bound);
        }
        if trainer.can(Capability::Judges) {
            let logits = trainer.judge(images.to_vec(), &[]).await?;
            self.judged
                .extend(logits.iter().map(|&logit| -f64::from(logit)));
        }
        self.looked_at += n;
        Ok(())
    }
}

/// How far pictures are from images.
fn errors<'a>(pictures: &'a [f32], images: &'a [f32]) -> impl Iterator<Item = f64> + 'a {
    let pairs = pictures
        .chunks_exact(PIXELS)
        .zip(images.chunks_exact(PIXELS));
    pairs.map(|(picture, image)| squared_error(picture, image, None))
}
