//! A latent flow's training as a family.

use super::sampling::drawn;
use super::training::LatentFlowTraining;
use crate::model::{LatentFlow, Network, Pass};
use crate::training::as_differentiable_as;
use crate::training::families::{
    Encoder, Family, Flow, Pending, StepContext, TrainedNetwork, TrainedNetworkMut, ready,
};
use crate::training::introspection::{
    Signals, of_condition, of_network, of_network_given, signal_of_head,
};
use crate::training::step::StepTensors;
use burn::tensor::Tensor;

impl Encoder for LatentFlowTraining {
    fn encode(&self, images: Tensor<2>, _labels: &[u8]) -> (Tensor<2>, Tensor<2>) {
        let posterior = self.learner.shown().encode(images, &mut Pass::eval());
        (posterior.mean, posterior.logvar)
    }
}

impl Family for LatentFlowTraining {
    fn boxed(&self) -> Box<dyn Family> {
        Box::new(self.clone())
    }

    fn losses(&self) -> &'static [&'static str] {
        &Self::LOSSES
    }

    fn passes(&self, part: &str) -> usize {
        match part {
            "time" | "flow" => self.paths.evaluations() * self.told.passes(),
            "standardise" | "decoder" => 1,
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
        if let [loss, recon, kl, flow] = means {
            *loss = *recon + self.beta * *kl + *flow;
        }
    }

    fn sample<'a>(&'a self, seed: u64, labels: &'a [u8]) -> Pending<'a, Tensor<2>> {
        ready(self.sampled(seed, labels))
    }

    fn flow(&self) -> Option<&dyn Flow> {
        Some(self)
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
        let mut latent = z;
        if let Some(image) = image {
            let encoder = of_network("encoder", &model.autoencoder.encoder, image.clone(), None);
            let posterior = model.encode(image, &mut Pass::eval());
            latent.get_or_insert(posterior.mean.clone());
            networks.push(encoder.0);
            networks.push(signal_of_head("mean", posterior.mean));
            networks.push(signal_of_head("logvar", posterior.logvar));
        }
        if let Some(latent) = latent {
            networks.extend(self.signals_of_flow(&model, latent.clone(), labels));
            networks.push(of_network("decoder", &model.autoencoder.decoder, latent, None).0);
        }
        networks
    }
}

impl LatentFlowTraining {
    /// What the flow makes of a latent `[1, latent]` at the end of its path.
    fn signals_of_flow(&self, model: &LatentFlow, z: Tensor<2>, labels: &[u8]) -> Vec<Signals> {
        let (standardise, x) = of_network("standardise", &model.standardise, z, None);
        let end = Tensor::ones([1, 1], &self.device);
        let digits = self.told.digits(labels.iter().copied());
        let (told, condition) = of_condition(&model.time, model.label.as_ref(), end, digits);
        let mut networks = vec![standardise];
        networks.extend(told);
        networks.push(of_network_given("flow", &model.flow, x, &condition).0);
        networks
    }
}
