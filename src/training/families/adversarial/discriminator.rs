//! A discriminator while it trains: what a GAN and a VAE-GAN share.

use super::DiffAugment;
use crate::error::Result;
use crate::model::{AdversarialConfig, Discriminator, DiscriminatorNorm, Init, Parameters, Pass};
use crate::objective::{AdversarialObjective, r1_penalty};
use crate::optimizer::{Optimizer, clamp_weights};
use crate::random::{Purpose, stream};
use crate::training::families::{TrainedNetwork, TrainedNetworkMut};
use crate::training::replica::Sharding;
use crate::training::step::Probe;
use crate::training::{Schedule, Settings};
use burn::module::Module;
use burn::tensor::Tensor;

const DISCRIMINATOR: &str = "discriminator.";

/// A discriminator, its optimizer and the settings it trains under.
#[derive(Clone, Debug)]
pub struct DiscriminatorTraining {
    /// The network, on a device with automatic differentiation.
    pub model: Discriminator,
    /// Its optimizer.
    pub optimizer: Optimizer,
    objective: AdversarialObjective,
    pub(super) seed: u64,
    schedule: Schedule,
    real_target: f64,
    weight_clip: f64,
    pub(super) gp_lambda: f64,
    pub(super) r1: f64,
    pub(super) r1_every: u64,
    augment: DiffAugment,
    /// Whether real and fake images must go through the network apart, so that each batch has its own statistics.
    separate_batches: bool,
}

/// What the discriminator said of a batch, on the device and without automatic differentiation.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// Its loss, the gradient penalty included, `[1]`. R1 is not: most updates are made without it (`r1_every`), and the
    /// loss would jump with each that has it.
    pub loss: Tensor<1>,
    /// The gradient penalty before its weight, `[1]`.
    pub penalty: Option<Tensor<1>>,
    /// Logits of the real images, `[n, 1]`.
    pub real: Tensor<2>,
    /// Logits of the fakes, `[n, 1]`.
    pub fake: Tensor<2>,
}

impl DiscriminatorTraining {
    /// A fresh discriminator.
    pub fn new(
        settings: &Settings,
        config: &AdversarialConfig,
        objective: AdversarialObjective,
        init: &mut Init,
    ) -> Self {
        Self {
            model: Discriminator::new(config, init),
            optimizer: Optimizer::new(settings.optimizer_config()),
            objective,
            seed: settings.seed,
            schedule: settings.discriminator_schedule(),
            real_target: 1.0 - settings.label_smoothing,
            weight_clip: settings.weight_clip,
            gp_lambda: settings.gp_lambda,
            r1: settings.r1,
            r1_every: settings.r1_every,
            augment: settings.diff_augment,
            separate_batches: config.critic_norm == DiscriminatorNorm::Batch,
        }
    }

    /// The network with spectral normalisation worked into its weights.
    pub(crate) fn plain(&self) -> Discriminator {
        let mut discriminator = self.model.clone();
        discriminator.network = discriminator.network.without_spectral_norm();
        discriminator
    }

    /// The network with its optimizer, as it is saved.
    pub(in crate::training) fn network(&self) -> TrainedNetwork<'_> {
        TrainedNetwork {
            prefix: DISCRIMINATOR,
            parameters: &self.model,
            optimizer: Some(&self.optimizer),
            mean_of: None,
            parts: vec![self.model.network.summary("discriminator")],
        }
    }

    /// The same, to be changed.
    pub(in crate::training) fn network_mut(&mut self) -> TrainedNetworkMut<'_> {
        TrainedNetworkMut {
            prefix: DISCRIMINATOR,
            parameters: &mut self.model,
            optimizer: Some(&mut self.optimizer),
            mean_of: None,
        }
    }

    /// The network as other programs take it, where `prefix` is its own.
    pub(in crate::training) fn exported(&self, prefix: &str) -> Option<Box<dyn Parameters>> {
        (prefix == DISCRIMINATOR).then(|| Box::new(self.plain()) as Box<dyn Parameters>)
    }

    /// What it and its generator minimise.
    pub fn objective(&self) -> AdversarialObjective {
        self.objective
    }

    /// Whether its slope is penalised.
    pub fn has_penalty(&self) -> bool {
        self.objective == AdversarialObjective::WassersteinGp
    }

    /// One update on a share of real images and of fakes, `[n, 784]` both, -1 to 1, with their digits for a conditional
    /// model. All of it, the penalties too, is about the images as they are after differentiable augmentation.
    ///
    /// # Errors
    /// `replica-lost`; the update may be half made then.
    pub(in crate::training) async fn learn(
        &mut self,
        step: u64,
        real: Tensor<2>,
        fake: Tensor<2>,
        digits: Option<Tensor<2>>,
        sharding: Sharding<'_>,
        probe: &mut Probe,
    ) -> Result<Judgement> {
        let rows = sharding.shard();
        let change = |images, purpose| (self.augment).apply(images, self.seed, purpose, step, rows);
        let real = change(real, Purpose::AugmentReal);
        let fake = change(fake, Purpose::AugmentFake);
        let (on_real, on_fake, passes) =
            self.real_and_fake_logits(step, real.clone(), fake.clone(), digits.clone(), sharding);
        let mut loss =
            self.objective
                .discriminator_loss(on_real.clone(), on_fake.clone(), self.real_target);
        let r1 = self
            .r1_weight()
            .map(|weight| r1_penalty(self.slope(real.clone(), digits.clone())).mul_scalar(weight));
        let penalty = self
            .has_penalty()
            .then(|| self.penalty(step, real, fake, digits, rows));
        if let Some(penalty) = &penalty {
            loss = loss + penalty.clone().mul_scalar(self.gp_lambda);
        }
        let whole = r1.map_or_else(|| loss.clone(), |r1| loss.clone() + r1);
        let grads = sharding.gradients(&self.model, &whole).await?;
        probe.gradients("discriminator.", &self.model, &grads);
        let lr = self.schedule.at(step);
        self.optimizer.step(lr, &mut self.model, grads);
        if self.weight_clip > 0.0 {
            self.model = clamp_weights(self.model.clone(), self.weight_clip);
        }
        for pass in passes {
            let pass = sharding.statistics(pass).await?;
            self.model.network.update_running(pass);
        }
        Ok(Judgement {
            loss: loss.inner(),
            penalty: penalty.map(Tensor::inner),
            real: on_real.inner(),
            fake: on_fake.inner(),
        })
    }

    /// What it says of real images and fakes, `[n, 784]` both, without learning from them.
    pub fn score(&self, real: Tensor<2>, fake: Tensor<2>, digits: Option<Tensor<2>>) -> Judgement {
        let real = self.logits(real, digits.clone());
        let fake = self.logits(fake, digits);
        let objective = self.objective;
        let loss = objective.discriminator_loss(real.clone(), fake.clone(), self.real_target);
        let penalty = self.has_penalty().then(|| loss.zeros_like());
        Judgement {
            loss,
            penalty,
            real,
            fake,
        }
    }

    /// Losses of each image (discriminator's, generator's) and, where the objective has a threshold, the share of the pair judged
    /// rightly: `[2 or 3, n]`.
    pub fn evaluate(
        &self,
        real: Tensor<2>,
        fake: Tensor<2>,
        digits: Option<Tensor<2>>,
    ) -> Tensor<2> {
        let real = self.logits(real, digits.clone());
        let fake = self.logits(fake, digits);
        let objective = self.objective;
        let mut rows = vec![
            objective.real_losses(real.clone(), self.real_target)
                + objective.fake_losses(fake.clone()),
            objective.generator_losses(fake.clone()),
        ];
        if let Some(threshold) = self.objective.threshold() {
            let right = real.greater_elem(threshold).float() - fake.greater_elem(threshold).float();
            rows.push(right.add_scalar(1.0).mul_scalar(0.5));
        }
        Tensor::cat(rows, 1).transpose()
    }

    /// Logits `[n, 1]` of images `[n, 784]`, not training.
    pub fn logits(&self, images: Tensor<2>, digits: Option<Tensor<2>>) -> Tensor<2> {
        self.model
            .valid()
            .forward(images, digits, &mut Pass::eval())
    }

    /// Logits `[n, 1]` of fakes `[n, 784]` through which a generator learns: the discriminator's own weights get no gradients.
    pub(in crate::training) fn generator_logits(
        &self,
        step: u64,
        fakes: Tensor<2>,
        digits: Option<Tensor<2>>,
        sharding: Sharding<'_>,
    ) -> Tensor<2> {
        let rows = sharding.shard();
        let fakes = (self.augment).apply(fakes, self.seed, Purpose::AugmentLearnt, step, rows);
        let mut pass = sharding.pass(stream(self.seed, Purpose::GeneratorDropout, step));
        self.model
            .clone()
            .no_grad()
            .forward(fakes, digits, &mut pass)
    }

    /// Logits of real images and fakes, and the passes that the network has to learn from.
    fn real_and_fake_logits(
        &self,
        step: u64,
        real: Tensor<2>,
        fake: Tensor<2>,
        digits: Option<Tensor<2>>,
        sharding: Sharding<'_>,
    ) -> (Tensor<2>, Tensor<2>, Vec<Pass>) {
        let [n, _] = real.dims();
        let [m, _] = fake.dims();
        let digits = digits.map(Tensor::autodiff);
        let twice = |digits: Tensor<2>| match m / n {
            1 => digits,
            times => Tensor::cat(vec![digits; times], 0),
        };
        if self.separate_batches {
            let mut passes = [Purpose::Dropout, Purpose::FakeDropout]
                .map(|purpose| sharding.pass(stream(self.seed, purpose, step)));
            let [on_real, on_fake] = &mut passes;
            let real = self.model.forward(real.autodiff(), digits.clone(), on_real);
            let fake = self
                .model
                .forward(fake.autodiff(), digits.map(twice), on_fake);
            return (real, fake, passes.into());
        }
        let mut pass = sharding.pass(stream(self.seed, Purpose::Dropout, step));
        let images = Tensor::cat(vec![real, fake], 0).autodiff();
        let digits = digits.map(|digits| Tensor::cat(vec![digits.clone(), twice(digits)], 0));
        let logits = self.model.forward(images, digits, &mut pass);
        let real = logits.clone().narrow(0, 0, n);
        (real, logits.narrow(0, n, m), vec![pass])
    }
}
