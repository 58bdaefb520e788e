//! The training of an autoencoder with a rounded latent as a family.

use super::sampling::drawn;
use super::training::QuantisedTraining;
use crate::model::{Network, Pass, ROUND};
use crate::training::as_differentiable_as;
use crate::training::families::{
    Encoder, Family, Pending, StepContext, TrainedNetwork, TrainedNetworkMut, ready,
};
use crate::training::introspection::{Signals, of_network, of_network_given, signal_of_head};
use crate::training::step::StepTensors;
use burn::tensor::Tensor;

impl Encoder for QuantisedTraining {
    fn encode(&self, images: Tensor<2>, _labels: &[u8]) -> (Tensor<2>, Tensor<2>) {
        let code = self.learner.shown().encode(images, &mut Pass::eval());
        (code.mean, code.logvar)
    }
}

impl Family for QuantisedTraining {
    fn boxed(&self) -> Box<dyn Family> {
        Box::new(self.clone())
    }

    fn losses(&self) -> &'static [&'static str] {
        &Self::LOSSES
    }

    fn passes(&self, part: &str) -> usize {
        match part {
            "prior" => self.latent_dim * self.told.passes(),
            "decoder" => 1,
            _ => 0,
        }
    }

    fn networks(&self) -> Vec<TrainedNetwork<'_>> {
        self.learner.networks(self.learner.model.summary())
    }

    fn networks_mut(&mut self) -> Vec<TrainedNetworkMut<'_>> {
        self.learner.networks_mut()
    }

    fn step<'a>(&'a mut self, at: StepContext<'a>) -> Pending<'a, StepTensors> {
        Box::pin(self.update(at))
    }

    fn evaluate(&self, batch: u64, images: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        self.evaluated(batch, images, labels)
    }

    fn total(&self, means: &mut [f64]) {
        if let [loss, recon, prior] = means {
            *loss = *recon + *prior;
        }
    }

    fn sample<'a>(&'a self, seed: u64, labels: &'a [u8]) -> Pending<'a, Tensor<2>> {
        ready(self.sampled(seed, labels))
    }

    fn decode(&self, z: Tensor<2>, _labels: &[u8]) -> Option<Tensor<2>> {
        Some(drawn(
            &as_differentiable_as(&z, self.learner.best()),
            self.likelihood,
            z,
        ))
    }

    fn encoder(&self) -> Option<&dyn Encoder> {
        Some(self)
    }

    fn image_networks(&self) -> Vec<(&'static str, Network)> {
        vec![("encoder", self.learner.shown().autoencoder.encoder)]
    }

    fn signals(
        &self,
        image: Option<Tensor<2>>,
        z: Option<Tensor<2>>,
        labels: &[u8],
    ) -> Vec<Signals> {
        let model = self.learner.shown();
        let mut networks = Vec::new();
        let mut latent = z.map(|z| ROUND.values(ROUND.numbers(z)));
        if let Some(image) = image {
            let encoder = &model.autoencoder.encoder;
            networks.push(of_network("encoder", encoder, image.clone(), None).0);
            let mean = (model.autoencoder)
                .encode(image, None, &mut Pass::eval())
                .mean;
            networks.push(signal_of_head("mean", mean.clone()));
            let (signals, code) = of_network("quantise", &model.quantise, mean, None);
            networks.push(signals);
            latent.get_or_insert(code);
        }
        if let Some(code) = latent {
            networks.extend(self.signals_of_prior(code.clone(), labels));
            networks.push(of_network("decoder", &model.autoencoder.decoder, code, None).0);
        }
        networks
    }
}

impl QuantisedTraining {
    /// What the prior says of a code `[1, latent]`.
    fn signals_of_prior(&self, code: Tensor<2>, labels: &[u8]) -> Vec<Signals> {
        let model = self.learner.shown();
        let one_hot = model.before(ROUND.one_hot(code));
        let digits = self.told.digits(labels.iter().copied());
        if let (Some(label), Some(digits)) = (&model.label, digits) {
            let (signals, told) = of_network("label", label, digits, None);
            let prior = of_network_given("prior", &model.prior, one_hot, &told).0;
            return vec![signals, prior];
        }
        vec![of_network("prior", &model.prior, one_hot, None).0]
    }
}
