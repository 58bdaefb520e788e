//! What can be asked of a model whose samples follow paths from noise to data.

use super::families::{Flow, Follow};
use super::likelihood::refuse;
use super::{SETTINGS, Trainer};
use crate::error::Result;
use crate::flow::velocity;
use crate::model::values;
use burn::tensor::{Tensor, TensorData, Transaction};

/// States on the paths of `n` samples, noise first, and what was expected there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Followed {
    /// As the flow knows them, `[states * n * m]`: images of -1 to 1, or standardised latents.
    pub states: Vec<f32>,
    /// The images that they would be, `[states * n * 784]`, 0 to 1.
    pub images: Vec<f32>,
    /// The images that the flow expects at the end from each of them, `[states * n * 784]`; the last are the samples.
    pub predicted: Vec<f32>,
}

impl Trainer {
    /// The images that the states on the way to each of `count` samples would be, `[states * count * 784]`, 0 to 1: noise first,
    /// and in the end what [`sample`](Self::sample) answers.
    ///
    /// # Errors
    /// As [`sample`](Self::sample); `bad-input` where the model's samples follow no paths.
    pub async fn sample_path(&self, count: usize, seed: u64, labels: &[u8]) -> Result<Vec<f32>> {
        let flow = self.flow()?;
        let asked = Follow {
            seed,
            labels: self.labels_of_samples(count, labels)?,
            ..Follow::default()
        };
        let mut states = Vec::new();
        flow.follow(&asked, &mut |state, _| states.push(state.clone()));
        let images = flow.seen(Tensor::cat(states, 0));
        Ok(values(&images.into_data_async().await?))
    }

    /// The states on the way to `count` samples, and what the model expects from each; with `ends` the last alone. Labels are as
    /// in [`sample`](Self::sample).
    ///
    /// # Errors
    /// As [`sample_path`](Self::sample_path); `bad-setting` for a number of steps that the setting could not have.
    pub async fn follow(&self, count: usize, mut asked: Follow, ends: bool) -> Result<Followed> {
        let flow = self.flow()?;
        let info = SETTINGS.iter().find(|info| info.key == "sample_steps");
        if let (Some(steps), Some(info)) = (asked.steps, info) {
            info.check(&steps.into())?;
        }
        asked.labels = self.labels_of_samples(count, &asked.labels)?;
        let (mut states, mut expected) = (Vec::new(), Vec::new());
        flow.follow(&asked, &mut |state, end| {
            if ends {
                states.clear();
                expected.clear();
            }
            states.push(state.clone());
            expected.push(end.clone());
        });
        let states = Tensor::cat(states, 0);
        let data = Transaction::default()
            .register(states.clone())
            .register(flow.seen(states))
            .register(flow.seen(Tensor::cat(expected, 0)))
            .execute_async()
            .await?;
        let mut data = data.iter().map(values);
        let mut next = || data.next().unwrap_or_default();
        Ok(Followed {
            states: next(),
            images: next(),
            predicted: next(),
        })
    }

    /// The velocities of paths that are at these states `[n * m]` at a time from 0 to below 1, `[n * m]`.
    ///
    /// # Errors
    /// `bad-input` for other numbers, or where the model's samples follow no paths or a conditional model is not told the digit;
    /// `device-lost`.
    pub async fn velocity(&self, states: Vec<f32>, time: f64, labels: &[u8]) -> Result<Vec<f32>> {
        let flow = self.flow()?;
        let size = flow.state_size();
        if !states.len().is_multiple_of(size) || !states.iter().all(|value| value.is_finite()) {
            return Err(refuse(&format!(
                "A state of this flow is {size} finite numbers."
            )));
        }
        if !(0.0..1.0).contains(&time) {
            return Err(refuse(
                "The time of a velocity is at least 0, noise, and less than 1, data.",
            ));
        }
        let shape = [states.len() / size, size];
        let labels = self.labels(shape[0], labels)?;
        let states = Tensor::from_data(TensorData::new(states, shape), &self.device);
        let expected = flow.expected(states.clone(), time, &labels);
        let velocities = velocity(expected, states, time);
        Ok(values(&velocities.into_data_async().await?))
    }

    fn flow(&self) -> Result<&dyn Flow> {
        self.training.flow().ok_or_else(|| {
            refuse("This model's samples follow no paths from noise to data. Load flow, or latent-flow.")
        })
    }
}
