//! A model whose parameters have one optimizer: what most families train.

use super::{TrainedNetwork, TrainedNetworkMut};
use crate::error::Result;
use crate::model::PartSummary;
use crate::optimizer::Optimizer;
use crate::training::replica::Sharding;
use crate::training::step::Probe;
use crate::training::{RunningMean, Schedule, Settings};
use burn::module::Module;
use burn::tensor::Tensor;

/// PyTorch's names without more.
const MODEL: &str = "";
const AVERAGE: &str = "ema.";

/// A model in training, with what updates it.
#[derive(Clone, Debug)]
pub struct Learner<M> {
    /// On a device with automatic differentiation.
    pub model: M,
    /// Its running mean, where the settings ask for one.
    average: Option<M>,
    optimizer: Optimizer,
    schedule: Schedule,
    ema: RunningMean,
}

impl<M: Module> Learner<M> {
    /// A fresh model under these settings.
    pub fn new(settings: &Settings, model: M) -> Self {
        Self {
            average: (settings.ema > 0.0).then(|| model.clone()),
            model,
            optimizer: Optimizer::new(settings.optimizer_config()),
            schedule: settings.schedule(),
            ema: settings.running_mean(),
        }
    }

    /// What is asked for anything but a step: the running mean where there is one. As it is trained, with automatic differentiation.
    pub fn best(&self) -> &M {
        self.average.as_ref().unwrap_or(&self.model)
    }

    /// [`best`](Self::best) without automatic differentiation.
    pub fn shown(&self) -> M {
        self.best().valid()
    }

    /// How many updates there have been.
    pub fn updates(&self) -> u64 {
        self.optimizer.steps()
    }

    /// One update towards less of this loss over a sharding, `[1]`. The running mean stays where it is until it is told to
    /// [`follow`](Self::follow).
    ///
    /// # Errors
    /// `replica-lost`; the update has not been made then.
    pub async fn learn(
        &mut self,
        step: u64,
        loss: &Tensor<1>,
        sharding: Sharding<'_>,
        probe: &mut Probe,
    ) -> Result<()> {
        let grads = sharding.gradients(&self.model, loss).await?;
        probe.gradients("", &self.model, &grads);
        let lr = self.schedule.at(step);
        self.optimizer.step(lr, &mut self.model, grads);
        Ok(())
    }

    /// Moves the running mean towards the model, once after each update.
    pub fn follow(&mut self) {
        let updates = self.updates();
        self.ema.follow(&mut self.average, &self.model, updates);
    }

    /// As [`Family::networks`](super::Family::networks); `parts` are the networks in the model.
    pub fn networks(&self, parts: Vec<PartSummary>) -> Vec<TrainedNetwork<'_>> {
        let model = TrainedNetwork {
            prefix: MODEL,
            parameters: &self.model,
            optimizer: Some(&self.optimizer),
            mean_of: None,
            parts,
        };
        let average = TrainedNetwork::mean(AVERAGE, self.average.as_ref(), MODEL);
        [model].into_iter().chain(average).collect()
    }

    /// The same, to be changed.
    pub fn networks_mut(&mut self) -> Vec<TrainedNetworkMut<'_>> {
        let model = TrainedNetworkMut {
            prefix: MODEL,
            parameters: &mut self.model,
            optimizer: Some(&mut self.optimizer),
            mean_of: None,
        };
        let average = TrainedNetworkMut::mean(AVERAGE, self.average.as_mut(), MODEL);
        [model].into_iter().chain(average).collect()
    }
}
