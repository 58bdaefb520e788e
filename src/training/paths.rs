//! The paths of a flow: those on which it is trained, and those that its samples follow.

use super::{Settings, Told, noise};
use crate::flow::{Solver, Times, follow};
use crate::random::{Purpose, Shard};
use burn::tensor::{Device, Tensor};

/// Where paths are looked at in training, and how samples follow them.
#[derive(Clone, Debug)]
pub struct Paths {
    seed: u64,
    times: Times,
    steps: usize,
    solver: Solver,
    /// Without automatic differentiation.
    device: Device,
}

impl Paths {
    /// Under these settings.
    pub fn new(settings: &Settings, device: &Device) -> Self {
        Self {
            seed: settings.seed,
            times: Times {
                width: settings.time_width,
                shift: settings.time_shift,
            },
            steps: settings.sample_steps,
            solver: settings.solver,
            device: device.clone(),
        }
    }

    /// For each of these rows so many paths, one after another: where they begin, `[rows * each, size]`, and the times at which
    /// they are looked at, `[rows * each, 1]`.
    pub fn drawn(&self, index: u64, rows: Shard, size: usize, each: usize) -> [Tensor<2>; 2] {
        let draw = |purpose, size| {
            let all: Tensor<2> = noise(&self.device, self.seed, purpose, index, rows, size * each);
            all.reshape([rows.count() * each, size])
        };
        [
            draw(Purpose::Flow, size),
            self.times.of(draw(Purpose::FlowTime, 1)),
        ]
    }

    /// The same, followed in another way where one is named.
    pub fn followed_in(&self, steps: Option<usize>, solver: Option<Solver>) -> Self {
        Self {
            steps: steps.unwrap_or(self.steps),
            solver: solver.unwrap_or(self.solver),
            ..self.clone()
        }
    }

    /// How often [`follow`](Self::follow) asks for the end of each path.
    pub fn evaluations(&self) -> usize {
        self.solver.evaluations(self.steps)
    }

    /// Follows paths from noise `[n, m]` to data; `predict` answers the data at the end of paths that are at these states at these
    /// times, `[n, 1]`, of these digits. `look` sees each state and what is expected from there, as [`follow`] says.
    pub fn follow(
        &self,
        noise: Tensor<2>,
        told: &Told,
        labels: &[u8],
        predict: impl Fn(Tensor<2>, Tensor<2>, Option<Tensor<2>>) -> Tensor<2>,
        look: impl FnMut(&Tensor<2>, &Tensor<2>),
    ) -> Tensor<2> {
        let predict = |x, time| self.expected(x, time, told, labels, &predict);
        follow(self.solver, self.steps, noise, predict, look)
    }

    /// The data that are expected at the end of paths that are at states `[n, m]` at one time; `predict` as in
    /// [`follow`](Self::follow).
    pub fn expected(
        &self,
        x: Tensor<2>,
        time: f64,
        told: &Told,
        labels: &[u8],
        predict: impl Fn(Tensor<2>, Tensor<2>, Option<Tensor<2>>) -> Tensor<2>,
    ) -> Tensor<2> {
        let times = Tensor::full([labels.len(), 1], time, &self.device);
        told.guided(labels, |digits| predict(x.clone(), times.clone(), digits))
    }
}
