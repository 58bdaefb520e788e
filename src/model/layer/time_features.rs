//! A time as waves.

use super::{Call, Layer, SignalShape, constant, flat};
use crate::model::weights::Weights;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};
use std::f64::consts::TAU;

/// Sines and then cosines of a time (`[1, 1, 1]`, from 0 to 1) times frequencies from `lowest` to `highest` radians, each the
/// same multiple of the one before: the positions of Vaswani et al. (2017), as diffusion models take their time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimeFeatures {
    /// How many frequencies; there are twice as many outputs.
    pub frequencies: usize,
    /// The first.
    pub lowest: f64,
    /// The last.
    pub highest: f64,
}

impl TimeFeatures {
    /// The frequencies, in radians.
    fn list(&self) -> impl Iterator<Item = f64> {
        let (lowest, last) = (self.lowest, (self.frequencies - 1).max(1));
        let ratio = self.highest / self.lowest;
        (0..self.frequencies).map(move |i| lowest * ratio.powf(i as f64 / last as f64))
    }
}

impl Layer for TimeFeatures {
    fn output(&self, input: SignalShape) -> SignalShape {
        assert_eq!(input, [1, 1, 1], "a time is one number");
        [2 * self.frequencies, 1, 1]
    }

    fn describe(&self) -> String {
        format!(
            "Time by {} frequencies from {} to {}",
            self.frequencies, self.lowest, self.highest
        )
    }

    fn forward(&self, _: &Weights, x: Tensor<4>, _: &mut Call) -> Tensor<4> {
        let outputs = 2 * self.frequencies;
        let [batch, ..] = x.dims();
        let turns = self.list().map(|frequency| (frequency / TAU) as f32);
        let turns: Vec<f32> = turns.collect();
        let turns = constant([&turns[..], &turns].concat(), [1, outputs], &x);
        // A cosine is a sine a quarter of a turn on.
        let quarters = (0..outputs).map(|i| if i < self.frequencies { 0.0 } else { 0.25 });
        let quarters = constant(quarters.collect(), [1, outputs], &x);
        let turned = flat(x) * turns + quarters;
        // Shaders need only know the sine of angles up to half a turn.
        let within = turned.clone() - turned.add_scalar(0.5).floor();
        within.mul_scalar(TAU).sin().reshape([batch, outputs, 1, 1])
    }
}
