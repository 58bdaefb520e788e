//! One run: settings, weights and the step it is at.

use super::{AutoencoderTraining, Losses, Settings};
use crate::dataset::{EpochOrder, MnistBatch, MnistDataset, PIXELS, images_needed};
use crate::error::{Error, ErrorCode, Result};
use crate::model::{CLASSES, count_parameters};
use burn::tensor::{Device, Tensor, TensorData, Transaction};

/// Losses are read back every so many steps: reading is a round trip to a GPU, and waiting for it keeps the queue of
/// work from growing without bound.
const STEPS_PER_READ: u64 = 8;

/// Images an evaluation looks at together. A GPU compiles kernels for each new shape, so it is always this many.
const EVALUATION_BATCH: usize = 250;

/// What a step reports.
#[derive(Clone, Debug, PartialEq)]
pub struct StepMetrics {
    /// Steps taken, this one included.
    pub step: u64,
    /// The epoch that the step belongs to, counted from 1.
    pub epoch: usize,
    /// Mean losses over the batch.
    pub losses: Losses,
}

/// A model being trained. Every method gives the same result whatever was called before, as far as the weights are
/// the same: nothing but [`train`](Self::train) advances anything.
#[derive(Clone, Debug)]
pub struct Trainer {
    settings: Settings,
    device: Device,
    training: AutoencoderTraining,
    train_size: usize,
    step: u64,
    order: Option<EpochOrder>,
}

impl Trainer {
    /// A fresh model with the initial weights of its seed, to be trained on `train_size` images.
    ///
    /// # Errors
    /// `bad-setting` when a batch is larger than the dataset.
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
        let training = AutoencoderTraining::new(&settings, device);
        Ok(Self {
            settings,
            device: device.clone(),
            training,
            train_size,
            step: 0,
            order: None,
        })
    }

    /// What is being trained.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The model with its optimizer.
    pub fn training(&self) -> &AutoencoderTraining {
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
        count_parameters(&self.training.model)
    }

    /// Size of the code.
    pub fn latent_dim(&self) -> usize {
        self.training.latent_dim()
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
    /// `no-data` when images are missing (nothing has changed then); `not-finite` when a loss is infinite or not a
    /// number; `device-lost`.
    pub async fn train(
        &mut self,
        dataset: &MnistDataset,
        n: u64,
        mut report: impl FnMut(StepMetrics),
    ) -> Result<()> {
        dataset.train.require(self.images_needed(n))?;
        let last = self.step + n;
        while self.step < last {
            let mut pending = Transaction::default();
            let first = self.step + 1;
            let count = STEPS_PER_READ.min(last - self.step);
            for _ in 0..count {
                let losses = self.one_step(dataset);
                pending = pending.register(losses);
            }
            for (step, data) in (first..).zip(pending.execute_async().await?) {
                let values = data.as_slice::<f32>().expect("losses are f32");
                let losses = AutoencoderTraining::LOSSES
                    .iter()
                    .zip(values)
                    .map(|(name, &x)| ((*name).into(), f64::from(x)));
                let metrics = StepMetrics {
                    step,
                    epoch: self.epoch_of(step),
                    losses: losses.collect(),
                };
                check_finite(&metrics)?;
                report(metrics);
            }
        }
        Ok(())
    }

    fn one_step(&mut self, dataset: &MnistDataset) -> Tensor<1> {
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
        self.training.step(self.step, batch)
    }

    /// Mean losses over the first `limit` test images. The noise is the same every time.
    ///
    /// # Errors
    /// `bad-input` when `limit` is 0, `no-data`, `device-lost`.
    pub async fn evaluate(&self, dataset: &MnistDataset, limit: usize) -> Result<Losses> {
        if limit == 0 {
            return Err(Error::new(
                ErrorCode::BadInput,
                "Evaluation needs at least one test image.",
            ));
        }
        dataset.test.require(limit)?;
        let mut sums = [0.0; AutoencoderTraining::LOSSES.len()];
        let mut start = 0;
        while start < limit {
            let count = EVALUATION_BATCH.min(limit - start);
            let mut pixels = dataset.test.pixels(start, count)?;
            pixels.resize(EVALUATION_BATCH * PIXELS, 0.0);
            let mut labels = dataset.test.labels(start, count)?.to_vec();
            labels.resize(EVALUATION_BATCH, 0);
            let batch = (start / EVALUATION_BATCH) as u64;
            let losses = self.training.evaluate(batch, self.images(pixels), &labels);
            let data = losses.into_data_async().await?;
            let rows = data
                .as_slice::<f32>()
                .expect("losses are f32")
                .chunks_exact(EVALUATION_BATCH);
            for (sum, row) in sums.iter_mut().zip(rows) {
                *sum += row[..count].iter().map(|&x| f64::from(x)).sum::<f64>();
            }
            start += count;
        }
        let [bound, recon_loss, kl_loss] = sums.map(|sum| sum / limit as f64);
        let losses = [
            self.training.total(bound, recon_loss, kl_loss),
            recon_loss,
            kl_loss,
        ];
        Ok(AutoencoderTraining::LOSSES
            .iter()
            .map(|name| (*name).into())
            .zip(losses)
            .collect())
    }

    /// `count` images from the prior, `[count * 784]`, 0 to 1. The same seed gives the same latents. A conditional model
    /// draws the digit `label`, or all ten in turn.
    ///
    /// # Errors
    /// `bad-input` when a label is given to a model that is not conditional, or is above 9; `device-lost`.
    pub async fn sample(&self, count: usize, seed: u64, labels: &[u8]) -> Result<Vec<f32>> {
        let labels = if labels.is_empty() {
            self.digits_in_turn(count)
        } else {
            self.labels(count, labels)?
        };
        read(self.training.sample(count, seed, &labels)).await
    }

    /// Mean and log-variance of the code of each image, `[n * latent]` both, from pixels `[n * 784]`, 0 to 1.
    ///
    /// # Errors
    /// `bad-input` when the pixels are not whole images or lie outside 0 to 1, or a conditional model is not told the
    /// digit; `device-lost`.
    pub async fn encode(&self, pixels: Vec<f32>, labels: &[u8]) -> Result<(Vec<f32>, Vec<f32>)> {
        check_pixels(&pixels)?;
        let labels = self.labels(pixels.len() / PIXELS, labels)?;
        let (mean, logvar) = self.training.encode(self.images(pixels), &labels);
        let data = Transaction::default()
            .register(mean)
            .register(logvar)
            .execute_async()
            .await?;
        let mut values = data.iter().map(crate::model::values);
        Ok((
            values.next().unwrap_or_default(),
            values.next().unwrap_or_default(),
        ))
    }

    /// Images `[n * 784]`, 0 to 1, from codes `[n * latent]`.
    ///
    /// # Errors
    /// `bad-input` when the codes have another size or are not finite, or a conditional model is not told the digit;
    /// `device-lost`.
    pub async fn decode(&self, z: Vec<f32>, labels: &[u8]) -> Result<Vec<f32>> {
        let latent = self.latent_dim();
        if z.is_empty() || !z.len().is_multiple_of(latent) || z.iter().any(|x| !x.is_finite()) {
            return Err(Error::new(
                ErrorCode::BadInput,
                format!(
                    "A code is {latent} finite numbers; {} values came.",
                    z.len()
                ),
            ));
        }
        let n = z.len() / latent;
        let labels = self.labels(n, labels)?;
        let z = Tensor::from_data(TensorData::new(z, [n, latent]), &self.device);
        read(self.training.decode(z, &labels)).await
    }

    /// Images through the mean of their code and back, `[n * 784]` both.
    ///
    /// # Errors
    /// As [`encode`](Self::encode).
    pub async fn reconstruct(&self, pixels: Vec<f32>, labels: &[u8]) -> Result<Vec<f32>> {
        check_pixels(&pixels)?;
        let labels = self.labels(pixels.len() / PIXELS, labels)?;
        let (mean, _) = self.training.encode(self.images(pixels), &labels);
        read(self.training.decode(mean, &labels)).await
    }

    /// The digits of `n` images: one for all, or one each. A model that is not conditional is told none.
    fn labels(&self, n: usize, labels: &[u8]) -> Result<Vec<u8>> {
        let refuse = |message: String| Err(Error::new(ErrorCode::BadInput, message));
        match (self.training.is_conditional(), labels) {
            (false, []) => Ok(vec![0; n]),
            (false, _) => refuse(
                "This model is not told the digit: load cvae, or set conditional=true.".into(),
            ),
            (true, []) => refuse(
                "This model is told the digit: give it too, { label: 3 } for example.".into(),
            ),
            (true, [label @ 0..=9]) => Ok(vec![*label; n]),
            (true, labels) if labels.len() == n && labels.iter().all(|label| *label <= 9) => {
                Ok(labels.to_vec())
            }
            (true, _) => refuse(format!(
                "The label must be one digit from 0 to 9, or {n} of them."
            )),
        }
    }

    /// All ten digits, over and over.
    fn digits_in_turn(&self, n: usize) -> Vec<u8> {
        (0..n).map(|at| (at % CLASSES) as u8).collect()
    }

    /// Pixels `[n * 784]` as a tensor `[n, 784]`.
    fn images(&self, pixels: Vec<f32>) -> Tensor<2> {
        let n = pixels.len() / PIXELS;
        Tensor::from_data(TensorData::new(pixels, [n, PIXELS]), &self.device)
    }

    /// Continues from other weights, optimizer state and step.
    pub(crate) fn resume(&mut self, training: AutoencoderTraining, step: u64) {
        self.training = training;
        self.step = step;
        self.order = None;
    }
}

async fn read(images: Tensor<2>) -> Result<Vec<f32>> {
    Ok(crate::model::values(&images.into_data_async().await?))
}

fn check_pixels(pixels: &[f32]) -> Result<()> {
    if pixels.is_empty() || !pixels.len().is_multiple_of(PIXELS) {
        return Err(Error::new(
            ErrorCode::BadInput,
            format!(
                "An image is {PIXELS} numbers (28 x 28); {} came.",
                pixels.len()
            ),
        ));
    }
    match pixels.iter().find(|p| !(0.0..=1.0).contains(*p)) {
        Some(p) => Err(Error::new(
            ErrorCode::BadInput,
            format!("Pixels go from 0 to 1; one is {p}."),
        )),
        None => Ok(()),
    }
}

fn check_finite(metrics: &StepMetrics) -> Result<()> {
    match metrics.losses.iter().find(|(_, value)| !value.is_finite()) {
        None => Ok(()),
        Some((name, value)) => Err(Error::new(
            ErrorCode::NotFinite,
            format!(
                "At step {} {name} became {value}. Lower the learning rate and restart.",
                metrics.step
            ),
        )),
    }
}
