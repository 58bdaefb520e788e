//! A flow's training as a family.

use super::training::FlowTraining;
use crate::training::families::{
    Family, Pending, StepContext, TrainedNetwork, TrainedNetworkMut, ready,
};
use crate::training::introspection::{Signals, of_network, of_network_given};
use crate::training::signed;
use crate::training::step::StepTensors;
use burn::tensor::Tensor;

/// PyTorch's names without more.
const MODEL: &str = "";
const AVERAGE: &str = "ema.";

impl Family for FlowTraining {
    fn boxed(&self) -> Box<dyn Family> {
        Box::new(self.clone())
    }

    fn losses(&self) -> &'static [&'static str] {
        &Self::LOSSES
    }

    fn networks(&self) -> Vec<TrainedNetwork<'_>> {
        let model = TrainedNetwork {
            prefix: MODEL,
            parameters: &self.model,
            optimizer: Some(&self.optimizer),
            mean_of: None,
            parts: self.model.summary(),
        };
        let average = TrainedNetwork::mean(AVERAGE, self.average.as_ref(), MODEL);
        [model].into_iter().chain(average).collect()
    }

    fn networks_mut(&mut self) -> Vec<TrainedNetworkMut<'_>> {
        let model = TrainedNetworkMut {
            prefix: MODEL,
            parameters: &mut self.model,
            optimizer: Some(&mut self.optimizer),
            mean_of: None,
        };
        let average = TrainedNetworkMut::mean(AVERAGE, self.average.as_mut(), MODEL);
        [model].into_iter().chain(average).collect()
    }

    fn step<'a>(&'a mut self, at: StepContext<'a>) -> Pending<'a, StepTensors> {
        Box::pin(self.update(at))
    }

    fn evaluate(&self, batch: u64, images: Tensor<2>, labels: &[u8]) -> Tensor<2> {
        self.evaluated(batch, images, labels)
    }

    fn sample<'a>(&'a self, seed: u64, labels: &'a [u8]) -> Pending<'a, Tensor<2>> {
        ready(self.sampled(seed, labels))
    }

    fn sample_path(&self, seed: u64, labels: &[u8]) -> Option<Tensor<3>> {
        Some(self.sampled_path(seed, labels))
    }

    /// What the flow makes of an image, the end of its path.
    fn signals(
        &self,
        image: Option<Tensor<2>>,
        _z: Option<Tensor<2>>,
        labels: &[u8],
    ) -> Vec<Signals> {
        let Some(image) = image else {
            return Vec::new();
        };
        let model = self.shown();
        let end = Tensor::ones([1, 1], &self.device);
        let (time, mut condition) = of_network("time", &model.time, end, None);
        let mut networks = vec![time];
        let digits = self.told.digits(labels.iter().copied());
        if let (Some(label), Some(digits)) = (&model.label, digits) {
            let (signals, told) = of_network("label", label, digits, None);
            networks.push(signals);
            condition = condition + told;
        }
        networks.push(of_network_given("flow", &model.flow, signed(image), &condition).0);
        networks
    }
}
