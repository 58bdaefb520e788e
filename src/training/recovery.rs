//! Going back: when a step spoils the weights or another replica is lost, steps are taken again from the state that was kept.

use super::StepMetrics;
use super::replica::Sharding;
use super::steps::STEPS_PER_READ;
use super::trainer::{State, Trainer};
use crate::dataset::MnistDataset;
use crate::error::{Error, ErrorCode, Result};
use burn::tensor::Device;

pub(super) const BAD_WEIGHT: &str = "a weight became infinite or not a number";

impl Trainer {
    /// Keeps the state to go back to if a step spoils it. On the CPU, where keeping it costs as much as an update of all
    /// weights, that of up to eight steps ago is good enough.
    pub(super) fn keep(&mut self) {
        let every = if self.device == Device::flex() {
            STEPS_PER_READ
        } else {
            1
        };
        let kept = self.kept.as_ref();
        if self.goes_back && kept.is_none_or(|kept| self.step >= kept.step + every) {
            self.kept = Some(self.state());
        }
    }

    /// Goes back to the state that was kept.
    pub(super) fn go_back(&mut self) {
        if let Some(kept) = self.kept.take() {
            self.set(kept);
        }
    }

    /// What a step changes.
    pub(super) fn state(&self) -> State {
        State {
            training: self.training.clone(),
            step: self.step,
            divergence: self.divergence.clone(),
        }
    }

    /// Takes up a state.
    pub(super) fn set(&mut self, state: State) {
        (self.training, self.step, self.divergence) =
            (state.training, state.step, state.divergence);
    }

    /// Takes the steps up to `last` once more. Alone, because others may have kept another step's state, or be gone.
    pub(super) async fn take_again(&mut self, dataset: &MnistDataset, last: u64) -> Result<()> {
        let sharding = Sharding::whole(self.settings.batch_size);
        let noticed = self.events.len();
        while self.step < last {
            self.several_steps(sharding, dataset, 1, false).await?;
        }
        // What is noticed in them was noticed when they were first taken.
        self.events.truncate(noticed);
        Ok(())
    }

    /// Among the steps after `start` and up to `last` is one that spoils the weights. Takes those before it, one by one, and
    /// returns the error that stops the run.
    pub(super) async fn up_to_the_bad_step(
        &mut self,
        dataset: &MnistDataset,
        start: u64,
        last: u64,
        mut report: impl FnMut(StepMetrics),
    ) -> Result<Error> {
        let sharding = Sharding::whole(self.settings.batch_size);
        while self.step < last {
            let good = self.state();
            let noticed = self.events.len();
            let (mut steps, healthy) = self.several_steps(sharding, dataset, 1, false).await?;
            let Some(metrics) = steps.pop() else { break };
            let what = match unfit(&metrics) {
                Some(loss) => loss,
                None if !healthy => BAD_WEIGHT.into(),
                None => {
                    // Those before were reported when they were first taken, with what was noticed in them.
                    if self.step > start {
                        report(metrics);
                    } else {
                        self.events.truncate(noticed);
                    }
                    continue;
                }
            };
            let step = self.step;
            self.set(good);
            return Ok(not_finite(step, &what));
        }
        // Only where the same steps are computed differently the second time: by a GPU, or by one thread after several.
        Ok(not_finite(
            self.step + 1,
            "a loss became infinite or not a number",
        ))
    }
}

/// The loss that cannot be, with its value.
pub(super) fn unfit(metrics: &StepMetrics) -> Option<String> {
    let (name, value) = metrics
        .losses
        .iter()
        .find(|(_, value)| !value.is_finite())?;
    Some(format!("{name} became {value}"))
}

pub(super) fn not_finite(step: u64, what: &str) -> Error {
    Error::new(
        ErrorCode::NotFinite,
        format!(
            "At step {step} {what}. The weights are those before it. Lower the learning rate (lr), or limit the gradients \
             (grad_clip=1), and start again.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{DatasetSpec, Recipe, TrainingData};
    use crate::training::Settings;
    use serde_json::json;

    #[test]
    fn what_is_noticed_goes_back_with_the_weights() {
        let changes = json!({ "width": 0.01, "batch_size": 2 });
        let settings = Settings::with("gan", changes.as_object().unwrap()).unwrap();
        let data =
            TrainingData::recorded(DatasetSpec::own(10, 0), Recipe::default(), 10, 0).unwrap();
        let mut trainer = Trainer::new(settings, data, &Device::flex()).unwrap();
        trainer.keep();
        // Every sample is the same from step 700 on, which is then taken back.
        assert!(trainer.divergence.look(700, Some(0.0), None).is_empty());
        trainer.go_back();
        assert!(trainer.divergence.look(500, Some(0.0), None).is_empty());
        assert!(trainer.divergence.look(699, Some(0.0), None).is_empty());
        assert_eq!(trainer.divergence.look(700, Some(0.0), None).len(), 1);
    }
}
