//! By drawing what is missing piece by piece: what is autoregressive.

use super::super::recovery::Problem;
use super::{Draws, Found, Way};
use crate::dataset::{MnistDataset, PIXELS};
use crate::error::Result;
use crate::model::transformer::symbols::{PLACES, SYMBOLS, text_of};
use crate::random::{Purpose, stream, uniform_unit};
use crate::ranking::descending;
use crate::training::families::Pending;
use crate::training::{Capability, Continue, Trainer};
use rand::RngExt;

/// A piece is drawn by how likely it is after those before it, whatever known pixels come later. So each image is drawn several times,
/// with the weight of its likelihood over the probability with which it was drawn, and the answers are chosen among these by
/// their weights: samples of the model's distribution given the known pixels, the nearer to it the more are drawn (sampling,
/// importance, resampling: Rubin, 1987).
#[derive(Debug)]
pub struct Continuing {
    trainer: Trainer,
    labels: Vec<u8>,
    draws: Draws,
    found: Found,
}

impl Continuing {
    /// For images with these labels, one each.
    pub fn new(trainer: &Trainer, labels: Vec<u8>, draws: Draws) -> Self {
        Self {
            trainer: trainer.clone(),
            found: Found::new(labels.len(), draws.answers),
            labels,
            draws,
        }
    }

    async fn next(&mut self, problem: &Problem) -> Result<(bool, Vec<f32>)> {
        let at = self.found.done();
        let Draws {
            each,
            answers,
            first,
        } = self.draws;
        let told = match self.trainer.can(Capability::Conditional) {
            true => vec![self.labels[at]; each],
            false => Vec::new(),
        };
        let mut rng = stream(problem.seed, Purpose::SceneDraw, first + at as u64);
        let missing = problem.missing().iter();
        let asked = Continue {
            known: missing.map(|missing| 1.0 - missing).collect(),
            count: each,
            seed: u64::from(rng.random::<u32>()),
            labels: told.clone(),
            ..Continue::default()
        };
        let image = &problem.seen[at * PIXELS..(at + 1) * PIXELS];
        let drawn = self.trainer.continue_image(image, asked).await?;
        let nats = self.trainer.surprise(&drawn.images, &told).await?;
        let one = drawn.images.chunks_exact(PIXELS);
        let probabilities = drawn.probabilities.chunks_exact(PLACES * SYMBOLS);
        let weights = one.zip(probabilities).zip(nats.chunks_exact(PLACES));
        let weights = weights.map(|((image, probabilities), nats)| {
            let symbols = text_of(&image.iter().map(|&pixel| pixel > 0.5).collect::<Vec<_>>());
            let chances = symbols.iter().zip(probabilities.chunks_exact(SYMBOLS));
            let drawn = chances.map(|(&symbol, all)| f64::from(all[usize::from(symbol)]).ln());
            -nats.iter().copied().map(f64::from).sum::<f64>() - drawn.sum::<f64>()
        });
        // The largest of logarithms of weights with Gumbel noise is one that is drawn by its weight, the next one that is drawn among
        // the others, and so on.
        let noise = uniform_unit(&mut rng, each);
        let gumbel = |share: f32| -(-f64::from(share.max(f32::MIN_POSITIVE)).ln()).ln();
        let noisy: Vec<f64> = weights.zip(noise).map(|(w, u)| w + gumbel(u)).collect();
        for &chosen in &descending(&noisy)[..answers] {
            let picture = &drawn.images[chosen * PIXELS..(chosen + 1) * PIXELS];
            self.found.add(picture.iter().copied());
        }
        Ok(self.found.answer())
    }
}

impl Way for Continuing {
    fn method(&self) -> &'static str {
        "continuation"
    }

    fn answers(&self) -> usize {
        self.draws.answers
    }

    fn share(&self) -> f64 {
        self.found.share()
    }

    fn advance<'a>(
        &'a mut self,
        problem: &'a Problem,
        _: &'a MnistDataset,
    ) -> Pending<'a, (bool, Vec<f32>)> {
        Box::pin(self.next(problem))
    }
}
