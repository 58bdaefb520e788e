//! Training of the classifier that judges samples.

use super::{Schedule, ScheduleKind};
use crate::dataset::recipe::augment::{Shift, Transform, Warp};
use crate::dataset::{DatasetSpec, EpochOrder, PIXELS, Split, unit};
use crate::error::{Error, ErrorCode, Result};
use crate::model::{CLASSES, Classifier, Init, Pass, Scheme, count_parameters};
use crate::objective::one_hot;
use crate::optimizer::{Optimizer, OptimizerConfig, OptimizerKind};
use crate::random::{Purpose, stream};
use burn::module::Module;
use burn::optim::GradientsParams;
use burn::tensor::activation::log_softmax;
use burn::tensor::{Device, Tensor, TensorData, Transaction};

const BATCH: usize = 128;

/// The rate that the cosine starts from.
const LR: f64 = 2e-3;

/// Each training image is moved anew in each epoch, as under `data.augment=shift:2`.
const SHIFT: Shift = Shift { furthest: 2 };

/// Losses are read back every so many steps, as in [`Trainer::train`](super::Trainer::train).
const STEPS_PER_READ: usize = 8;

/// A classifier being trained. The seed and the number of epochs decide everything.
#[derive(Clone, Debug)]
pub struct ClassifierTraining {
    model: Classifier,
    optimizer: Optimizer,
    schedule: Schedule,
    seed: u64,
    step: u64,
    steps_per_epoch: usize,
    /// With automatic differentiation.
    device: Device,
}

impl ClassifierTraining {
    /// A fresh classifier, to be trained for so many epochs of `train_size` images.
    ///
    /// # Errors
    /// `no-data` when there are not enough images for one batch.
    pub fn new(seed: u64, epochs: usize, train_size: usize, device: &Device) -> Result<Self> {
        let steps_per_epoch = train_size / BATCH;
        if steps_per_epoch == 0 {
            return Err(Error::new(
                ErrorCode::NoData,
                format!(
                    "A batch of the classifier is {BATCH} images; there are only {train_size}."
                ),
            ));
        }
        let device = device.clone().autodiff();
        Ok(Self {
            model: Classifier::new(&mut Init::new(Scheme::Pytorch, seed, &device)),
            optimizer: Optimizer::new(OptimizerConfig {
                kind: OptimizerKind::Adam,
                momentum: 0.0,
                beta1: 0.9,
                beta2: 0.999,
                epsilon: 1e-8,
                weight_decay: 0.0,
                clip_norm: 0.0,
                clip_value: 0.0,
            }),
            schedule: Schedule {
                kind: ScheduleKind::Cosine,
                lr: LR,
                warmup: 0,
                period: (epochs * steps_per_epoch) as u64,
                factor: 1.0,
                floor: 0.0,
            },
            seed,
            step: 0,
            steps_per_epoch,
            device,
        })
    }

    /// The classifier as it is now, without automatic differentiation.
    pub fn classifier(&self) -> Classifier {
        self.model.valid()
    }

    /// Numbers that are learnt.
    pub fn parameter_count(&self) -> usize {
        count_parameters(&self.model)
    }

    /// Steps of one epoch. The images that do not fill a last batch are left out, others each epoch.
    pub fn steps_per_epoch(&self) -> usize {
        self.steps_per_epoch
    }

    /// Takes one epoch's steps, handing each one's mean cross-entropy in nats to `report`, in order.
    ///
    /// # Errors
    /// `no-data` when images are missing; `not-finite` when a loss is infinite or not a number; `device-lost`.
    pub async fn epoch(&mut self, train: &Split, mut report: impl FnMut(f64)) -> Result<()> {
        train.require(train.expected())?;
        let epoch = self.step as usize / self.steps_per_epoch + 1;
        let order = EpochOrder::new(
            self.seed,
            epoch,
            train.len(),
            DatasetSpec::mnist().part_ends,
        );
        let mut at = 0;
        while at < self.steps_per_epoch {
            let end = (at + STEPS_PER_READ).min(self.steps_per_epoch);
            let mut pending = Transaction::default();
            for batch in at..end {
                pending = pending.register(self.one_step(train, order.batch(batch, BATCH)));
            }
            for data in pending.execute_async().await? {
                let loss = crate::model::values(&data).iter().sum::<f32>();
                if !loss.is_finite() {
                    return Err(Error::new(
                        ErrorCode::NotFinite,
                        format!("The classifier's loss became {loss} in epoch {epoch}."),
                    ));
                }
                report(f64::from(loss));
            }
            at = end;
        }
        Ok(())
    }

    /// One update on these images. Returns the mean cross-entropy, `[1]`, still on the device.
    fn one_step(&mut self, train: &Split, indices: &[u32]) -> Tensor<1> {
        self.step += 1;
        let mut rng = stream(self.seed, Purpose::Shift, self.step);
        let mut pixels = Vec::with_capacity(indices.len() * PIXELS);
        let mut labels = Vec::with_capacity(indices.len());
        for &index in indices {
            let start = pixels.len();
            pixels.extend(train.image(index as usize).map(unit));
            let mut warp = Warp::default();
            SHIFT.draw(&mut warp, &mut rng);
            warp.apply(&mut pixels[start..]);
            labels.push(train.label(index as usize));
        }
        let images = TensorData::new(pixels, [indices.len(), PIXELS]);
        let images = Tensor::<2>::from_data(images, &self.device);
        let digits = Tensor::<2>::from_data(one_hot(&labels, CLASSES), &self.device);

        let mut pass = Pass::train(stream(self.seed, Purpose::Dropout, self.step));
        let logits = self.model.logits(images, &mut pass);
        let loss = (log_softmax(logits, 1) * digits).sum_dim(1).mean().neg();
        let grads = GradientsParams::from_grads(loss.backward(), &self.model);
        let lr = self.schedule.at(self.step);
        self.optimizer.step(lr, &mut self.model, grads);
        loss.inner()
    }
}
