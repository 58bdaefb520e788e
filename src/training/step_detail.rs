//! One step with everything that was computed on the way.

use super::families::StepContext;
use super::recovery::{BAD_WEIGHT, not_finite, unfit};
use super::replica::Sharding;
use super::trainer::Trainer;
use super::{Part, Probe, StepDetail, StepTensors, unsigned};
use crate::dataset::MnistDataset;
use crate::error::Result;
use crate::model::values;
use burn::tensor::{Tensor, Transaction};

impl Trainer {
    /// One step that updates the networks of `part`, with everything there is to show about it.
    ///
    /// # Errors
    /// `bad-input` when the model has no such part; those of [`train`](Self::train).
    pub async fn step_in_detail(
        &mut self,
        dataset: &MnistDataset,
        part: Part,
    ) -> Result<StepDetail> {
        self.require(part)?;
        dataset.train.require(self.images_needed(1))?;
        self.data.prepare(dataset)?;
        let good = self.state();
        // What was kept before does not lead here by taking steps again: this one may be of one part only.
        self.kept = None;
        let sharding = Sharding::whole(self.settings.batch_size);
        let batch = self.next_batch(dataset, sharding.shard())?;
        let (images, labels) = (batch.images.clone(), batch.labels.clone());
        let mut probe = Probe::on();
        let StepTensors {
            losses,
            logits,
            fakes,
            outputs,
            latents,
        } = (self.training)
            .step(StepContext {
                step: self.step,
                batch,
                sharding,
                part,
                probe: &mut probe,
            })
            .await?;
        let (names, norms): (Vec<_>, Vec<_>) = probe.into_gradients().into_iter().unzip();
        let fakes = fakes.map(unsigned);
        let mut pending = Transaction::default()
            .register(losses)
            .register(self.health())
            .register(images)
            .register(Tensor::cat(norms, 0));
        let there = [logits.is_some(), fakes.is_some(), outputs.is_some()];
        let has_latents = latents.is_some();
        if let Some(logits) = logits {
            pending = pending.register(logits);
        }
        for images in [fakes, outputs].into_iter().flatten() {
            pending = pending.register(images);
        }
        if let Some(latents) = latents {
            pending = pending.register(latents);
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
            self.set(good);
            return Err(not_finite(metrics.step, &what));
        }
        let images = next();
        let gradients = names.into_iter().zip(next()).collect();
        let logits = there[0].then(&mut next);
        let fakes = there[1].then(&mut next);
        let rebuilt = there[2].then(&mut next);
        let latents = has_latents.then(&mut next).map(|all| {
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
            latents,
            fakes,
            real_scores,
            fake_scores,
            gradients,
        })
    }
}
