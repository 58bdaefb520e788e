//! A GAN's training as a family.

use super::discriminator::DiscriminatorTraining;
use super::training::AdversarialTraining;
use crate::model::{Network, Parameters};
use crate::random::{Purpose, Shard};
use crate::training::families::{
    Family, Pending, StepContext, TrainedNetwork, TrainedNetworkMut, ready,
};
use crate::training::introspection::{Signals, of_discriminator, of_network};
use crate::training::step::StepTensors;
use crate::training::{noise, sample_noise, signed, unsigned};
use burn::module::Module;
use burn::tensor::Tensor;

const GENERATOR: &str = "generator.";
const AVERAGE: &str = "generator_ema.";

impl Family for AdversarialTraining {
    fn boxed(&self) -> Box<dyn Family> {
        Box::new(self.clone())
    }

    fn losses(&self) -> &'static [&'static str] {
        if self.discriminator.has_penalty() {
            &["d_loss", "g_loss", "gradient_penalty"]
        } else {
            &["d_loss", "g_loss"]
        }
    }

    fn evaluation(&self) -> &'static [&'static str] {
        if self.discriminator.objective().threshold().is_some() {
            &["d_loss", "g_loss", "d_accuracy"]
        } else {
            &["d_loss", "g_loss"]
        }
    }

    fn networks(&self) -> Vec<TrainedNetwork<'_>> {
        let generator = TrainedNetwork {
            prefix: GENERATOR,
            parameters: &self.generator,
            optimizer: Some(&self.optimizer),
            mean_of: None,
            parts: vec![self.generator.network.summary("generator")],
        };
        let average = TrainedNetwork::mean(AVERAGE, self.average.as_ref(), GENERATOR);
        [generator, self.discriminator.network()]
            .into_iter()
            .chain(average)
            .collect()
    }

    fn networks_mut(&mut self) -> Vec<TrainedNetworkMut<'_>> {
        let generator = TrainedNetworkMut {
            prefix: GENERATOR,
            parameters: &mut self.generator,
            optimizer: Some(&mut self.optimizer),
            mean_of: None,
        };
        let average = TrainedNetworkMut::mean(AVERAGE, self.average.as_mut(), GENERATOR);
        [generator, self.discriminator.network_mut()]
            .into_iter()
            .chain(average)
            .collect()
    }

    fn step<'a>(&'a mut self, at: StepContext<'a>) -> Pending<'a, StepTensors> {
        Box::pin(self.update(at))
    }

    fn evaluate(&self, batch: u64, images: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        let [n, _] = images.dims();
        let z = noise(
            &self.device,
            self.seed,
            Purpose::Evaluation,
            batch,
            Shard::all(n),
            self.latent_dim,
        );
        let fakes = self.draw(z, labels);
        let digits = self.digits(labels);
        self.discriminator.evaluate(signed(images), fakes, digits)
    }

    fn sample<'a>(&'a self, seed: u64, labels: &'a [u8]) -> Pending<'a, Tensor<2>> {
        let z = sample_noise(&self.device, seed, labels.len(), self.latent_dim);
        ready(unsigned(self.draw(z, labels)))
    }

    fn decode(&self, z: Tensor<2>, labels: &[u8]) -> Option<Tensor<2>> {
        Some(unsigned(self.draw(z, labels)))
    }

    fn discriminator(&self) -> Option<&DiscriminatorTraining> {
        Some(&self.discriminator)
    }

    fn judge(&self, images: Tensor<2>, labels: &[u8]) -> Option<Tensor<2>> {
        Some(
            self.discriminator
                .logits(signed(images), self.digits(labels)),
        )
    }

    fn exported(&self, prefix: &str) -> Option<Box<dyn Parameters>> {
        self.discriminator.exported(prefix)
    }

    fn image_networks(&self) -> Vec<(&'static str, Network)> {
        vec![("discriminator", self.discriminator.plain().network)]
    }

    fn signals(
        &self,
        image: Option<Tensor<2>>,
        z: Option<Tensor<2>>,
        labels: &[u8],
    ) -> Vec<Signals> {
        let digits = self.digits(labels);
        let generator = self.average.as_ref().unwrap_or(&self.generator);
        let drawn = z.map(|z| {
            let network = generator.valid().network;
            of_network("generator", &network, z, digits.clone()).0
        });
        let judged = image.map(|image| of_discriminator(&self.discriminator, image, digits));
        drawn.into_iter().chain(judged).collect()
    }
}
