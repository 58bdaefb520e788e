//! Flows: a field of velocities that carries noise to data along paths that are straight while training (Lipman et al., "Flow
//! Matching for Generative Modeling", 2022; Liu et al., "Flow Straight and Fast", 2022).
//!
//! Time goes from 0, noise, to 1, data. A network looks at `x_t = t x + (1 - t) noise` and predicts `x`; the velocity that
//! follows from it is `(predicted - x_t) / (1 - t)`.

use crate::kernels::activation::sigmoid;
use crate::words::words;
use burn::tensor::Tensor;

/// The loss divides by the square of the time that is left, and by no less than this one's.
const LEAST_LEFT: f64 = 0.1;

words! {
    /// How a path is followed from noise to data.
    pub enum Solver {
        /// Each step along the velocity where it begins.
        Euler = "euler",
        /// Each step along the mean of the velocities where it begins and where it would end (Heun, 1900), but the last, at
        /// whose end a velocity is divided by no time: as in Karras et al., "Elucidating the Design Space of Diffusion-Based
        /// Generative Models" (2022).
        Heun = "heun",
    }
}

impl Solver {
    /// Passes of the network that each step takes but the last, and the last.
    pub fn passes(self) -> [usize; 2] {
        match self {
            Self::Euler => [1, 1],
            Self::Heun => [2, 1],
        }
    }

    /// How often [`follow`] asks for the end of each path, in so many steps.
    pub fn evaluations(self, steps: usize) -> usize {
        let [each, last] = self.passes();
        (steps - 1) * each + last
    }
}

/// Which times are trained: the logistic function of a normal distribution (Esser et al., "Scaling Rectified Flow
/// Transformers", 2024).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Times {
    /// Standard deviation of the normal distribution.
    pub width: f64,
    /// Its mean.
    pub shift: f64,
}

impl Times {
    /// Times, between 0 and 1, from standard normal values, `[n, 1]` both.
    pub fn of(&self, normal: Tensor<2>) -> Tensor<2> {
        sigmoid(normal.mul_scalar(self.width).add_scalar(self.shift))
    }
}

/// Where the straight paths from noise to data are at these times: `[n, m]`, `[n, m]` and `[n, 1]` to `[n, m]`.
pub fn between(noise: Tensor<2>, data: Tensor<2>, times: Tensor<2>) -> Tensor<2> {
    noise.clone() + (data - noise) * times
}

/// The mean squared error of each row's velocity, from predicted and true data `[n, m]` and the times `[n, 1]`: `[n]`. (The
/// velocity's error is the prediction's by the time that is left.)
pub fn velocity_error(predicted: Tensor<2>, data: Tensor<2>, times: Tensor<2>) -> Tensor<1> {
    let left = times.neg().add_scalar(1.0).clamp_min(LEAST_LEFT);
    let squared = ((predicted - data) / left).square();
    squared.mean_dim(1).squeeze_dim(1)
}

/// Follows paths from noise `[n, m]` at time 0 to data at time 1 in so many equal steps. `predict` answers the data that it
/// expects at the end of paths that are at `x` at a time; `look` sees each state, the first and the last too, with the data that
/// are expected from there: at the end these are the state.
pub fn follow(
    solver: Solver,
    steps: usize,
    noise: Tensor<2>,
    mut predict: impl FnMut(Tensor<2>, f64) -> Tensor<2>,
    mut look: impl FnMut(&Tensor<2>, &Tensor<2>),
) -> Tensor<2> {
    let length = 1.0 / steps as f64;
    let mut x = noise;
    for step in 0..steps {
        let time = |step: usize| step as f64 / steps as f64;
        let predicted = predict(x.clone(), time(step));
        look(&x, &predicted);
        let begin = velocity(predicted, x.clone(), time(step));
        let mean = if solver == Solver::Euler || step + 1 == steps {
            begin
        } else {
            let there = x.clone() + begin.clone().mul_scalar(length);
            let predicted = predict(there.clone(), time(step + 1));
            (begin + velocity(predicted, there, time(step + 1))).mul_scalar(0.5)
        };
        x = x + mean.mul_scalar(length);
    }
    look(&x, &x);
    x
}

/// The velocity of paths that are at `x` at a time before 1, and are expected to end at what is predicted: `[n, m]` all.
pub fn velocity(predicted: Tensor<2>, x: Tensor<2>, time: f64) -> Tensor<2> {
    (predicted - x).div_scalar(1.0 - time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::{Device, TensorData};

    fn rows(values: &[f32], columns: usize) -> Tensor<2> {
        let shape = [values.len() / columns, columns];
        Tensor::from_data(TensorData::new(values.to_vec(), shape), &Device::flex())
    }

    fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
        tensor.into_data().try_to_vec().unwrap()
    }

    /// Data that are normal with mean 2 and deviation 0.5: what is to be expected of them at `x_t` is linear, and a path ends
    /// at `2 + 0.5 noise`, as far from the mean, in deviations, as it began.
    fn normal_data(x: Tensor<2>, time: f64) -> Tensor<2> {
        let (mean, variance) = (2.0, 0.25);
        let total = time * time * variance + (1.0 - time) * (1.0 - time);
        let slope = time * variance / total;
        x.sub_scalar(time * mean).mul_scalar(slope).add_scalar(mean)
    }

    fn largest_error(solver: Solver, steps: usize) -> f32 {
        let noise = [-2.0, -0.7, 0.0, 0.4, 1.5];
        let ends = values(follow(
            solver,
            steps,
            rows(&noise, 1),
            normal_data,
            |_, _| {},
        ));
        let off = noise
            .iter()
            .zip(ends)
            .map(|(noise, end)| (end - (2.0 + 0.5 * noise)).abs());
        off.fold(0.0, f32::max)
    }

    #[test]
    fn paths_to_normal_data_end_where_the_closed_form_says() {
        // Euler's error is of first order, Heun's of second.
        for (solver, order) in [(Solver::Euler, 2.0), (Solver::Heun, 4.0)] {
            for steps in [10, 20, 40] {
                let ratio = largest_error(solver, steps) / largest_error(solver, 2 * steps);
                assert!(
                    (ratio / order - 1.0).abs() < 0.3,
                    "{solver:?}, {steps} steps: the error falls by {ratio}, not {order}"
                );
            }
        }
        // Heun asks 39 times in 20 steps, and is nearer than Euler in 100.
        assert!(largest_error(Solver::Euler, 100) < 0.02);
        assert!(largest_error(Solver::Heun, 20) < largest_error(Solver::Euler, 100));
    }

    #[test]
    fn one_step_ends_at_the_prediction_and_every_state_is_seen() {
        for solver in [Solver::Euler, Solver::Heun] {
            let mut asked = Vec::new();
            let mut seen = Vec::new();
            let predict = |x: Tensor<2>, time: f64| {
                asked.push(time);
                x.zeros_like().add_scalar(7.0)
            };
            let end = follow(solver, 4, rows(&[1.0, -3.0], 2), predict, |x, expected| {
                seen.push([x, expected].map(|tensor| values(tensor.clone())));
            });
            for end in values(end) {
                assert!((end - 7.0).abs() < 1e-5, "{solver:?}: {end}");
            }
            // On straight paths every state lies as far on the way as its time.
            assert_eq!(seen.len(), 5);
            for (step, [state, expected]) in seen.iter().enumerate() {
                let time = step as f32 / 4.0;
                let way = [1.0, -3.0].map(|noise| noise + time * (7.0 - noise));
                let near = |found: &[f32], right: [f32; 2]| {
                    found.iter().zip(right).all(|(a, b)| (a - b).abs() < 1e-5)
                };
                assert!(near(state, way), "{solver:?}, step {step}: {state:?}");
                assert!(near(expected, [7.0; 2]), "{solver:?}: {expected:?}");
            }
            let expected: &[f64] = match solver {
                Solver::Euler => &[0.0, 0.25, 0.5, 0.75],
                Solver::Heun => &[0.0, 0.25, 0.25, 0.5, 0.5, 0.75, 0.75],
            };
            assert_eq!(asked, expected, "{solver:?}");
            assert_eq!(asked.len(), solver.evaluations(4), "{solver:?}");
        }
    }

    #[test]
    fn the_error_is_that_of_the_velocity() {
        let (noise, data) = (
            rows(&[1.0, -2.0, 0.5, 0.0], 2),
            rows(&[0.2, 0.4, -1.0, 3.0], 2),
        );
        let predicted = rows(&[0.3, 0.1, -1.2, 3.3], 2);
        let times = rows(&[0.25, 0.95], 1);
        let at = between(noise.clone(), data.clone(), times.clone());
        let found = values(velocity_error(predicted.clone(), data.clone(), times));
        // (predicted - x_t) / (1 - t) against data - noise.
        let all = [&predicted, &at, &data, &noise].map(|tensor| values(tensor.clone()));
        let [predicted, at, data, noise] = all;
        let error: Vec<f32> = (0..2)
            .map(|i| ((predicted[i] - at[i]) / 0.75 - (data[i] - noise[i])).powi(2) / 2.0)
            .collect();
        assert!((found[0] - error.iter().sum::<f32>()).abs() < 1e-5);
        // Nearer to the end than 0.1 it counts as there.
        let end = (0.2f32.powi(2) + 0.3f32.powi(2)) / 2.0 / 0.01;
        assert!((found[1] / end - 1.0).abs() < 1e-4, "{} {end}", found[1]);
    }

    #[test]
    fn times_are_logistic_of_normal() {
        let times = Times {
            width: 1.2,
            shift: -0.4,
        };
        let found = values(times.of(rows(&[-1.0, 0.0, 2.0], 1)));
        for (x, time) in [-1.0f32, 0.0, 2.0].into_iter().zip(found) {
            let expected = 1.0 / (1.0 + (-(1.2 * x - 0.4)).exp());
            assert!((time - expected).abs() < 1e-6, "{time}, not {expected}");
        }
    }
}
