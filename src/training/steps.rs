//! Steps: several at a time, read together, and what happens when one spoils the weights.

use super::families::StepContext;
use super::recovery::unfit;
use super::replica::{Replica, Sharding, rows};
use super::trainer::{Trainer, named};
use super::{Part, Probe, StepMetrics};
use crate::dataset::{MnistBatch, MnistDataset, PIXELS, Share};
use crate::error::{ErrorCode, Result};
use crate::model::values;
use crate::random::Shard;
use burn::tensor::{Tensor, Transaction};

/// Losses are read back every so many steps: reading is a round trip to a GPU, and waiting for it keeps the queue of
/// work from growing without bound.
pub(super) const STEPS_PER_READ: u64 = 8;

impl Trainer {
    /// Takes `n` steps, handing each one's metrics to `report` in order.
    ///
    /// # Errors
    /// `no-data` when images are missing (nothing has changed then); `not-finite` when a loss, a gradient or a weight is
    /// infinite or not a number: the weights are then those before that step; `device-lost`.
    pub async fn train(
        &mut self,
        dataset: &MnistDataset,
        n: u64,
        report: impl FnMut(StepMetrics),
    ) -> Result<()> {
        self.train_as(&Replica::alone(), dataset, n, report).await
    }

    /// The same together with other replicas, which have the same weights and take the same steps at the same time. The losses
    /// are those of the whole batches; what is noticed and the images' variety come from this replica's share.
    ///
    /// # Errors
    /// Those of [`train`](Self::train); `bad-input` when there are more replicas than images in a batch; `replica-lost`: the
    /// weights are then those of the last step that was reported.
    pub async fn train_as(
        &mut self,
        replica: &Replica,
        dataset: &MnistDataset,
        n: u64,
        mut report: impl FnMut(StepMetrics),
    ) -> Result<()> {
        let sharding = replica.sharding(self.settings.batch_size)?;
        // A share is looked for image by image.
        if !dataset.train.is_share() {
            dataset.train.require(self.images_needed(n))?;
        }
        self.data.prepare(dataset)?;
        let last = self.step + n;
        while self.step < last {
            let count = STEPS_PER_READ.min(last - self.step);
            let start = self.step;
            let noticed = self.events.len();
            self.keep();
            let ends = self.step + count == last;
            let (steps, healthy) = match self.several_steps(sharding, dataset, count, ends).await {
                Ok(taken) => taken,
                Err(error) => {
                    self.go_back();
                    self.events.truncate(noticed);
                    if error.code == ErrorCode::ReplicaLost {
                        self.take_again(dataset, start).await?;
                    }
                    return Err(error);
                }
            };
            let bad = steps.iter().position(|metrics| unfit(metrics).is_some());
            if bad.is_none() && healthy {
                steps.into_iter().for_each(&mut report);
                continue;
            }
            let end = self.step;
            self.go_back();
            self.events.truncate(noticed);
            return Err(self.up_to_the_bad_step(dataset, start, end, report).await?);
        }
        Ok(())
    }

    /// A number that is finite as long as every weight is, `[1]`.
    pub(super) fn health(&self) -> Tensor<1> {
        let networks = self.training.networks().into_iter();
        let trained = networks.filter(|network| network.mean_of.is_none());
        let sums = trained.filter_map(|network| network.parameters.sum());
        Tensor::cat(sums.collect(), 0).sum()
    }

    /// Takes `count` steps and reads their losses together, and whether all weights are finite then. `ends`: the last of them
    /// is the last of a call, whose gradients are noted.
    pub(super) async fn several_steps(
        &mut self,
        sharding: Sharding<'_>,
        dataset: &MnistDataset,
        count: u64,
        ends: bool,
    ) -> Result<(Vec<StepMetrics>, bool)> {
        let first = self.step + 1;
        let mut pending = Transaction::default();
        let mut has_logits = false;
        let mut diversity = None;
        let mut probe = Probe::off();
        for at in 1..=count {
            let batch = self.next_batch(dataset, sharding.shard())?;
            let real = (at == count).then(|| batch.images.clone());
            if ends && at == count {
                probe = Probe::gradients_only();
            }
            let tensors = (self.training)
                .step(StepContext {
                    step: self.step,
                    batch,
                    sharding,
                    part: Part::Both,
                    probe: &mut probe,
                })
                .await?;
            has_logits = tensors.logits.is_some();
            diversity = real
                .zip(tensors.fakes)
                .map(|(real, fakes)| spread(fakes) / spread_of_images(real));
            pending = pending.register(tensors.losses);
            if let Some(logits) = tensors.logits {
                pending = pending.register(logits);
            }
        }
        let health = match diversity {
            Some(diversity) => Tensor::cat(vec![self.health(), diversity], 0),
            None => self.health(),
        };
        pending = pending.register(health);
        let (names, norms): (Vec<_>, Vec<_>) = probe.into_gradients().into_iter().unzip();
        if !norms.is_empty() {
            pending = pending.register(Tensor::cat(norms, 0));
        }
        let mut data = pending.execute_async().await?.into_iter();
        let mut losses = Vec::new();
        let mut accuracy = None;
        for _ in 0..count {
            losses.extend(data.next().map_or(Vec::new(), |data| values(&data)));
            if has_logits && let Some(logits) = data.next() {
                accuracy = self.accuracy(&values(&logits));
            }
        }
        let losses = sharding.mean(losses).await?;
        let steps = (first..)
            .zip(losses.chunks(losses.len() / count as usize))
            .map(|(step, losses)| self.metrics(step, losses))
            .collect();
        let health = data.next().map_or(Vec::new(), |data| values(&data));
        // A discriminator that learns alone is right about everything, and its generator has drawn nothing yet.
        if self.step > self.settings.pretrain_d {
            let events = self
                .divergence
                .look(self.step, health.get(1).copied(), accuracy);
            self.events.extend(events);
        }
        if let Some(norms) = data.next() {
            self.gradients = names.into_iter().zip(values(&norms)).collect();
        }
        Ok((steps, health.first().is_some_and(|sum| sum.is_finite())))
    }

    pub(super) fn metrics(&self, step: u64, losses: &[f32]) -> StepMetrics {
        StepMetrics {
            step,
            epoch: self.epoch_of(step),
            losses: named(
                self.training.losses(),
                losses.iter().map(|&loss| f64::from(loss)),
            ),
        }
    }

    /// The share of images that the discriminator judged rightly, from logits of real images and of as many fakes.
    fn accuracy(&self, logits: &[f32]) -> Option<f64> {
        let threshold = self.training.discriminator()?.objective().threshold()? as f32;
        let (real, fake) = logits.split_at(logits.len() / 2);
        let right = real.iter().filter(|&&logit| logit > threshold).count()
            + fake.iter().filter(|&&logit| logit <= threshold).count();
        Some(right as f64 / logits.len() as f64)
    }

    /// The images that number `rank` of `world` replicas draws in the next `n` steps: all that it needs of the data
    /// ([`Split::hold`](crate::dataset::Split::hold)).
    ///
    /// # Errors
    /// `no-data` when some of them are missing; `bad-input` when there is no such replica.
    pub fn share(
        &mut self,
        dataset: &MnistDataset,
        n: u64,
        rank: usize,
        world: usize,
    ) -> Result<Share> {
        let rows = rows(rank, world, self.settings.batch_size)?;
        dataset.train.require(self.images_needed(n))?;
        self.data.prepare(dataset)?;
        let mut images = Vec::with_capacity(n as usize * rows.count());
        for step in self.step + 1..=self.step + n {
            let places = self.places_of(step, rows);
            images.extend(self.data.images_at(&places));
        }
        dataset.train.share(images)
    }

    /// Counts a step and returns these rows of its batch.
    ///
    /// # Errors
    /// `no-data` when one of its images is missing.
    pub(super) fn next_batch(&mut self, dataset: &MnistDataset, rows: Shard) -> Result<MnistBatch> {
        self.step += 1;
        let places = self.places_of(self.step, rows);
        let epoch = self.epoch_of(self.step);
        self.data.batch(dataset, epoch, &places, &self.device)
    }

    /// These rows of a step's batch, as places of its epoch's order.
    fn places_of(&mut self, step: u64, rows: Shard) -> Vec<u32> {
        let epoch = self.epoch_of(step);
        let order = match self.order.take() {
            Some(order) if order.epoch() == epoch => order,
            _ => (self.data).order(self.settings.seed, epoch, self.settings.batch_size),
        };
        let index = (step - 1) % self.steps_per_epoch();
        let batch = order.batch(index as usize, self.settings.batch_size);
        let places = batch[rows.start..rows.end].to_vec();
        self.order = Some(order);
        places
    }
}

/// The mean squared distance between two images of a batch `[n, m]`, `[1]`, up to a factor.
fn spread(images: Tensor<2>) -> Tensor<1> {
    images.var(0).mean()
}

/// The same for images `[n, 1, 28, 28]`, 0 to 1, as if they went from -1 to 1.
fn spread_of_images(images: Tensor<4>) -> Tensor<1> {
    let [n, ..] = images.dims();
    spread(images.reshape([n, PIXELS])).mul_scalar(4.0)
}
