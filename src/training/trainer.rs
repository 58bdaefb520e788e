//! One run: settings, weights and the step it is at.

use super::watch::Watch;
use super::{
    Event, Losses, Part, Probe, Settings, StepDetail, StepMetrics, StepTensors, Training, unsigned,
};
use crate::dataset::{EpochOrder, MnistBatch, MnistDataset, PIXELS, images_needed};
use crate::error::{Error, ErrorCode, Result};
use crate::model::{PartSummary, values};
use burn::tensor::{Device, Tensor, Transaction};

/// Losses are read back every so many steps: reading is a round trip to a GPU, and waiting for it keeps the queue of
/// work from growing without bound.
const STEPS_PER_READ: u64 = 8;

const BAD_WEIGHT: &str = "a weight became infinite or not a number";

/// A model being trained. Every method gives the same result whatever was called before, as far as the weights are
/// the same: nothing but [`train`](Self::train) advances anything.
#[derive(Clone, Debug)]
pub struct Trainer {
    pub(super) settings: Settings,
    pub(super) device: Device,
    pub(super) training: Training,
    train_size: usize,
    step: u64,
    order: Option<EpochOrder>,
    watch: Watch,
    events: Vec<Event>,
    gradients: Vec<(String, f32)>,
}

impl Trainer {
    /// A fresh model with the initial weights of its seed, to be trained on `train_size` images.
    ///
    /// # Errors
    /// `bad-setting` when a batch is larger than the dataset, or architecture and objective do not fit.
    pub fn new(settings: Settings, train_size: usize, device: &Device) -> Result<Self> {
        if settings.batch_size > train_size {
            return Err(Error::new(
                ErrorCode::BadSetting,
                format!(
                    "batch_size cannot be {}: there are only {train_size} training images.",
                    settings.batch_size
                ),
            ));
        }
        let training = Training::new(&settings, device)?;
        Ok(Self {
            settings,
            device: device.clone(),
            training,
            train_size,
            step: 0,
            order: None,
            watch: Watch::default(),
            events: Vec::new(),
            gradients: Vec::new(),
        })
    }

    /// What is being trained.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The networks with their optimizers.
    pub fn training(&self) -> &Training {
        &self.training
    }

    /// Steps taken.
    pub fn step(&self) -> u64 {
        self.step
    }

    /// The epoch that the last step belongs to, counted from 1; 0 before the first step.
    pub fn epoch(&self) -> usize {
        if self.step == 0 {
            0
        } else {
            self.epoch_of(self.step)
        }
    }

    /// Training images.
    pub fn train_size(&self) -> usize {
        self.train_size
    }

    /// Steps of one epoch. The images that do not fill a last batch are left out, others each epoch.
    pub fn steps_per_epoch(&self) -> u64 {
        (self.train_size / self.settings.batch_size) as u64
    }

    /// Values in all parameters.
    pub fn parameter_count(&self) -> usize {
        self.training.parameter_count()
    }

    /// The layers of each network.
    pub fn summary(&self) -> Vec<PartSummary> {
        self.training.summary()
    }

    /// Size of the code, or of the noise that images are drawn from.
    pub fn latent_dim(&self) -> usize {
        self.settings.latent_dim
    }

    /// Whether the model can encode images.
    pub fn has_encoder(&self) -> bool {
        self.training.encoder().is_ok()
    }

    /// Whether the model has a critic.
    pub fn has_critic(&self) -> bool {
        self.training.require(Part::Discriminator).is_ok()
    }

    /// What has been noticed since the last call: a collapsed generator, a critic that always wins.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// Norms of the gradients by each parameter in the last step of the last [`train`](Self::train), as
    /// [`StepDetail::gradients`] has them.
    pub fn take_gradients(&mut self) -> Vec<(String, f32)> {
        std::mem::take(&mut self.gradients)
    }

    /// How many training images, from the front, must be present to take `n` more steps.
    pub fn images_needed(&self, n: u64) -> usize {
        if n == 0 {
            return 0;
        }
        let last = self.step.saturating_add(n);
        let batches = (last - 1) % self.steps_per_epoch() + 1;
        images_needed(
            self.epoch_of(last),
            batches as usize * self.settings.batch_size,
            self.train_size,
        )
    }

    fn epoch_of(&self, step: u64) -> usize {
        ((step - 1) / self.steps_per_epoch() + 1) as usize
    }

    /// Takes `n` steps, handing each one's metrics to `report` in order.
    ///
    /// # Errors
    /// `no-data` when images are missing (nothing has changed then); `not-finite` when a loss, a gradient or a weight is
    /// infinite or not a number: the weights are then those before that step; `device-lost`.
    pub async fn train(
        &mut self,
        dataset: &MnistDataset,
        n: u64,
        mut report: impl FnMut(StepMetrics),
    ) -> Result<()> {
        dataset.train.require(self.images_needed(n))?;
        let last = self.step + n;
        while self.step < last {
            let count = STEPS_PER_READ.min(last - self.step);
            let good = (self.training.clone(), self.step);
            let ends = self.step + count == last;
            let (steps, healthy) = self.several_steps(dataset, count, ends).await?;
            let bad = steps.iter().position(|metrics| unfit(metrics).is_some());
            if bad.is_none() && healthy {
                steps.into_iter().for_each(&mut report);
                continue;
            }
            (self.training, self.step) = good;
            return Err(self.up_to_the_bad_step(dataset, count, report).await?);
        }
        Ok(())
    }

    /// Takes `count` steps and reads their losses together, and whether all weights are finite then. `ends`: the last of them
    /// is the last of a call, whose gradients are noted.
    async fn several_steps(
        &mut self,
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
            let batch = self.next_batch(dataset);
            let real = (at == count).then(|| batch.images.clone());
            if ends && at == count {
                probe = Probe::gradients_only();
            }
            let tensors = self.training.step(self.step, batch, Part::Both, &mut probe);
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
            Some(diversity) => Tensor::cat(vec![self.training.health(), diversity], 0),
            None => self.training.health(),
        };
        pending = pending.register(health);
        let (names, norms): (Vec<_>, Vec<_>) = probe.into_gradients().into_iter().unzip();
        if !norms.is_empty() {
            pending = pending.register(Tensor::cat(norms, 0));
        }
        let mut data = pending.execute_async().await?.into_iter();
        let mut steps = Vec::new();
        let mut accuracy = None;
        for step in first..first + count {
            steps.push(self.metrics(step, &data.next().map_or(Vec::new(), |data| values(&data))));
            if has_logits && let Some(logits) = data.next() {
                accuracy = self.accuracy(&values(&logits));
            }
        }
        let health = data.next().map_or(Vec::new(), |data| values(&data));
        let events = self.watch.look(self.step, health.get(1).copied(), accuracy);
        self.events.extend(events);
        if let Some(norms) = data.next() {
            self.gradients = names.into_iter().zip(values(&norms)).collect();
        }
        Ok((steps, health.first().is_some_and(|sum| sum.is_finite())))
    }

    /// Among the next `count` steps is one that spoils the weights. Takes those before it, one by one, and returns the error
    /// that stops the run.
    async fn up_to_the_bad_step(
        &mut self,
        dataset: &MnistDataset,
        count: u64,
        mut report: impl FnMut(StepMetrics),
    ) -> Result<Error> {
        for _ in 0..count {
            let good = (self.training.clone(), self.step);
            let (mut steps, healthy) = self.several_steps(dataset, 1, false).await?;
            let Some(metrics) = steps.pop() else { break };
            let what = match unfit(&metrics) {
                Some(loss) => loss,
                None if !healthy => BAD_WEIGHT.into(),
                None => {
                    report(metrics);
                    continue;
                }
            };
            let step = self.step;
            (self.training, self.step) = good;
            return Ok(not_finite(step, &what));
        }
        // Only where a device computes the same steps differently the second time.
        Ok(not_finite(
            self.step + 1,
            "a loss became infinite or not a number",
        ))
    }

    /// One step that updates the networks of `part`, with everything there is to show about it.
    ///
    /// # Errors
    /// `bad-input` when the model has no such part; those of [`train`](Self::train).
    pub async fn step_in_detail(
        &mut self,
        dataset: &MnistDataset,
        part: Part,
    ) -> Result<StepDetail> {
        self.training.require(part)?;
        dataset.train.require(self.images_needed(1))?;
        let good = (self.training.clone(), self.step);
        let batch = self.next_batch(dataset);
        let (images, labels) = (batch.images.clone(), batch.labels.clone());
        let mut probe = Probe::on();
        let StepTensors {
            losses,
            logits,
            fakes,
            outputs,
            codes,
        } = self.training.step(self.step, batch, part, &mut probe);
        let (names, norms): (Vec<_>, Vec<_>) = probe.into_gradients().into_iter().unzip();
        let fakes = fakes.map(unsigned);
        let mut pending = Transaction::default()
            .register(losses)
            .register(self.training.health())
            .register(images)
            .register(Tensor::cat(norms, 0));
        let there = [logits.is_some(), fakes.is_some(), outputs.is_some()];
        let coded = codes.is_some();
        if let Some(logits) = logits {
            pending = pending.register(logits);
        }
        for images in [fakes, outputs].into_iter().flatten() {
            pending = pending.register(images);
        }
        if let Some(codes) = codes {
            pending = pending.register(codes);
        }
        let mut data = pending
            .execute_async()
            .await?
            .into_iter()
            .map(|data| values(&data));
        let mut next = || data.next().unwrap_or_default();
        let metrics = self.metrics(self.step, &next());
        let healthy = next()[0].is_finite();
        if let Some(what) = unfit(&metrics).or((!healthy).then(|| BAD_WEIGHT.into())) {
            (self.training, self.step) = good;
            return Err(not_finite(metrics.step, &what));
        }
        let images = next();
        let gradients = names.into_iter().zip(next()).collect();
        let logits = there[0].then(&mut next);
        let fakes = there[1].then(&mut next);
        let rebuilt = there[2].then(&mut next);
        let codes = coded.then(&mut next).map(|all| {
            let size = all.len() / 3;
            [0, 1, 2].map(|at| all[at * size..(at + 1) * size].to_vec())
        });
        let (real_scores, fake_scores) = logits
            .map(|logits| {
                let (real, fake) = logits.split_at(logits.len() / 2);
                (real.to_vec(), fake.to_vec())
            })
            .unzip();
        Ok(StepDetail {
            metrics,
            part,
            images,
            labels,
            rebuilt,
            codes,
            fakes,
            real_scores,
            fake_scores,
            gradients,
        })
    }

    fn metrics(&self, step: u64, losses: &[f32]) -> StepMetrics {
        StepMetrics {
            step,
            epoch: self.epoch_of(step),
            losses: named(
                self.training.losses(),
                losses.iter().map(|&loss| f64::from(loss)),
            ),
        }
    }

    /// The share of images that the critic judged rightly, from logits of real images and of as many fakes.
    fn accuracy(&self, logits: &[f32]) -> Option<f64> {
        let threshold = self.training.threshold()? as f32;
        let (real, fake) = logits.split_at(logits.len() / 2);
        let right = real.iter().filter(|&&logit| logit > threshold).count()
            + fake.iter().filter(|&&logit| logit <= threshold).count();
        Some(right as f64 / logits.len() as f64)
    }

    /// Counts a step and returns its batch.
    fn next_batch(&mut self, dataset: &MnistDataset) -> MnistBatch {
        self.step += 1;
        let epoch = self.epoch_of(self.step);
        let order = match self.order.take() {
            Some(order) if order.epoch() == epoch => order,
            _ => EpochOrder::new(self.settings.seed, epoch, self.train_size),
        };
        let index = (self.step - 1) % self.steps_per_epoch();
        let batch = MnistBatch::new(
            &dataset.train,
            order.batch(index as usize, self.settings.batch_size),
            &self.device,
        );
        self.order = Some(order);
        batch
    }

    /// Continues from other weights, optimizer state and step.
    pub(crate) fn resume(&mut self, training: Training, step: u64) {
        self.training = training;
        self.step = step;
        self.order = None;
    }
}

/// Values by their names.
pub(super) fn named(names: &[&str], values: impl Iterator<Item = f64>) -> Losses {
    names
        .iter()
        .map(|name| (*name).into())
        .zip(values)
        .collect()
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

/// The loss that cannot be, with its value.
fn unfit(metrics: &StepMetrics) -> Option<String> {
    let (name, value) = metrics
        .losses
        .iter()
        .find(|(_, value)| !value.is_finite())?;
    Some(format!("{name} became {value}"))
}

fn not_finite(step: u64, what: &str) -> Error {
    Error::new(
        ErrorCode::NotFinite,
        format!(
            "At step {step} {what}. The weights are those before it. Lower the learning rate (lr), or limit the gradients \
             (grad_clip=1), and start again.",
        ),
    )
}
