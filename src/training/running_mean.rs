//! The running mean of a network's weights from which images are drawn.

use crate::optimizer::blend;
use burn::module::Module;

/// How much of a running mean each update keeps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunningMean {
    /// The largest share.
    pub most: f64,
    /// How fast the share grows towards it; 0 for nearly at once.
    pub power: f64,
}

impl RunningMean {
    /// The share that the mean after update `updates`, counted from 1, has of the one before.
    ///
    /// Less in the beginning, so that the first, untrained weights do not stay in it. With a power `p` it is `(1 - 1/t)^p`, under
    /// which the weights in the mean are `1/(p + 1)` of the training old on average, however long that is (Karras et al.,
    /// "Analyzing and Improving the Training Dynamics of Diffusion Models", 2023, whose gamma is `p - 1`). Without one it is that
    /// of TensorFlow's `ExponentialMovingAverage`, which is the largest soon.
    pub fn decay(&self, updates: u64) -> f64 {
        let t = updates as f64;
        self.most.min(if self.power > 0.0 {
            (1.0 - 1.0 / t).powf(self.power)
        } else {
            (1.0 + t) / (10.0 + t)
        })
    }

    /// Moves the mean, where there is one, towards the weights after update `updates`, counted from 1.
    pub fn follow<M: Module>(&self, mean: &mut Option<M>, weights: &M, updates: u64) {
        *mean = mean
            .take()
            .map(|mean| blend(mean, weights, self.decay(updates)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(power: f64) -> RunningMean {
        RunningMean {
            most: 0.9995,
            power,
        }
    }

    #[test]
    fn decays_are_those_of_the_definitions() {
        for (power, updates, decay) in [
            (0.0, 1, 2.0 / 11.0),
            (0.0, 90, 0.91),
            (0.0, 100_000, 0.9995),
            (13.0, 1, 0.0),
            (13.0, 2, 1.0 / 8_192.0),
            (2.0, 100, 0.9801),
            (13.0, 100_000, 0.9995),
        ] {
            let found = mean(power).decay(updates);
            assert!(
                (found - decay).abs() < 1e-12,
                "power {power}, update {updates}: {found}, not {decay}"
            );
        }
    }

    /// Multiplied out, the decays since update t are `(t/n)^p` after n updates.
    #[test]
    fn with_a_power_the_mean_has_an_age_in_parts_of_the_training() {
        let (n, power) = (1_000u64, 13.0);
        let mut weights: Vec<f64> = Vec::new();
        for t in 1..=n {
            let kept = mean(power).decay(t);
            weights.iter_mut().for_each(|weight| *weight *= kept);
            weights.push(1.0 - kept);
        }
        assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        for t in [500, 900, 1_000] {
            let since = (t as f64 / n as f64).powf(power);
            let expected = since - ((t - 1) as f64 / n as f64).powf(power);
            let found = weights[t - 1];
            assert!((found / expected - 1.0).abs() < 1e-9, "update {t}: {found}");
        }
        let ages = weights
            .iter()
            .zip(1..)
            .map(|(weight, t)| weight * (n - t) as f64);
        let age = ages.sum::<f64>() / n as f64;
        assert!((age - 1.0 / (power + 1.0)).abs() < 1e-3, "{age}");
    }
}
