//! Training of generator and discriminator: Goodfellow et al., "Generative Adversarial Nets" (2014), and what came after.

use super::alone_at_first;
use super::discriminator::{DiscriminatorTraining, Judgement};
use crate::dataset::PIXELS;
use crate::error::Result;
use crate::model::{AdversarialKind, CLASSES, Generator, Init, Pass};
use crate::objective::{AdversarialObjective, one_hot};
use crate::optimizer::Optimizer;
use crate::random::{Purpose, stream};
use crate::training::families::StepContext;
use crate::training::step::{Part, StepTensors};
use crate::training::{
    RunningMean, Schedule, Settings, as_differentiable_as, noise, on_device_of, signed,
};
use burn::module::Module;
use burn::tensor::{Device, Tensor};

/// A generator and its discriminator, their optimizers and the settings they train under.
#[derive(Clone, Debug)]
pub struct AdversarialTraining {
    /// Noise to images, on a device with automatic differentiation.
    pub generator: Generator,
    /// Its running mean, where the settings ask for one: what samples come from.
    pub average: Option<Generator>,
    /// The generator's optimizer.
    pub optimizer: Optimizer,
    /// The discriminator with its optimizer.
    pub discriminator: DiscriminatorTraining,
    pub(super) seed: u64,
    schedule: Schedule,
    num_critic: u64,
    pretrain_d: u64,
    ema: RunningMean,
    conditional: bool,
    pub(super) latent_dim: usize,
    /// Without automatic differentiation.
    pub(super) device: Device,
}

impl AdversarialTraining {
    /// A fresh pair under these settings.
    pub fn new(
        settings: &Settings,
        kind: AdversarialKind,
        objective: AdversarialObjective,
        device: &Device,
    ) -> Self {
        let autodiff = device.clone().autodiff();
        let config = settings.adversarial_config(kind);
        let mut init = Init::new(settings.init, settings.seed, &autodiff);
        let generator = Generator::new(&config, &mut init);
        Self {
            average: (settings.ema > 0.0).then(|| generator.clone()),
            optimizer: Optimizer::new(settings.optimizer_config()),
            discriminator: DiscriminatorTraining::new(settings, &config, objective, &mut init),
            generator,
            seed: settings.seed,
            schedule: settings.schedule(),
            num_critic: settings.num_critic,
            pretrain_d: settings.pretrain_d,
            ema: settings.running_mean(),
            conditional: settings.conditional,
            latent_dim: settings.latent_dim,
            device: device.clone(),
        }
    }

    /// One update on a batch: of the discriminator, and every `num_critic` steps of the generator, or of one of them alone.
    /// The generator's loss is that on the fakes that the discriminator judged, where it does not learn.
    ///
    /// The generator meets the discriminator that has just been updated, with the fakes that it learnt from, as in PyTorch's
    /// DCGAN example.
    ///
    /// # Errors
    /// `replica-lost`; the step is half done then.
    pub(super) async fn update(&mut self, at: StepContext<'_>) -> Result<StepTensors> {
        let StepContext {
            step,
            batch,
            sharding,
            part,
            probe,
        } = at;
        let rows = sharding.shard();
        let real = signed(batch.images.reshape([rows.count(), PIXELS]));
        let digits = self.digits(&batch.labels);
        let z = noise(
            &self.device,
            self.seed,
            Purpose::Noise,
            step,
            rows,
            self.latent_dim,
        );
        let part = alone_at_first(part, step, self.pretrain_d);
        let forges = match part {
            Part::Both => step.is_multiple_of(self.num_critic),
            Part::Discriminator => false,
            Part::Generator => true,
        };

        // The generator uses the batch's own statistics here.
        let mut pass = sharding.pass(stream(self.seed, Purpose::Generator, step));
        let fakes = if forges {
            let digits = digits.clone().map(Tensor::autodiff);
            self.generator.forward(z.autodiff(), digits, &mut pass)
        } else {
            self.generator.valid().forward(z, digits.clone(), &mut pass)
        };
        // A step of the discriminator alone leaves the generator as it is, its running statistics too.
        if part != Part::Discriminator {
            let pass = sharding.statistics(pass).await?;
            self.generator.network.update_running(pass);
        }
        let plain = if forges {
            fakes.clone().inner()
        } else {
            fakes.clone()
        };

        let judgement = if part == Part::Generator {
            self.discriminator
                .score(real.clone(), plain.clone(), digits.clone())
        } else {
            self.discriminator
                .learn(
                    step,
                    real.clone(),
                    plain.clone(),
                    digits.clone(),
                    sharding,
                    probe,
                )
                .await?
        };
        let Judgement {
            loss: d_loss,
            penalty,
            real: on_real,
            fake: on_fake,
        } = judgement;

        let objective = self.discriminator.objective();
        let g_loss = if forges {
            let logits = self.discriminator.generator_logits(
                step,
                fakes,
                digits.map(Tensor::autodiff),
                sharding,
            );
            let loss = objective.generator_loss(logits);
            let grads = sharding.gradients(&self.generator, &loss).await?;
            probe.gradients("generator.", &self.generator, &grads);
            let lr = self.schedule.at(step);
            self.optimizer.step(lr, &mut self.generator, grads);
            let updates = self.optimizer.steps();
            self.ema.follow(&mut self.average, &self.generator, updates);
            loss.inner()
        } else {
            objective.generator_loss(on_fake.clone())
        };
        let mut losses = vec![d_loss, g_loss];
        losses.extend(penalty);
        Ok(StepTensors {
            losses: Tensor::cat(losses, 0),
            logits: Some(Tensor::cat(vec![on_real, on_fake], 0).squeeze_dim(1)),
            fakes: Some(plain),
            outputs: None,
            latents: None,
        })
    }

    /// Images -1 to 1, differentiable by the latents where they are.
    pub(super) fn draw(&self, z: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        let generator = self.average.as_ref().unwrap_or(&self.generator);
        let digits = (self.digits(labels)).map(|digits| on_device_of(&z, digits));
        as_differentiable_as(&z, generator).forward(z, digits, &mut Pass::eval())
    }

    /// The digits one-hot, `[n, 10]`, for a conditional model.
    pub(super) fn digits(&self, labels: &[u8]) -> Option<Tensor<2>> {
        self.conditional
            .then(|| Tensor::from_data(one_hot(labels, CLASSES), &self.device))
    }
}
