//! A flow's training as a family.

use super::training::{FlowTraining, seen};
use crate::dataset::PIXELS;
use crate::training::families::{
    Family, Flow, Follow, Pending, StepContext, TrainedNetwork, TrainedNetworkMut, ready,
};
use crate::training::introspection::{Signals, of_condition, of_network_given};
use crate::training::signed;
use crate::training::step::StepTensors;
use burn::tensor::Tensor;

impl Family for FlowTraining {
    fn boxed(&self) -> Box<dyn Family> {
        Box::new(self.clone())
    }

    fn losses(&self) -> &'static [&'static str] {
        &Self::LOSSES
    }

    fn passes(&self, _: &str) -> usize {
        self.paths.evaluations() * self.told.passes()
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

    fn sample<'a>(&'a self, seed: u64, labels: &'a [u8]) -> Pending<'a, Tensor<2>> {
        ready(self.sampled(seed, labels))
    }

    fn flow(&self) -> Option<&dyn Flow> {
        Some(self)
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
        let model = self.learner.shown();
        let end = Tensor::ones([1, 1], &self.device);
        let digits = self.told.digits(labels.iter().copied());
        let (mut networks, condition) =
            of_condition(&model.time, model.label.as_ref(), end, digits);
        networks.push(of_network_given("flow", &model.flow, signed(image), &condition).0);
        networks
    }
}

impl Flow for FlowTraining {
    fn state_size(&self) -> usize {
        PIXELS
    }

    fn follow(&self, asked: &Follow, look: &mut dyn FnMut(&Tensor<2>, &Tensor<2>)) {
        self.followed(asked, look);
    }

    fn expected(&self, states: Tensor<2>, time: f64, labels: &[u8]) -> Tensor<2> {
        let model = self.learner.shown();
        let predict = |x, times, digits| model.predict(x, times, digits);
        (self.paths).expected(states, time, &self.told, labels, predict)
    }

    fn seen(&self, states: Tensor<2>) -> Tensor<2> {
        seen(states)
    }
}
