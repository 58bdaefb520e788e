//! Training of a VAE whose decoder also faces a discriminator: after Larsen et al., "Autoencoding beyond pixels using a learned
//! similarity metric" (2016). As there, the discriminator sees rebuilt digits and digits from the prior, and the encoder learns
//! nothing from it; unlike there, pixels are compared by their likelihood, not by the discriminator's features.

use super::{OBJECTIVE, discriminator_of};
use crate::dataset::PIXELS;
use crate::error::Result;
use crate::model::{AutoencoderKind, Init, Network, Parameters};
use crate::objective::kl_to_standard_normal;
use crate::random::{Purpose, Shard, stream};
use crate::training::families::adversarial::alone_at_first;
use crate::training::families::autoencoder::{AutoencoderTraining, latents};
use crate::training::families::{
    DiscriminatorTraining, Encoder, Family, Pending, StepContext, TrainedNetwork, TrainedNetworkMut,
};
use crate::training::introspection::{Signals, of_discriminator};
use crate::training::step::{Part, StepTensors};
use crate::training::{EVALUATION, Settings, noise, signed};
use burn::tensor::{Device, Tensor};

/// Sets the discriminator's initial weights apart from the autoencoder's.
const CRITIC_SEED: u64 = 1 << 53;

/// An autoencoder and a discriminator of what it decodes.
#[derive(Clone, Debug)]
pub struct HybridTraining {
    /// Encoder and decoder.
    pub autoencoder: AutoencoderTraining,
    /// The discriminator with its optimizer.
    pub discriminator: DiscriminatorTraining,
    gan_weight: f64,
    pretrain_d: u64,
}

impl HybridTraining {
    /// Names of what a step returns.
    pub const LOSSES: [&'static str; 5] = ["loss", "recon_loss", "kl_loss", "d_loss", "g_loss"];
    /// Names of what an evaluation returns.
    pub const EVALUATION: [&'static str; 6] = [
        "loss",
        "recon_loss",
        "kl_loss",
        "d_loss",
        "g_loss",
        "d_accuracy",
    ];

    /// Fresh networks under these settings.
    pub fn new(settings: &Settings, kind: AutoencoderKind, device: &Device) -> Self {
        let config = settings.adversarial_config(discriminator_of(kind));
        let autodiff = device.clone().autodiff();
        let mut init = Init::new(settings.init, settings.seed ^ CRITIC_SEED, &autodiff);
        // Dropout is the discriminator's.
        let plain = Settings {
            dropout: 0.0,
            ..settings.clone()
        };
        Self {
            autoencoder: AutoencoderTraining::new(&plain, kind, device),
            discriminator: DiscriminatorTraining::new(settings, &config, OBJECTIVE, &mut init),
            gan_weight: settings.gan_weight,
            pretrain_d: settings.pretrain_d,
        }
    }

    /// One update on a batch, of the discriminator and then of the autoencoder, or of one of them.
    ///
    /// # Errors
    /// `replica-lost`; the step is half done then.
    async fn update(&mut self, at: StepContext<'_>) -> Result<StepTensors> {
        let StepContext {
            step,
            batch,
            sharding,
            part,
            probe,
        } = at;
        let part = alone_at_first(part, step, self.pretrain_d);
        let rows = sharding.shard();
        let n = rows.count();
        let vae = &self.autoencoder;
        let images = vae.seen(batch.images.reshape([n, PIXELS]), rows, step);
        let digits = vae.digits(&batch.labels);
        let wide = digits.clone().map(Tensor::autodiff);
        // Nothing is drawn in them: the autoencoder has no dropout. Batch normalisation uses the batch's own statistics.
        let [mut pass, mut drawing] = [Purpose::Autoencoder, Purpose::Generator]
            .map(|purpose| sharding.pass(stream(vae.seed(), purpose, step)));

        let posterior =
            vae.learner
                .model
                .encode(images.clone().autodiff(), wide.clone(), &mut pass);
        let kl = kl_to_standard_normal(&posterior).mean();
        let eps = noise(
            vae.device(),
            vae.seed(),
            Purpose::Noise,
            step,
            rows,
            vae.latent_dim(),
        );
        let z = posterior.sample(eps.autodiff());
        let probed = probe.is_on().then(|| latents(&posterior, z.clone()));
        let logits = vae.learner.model.decode(z.clone(), wide.clone(), &mut pass);
        let rebuilt = probe
            .is_on()
            .then(|| vae.likelihood().images(logits.clone()).inner());
        let recon = vae
            .likelihood()
            .nll(logits, images.clone().autodiff())
            .mean();

        // The same latents without their encoder, and as many from the prior.
        let prior = noise(
            vae.device(),
            vae.seed(),
            Purpose::Prior,
            step,
            rows,
            vae.latent_dim(),
        );
        let z_all = Tensor::cat(vec![z.inner(), prior], 0).autodiff();
        let twice = wide.clone().map(|digits| Tensor::cat(vec![digits; 2], 0));
        let drawn = vae.learner.model.decode(z_all, twice.clone(), &mut drawing);
        let drawn = vae.likelihood().images(drawn);
        let fakes = signed(drawn);

        let real = signed(images);
        let plain = fakes.clone().inner();
        let judgement = if part == Part::Generator {
            let fakes = plain.clone().narrow(0, n, n);
            self.discriminator.score(real, fakes, digits)
        } else {
            self.discriminator
                .learn(step, real, plain.clone(), digits, sharding, probe)
                .await?
        };

        let objective = self.discriminator.objective();
        let beta = self.autoencoder.beta_at(step);
        let loss = recon.clone() + kl.clone().mul_scalar(beta);
        let (loss, g_loss) = if part == Part::Discriminator {
            let g_loss = objective.generator_loss(judgement.fake.clone());
            (
                loss.inner() + g_loss.clone().mul_scalar(self.gan_weight),
                g_loss,
            )
        } else {
            let logits = self
                .discriminator
                .generator_logits(step, fakes, twice, sharding);
            let g_loss = objective.generator_loss(logits);
            let loss = loss + g_loss.clone().mul_scalar(self.gan_weight);
            let pass = sharding.statistics(pass).await?;
            let drawing = sharding.statistics(drawing).await?;
            let learner = &mut self.autoencoder.learner;
            learner.learn(step, &loss, sharding, probe).await?;
            learner.model.update_running(pass);
            learner.model.decoder.update_running(drawing);
            (loss.inner(), g_loss.inner())
        };
        let [judged, _] = judgement.fake.dims();
        let last = judgement.fake.narrow(0, judged - n, n);
        Ok(StepTensors {
            losses: Tensor::cat(
                vec![loss, recon.inner(), kl.inner(), judgement.loss, g_loss],
                0,
            ),
            logits: Some(Tensor::cat(vec![judgement.real, last], 0).squeeze_dim(1)),
            // Those from the prior: rebuilt digits differ even when the decoder ignores its latent.
            fakes: Some(plain.narrow(0, n, n)),
            outputs: rebuilt,
            latents: probed,
        })
    }
}

impl Family for HybridTraining {
    fn boxed(&self) -> Box<dyn Family> {
        Box::new(self.clone())
    }

    fn losses(&self) -> &'static [&'static str] {
        &Self::LOSSES
    }

    fn evaluation(&self) -> &'static [&'static str] {
        &Self::EVALUATION
    }

    fn networks(&self) -> Vec<TrainedNetwork<'_>> {
        let mut networks = self.autoencoder.networks();
        networks.push(self.discriminator.network());
        networks
    }

    fn networks_mut(&mut self) -> Vec<TrainedNetworkMut<'_>> {
        let mut networks = self.autoencoder.networks_mut();
        networks.push(self.discriminator.network_mut());
        networks
    }

    fn step<'a>(&'a mut self, at: StepContext<'a>) -> Pending<'a, StepTensors> {
        Box::pin(self.update(at))
    }

    fn evaluate(&self, batch: u64, images: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        let vae = &self.autoencoder;
        let [n, _] = images.dims();
        let bound = vae.evaluate(batch, images.clone(), labels);
        let z = noise(
            vae.device(),
            vae.seed(),
            Purpose::Prior,
            EVALUATION | batch,
            Shard::all(n),
            vae.latent_dim(),
        );
        let fakes = signed(vae.decoded(z, labels));
        // The discriminator has learnt from images of one kind, and is asked about the same.
        let real = signed(vae.seen(images, Shard::all(n), EVALUATION | batch));
        let game = self.discriminator.evaluate(real, fakes, vae.digits(labels));
        let g_loss = game.clone().narrow(0, 1, 1).mul_scalar(self.gan_weight);
        let loss = bound.clone().narrow(0, 0, 1) + g_loss;
        Tensor::cat(vec![loss, bound.narrow(0, 1, 2), game], 0)
    }

    fn bound(
        &self,
        batch: u64,
        images: Tensor<2>,
        labels: &[u8],
        samples: usize,
    ) -> Option<Tensor<2>> {
        self.autoencoder.bound(batch, images, labels, samples)
    }

    fn sample<'a>(&'a self, seed: u64, labels: &'a [u8]) -> Pending<'a, Tensor<2>> {
        self.autoencoder.sample(seed, labels)
    }

    fn decode(&self, z: Tensor<2>, labels: &[u8]) -> Option<Tensor<2>> {
        self.autoencoder.decode(z, labels)
    }

    fn encoder(&self) -> Option<&dyn Encoder> {
        Some(&self.autoencoder)
    }

    fn discriminator(&self) -> Option<&DiscriminatorTraining> {
        Some(&self.discriminator)
    }

    fn judge(&self, images: Tensor<2>, labels: &[u8]) -> Option<Tensor<2>> {
        let digits = self.autoencoder.digits(labels);
        Some(self.discriminator.logits(signed(images), digits))
    }

    fn exported(&self, prefix: &str) -> Option<Box<dyn Parameters>> {
        self.discriminator.exported(prefix)
    }

    fn image_networks(&self) -> Vec<(&'static str, Network)> {
        let mut networks = self.autoencoder.image_networks();
        networks.push(("discriminator", self.discriminator.plain().network));
        networks
    }

    fn signals(
        &self,
        image: Option<Tensor<2>>,
        z: Option<Tensor<2>>,
        labels: &[u8],
    ) -> Vec<Signals> {
        let digits = self.autoencoder.digits(labels);
        let mut networks = self.autoencoder.signals(image.clone(), z, labels);
        networks.extend(image.map(|image| of_discriminator(&self.discriminator, image, digits)));
        networks
    }
}
