//! How near an answer is to the truth, and how well a score tells two kinds apart.

use crate::ranking::ascending;

/// The mean of the squared differences of pixels, 0 to 1 each; with weights `[pixels]`, their weighted mean.
///
/// # Panics
/// Unless there are as many of both.
pub fn squared_error(answer: &[f32], truth: &[f32], weights: Option<&[f32]>) -> f64 {
    assert_eq!(answer.len(), truth.len());
    let (mut sum, mut all) = (0.0, 0.0);
    for (at, (answer, truth)) in answer.iter().zip(truth).enumerate() {
        let weight = weights.map_or(1.0, |weights| f64::from(weights[at]));
        sum += weight * (f64::from(*answer) - f64::from(*truth)).powi(2);
        all += weight;
    }
    sum / all
}

/// Peak signal-to-noise ratio in decibels of pixels from 0 to 1, from their mean squared error; at most 100, for one below
/// 1e-10.
pub fn psnr(squared_error: f64) -> f64 {
    -10.0 * squared_error.max(1e-10).log10()
}

/// The area under the receiver operating characteristic: how often the score of one of `high` is above that of one of `low`, a
/// tie for one half (Mann and Whitney's U over the number of pairs). NaN where there is none of either.
pub fn auroc(high: &[f64], low: &[f64]) -> f64 {
    let low: Vec<f64> = ascending(low).into_iter().map(|at| low[at]).collect();
    let wins = high.iter().map(|score| {
        let below = low.partition_point(|other| other < score);
        let not_above = low.partition_point(|other| other <= score);
        (below + not_above) as f64 / 2.0
    });
    wins.sum::<f64>() / (high.len() * low.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_forms() {
        // 10 log10(1 / 0.01) = 20.
        assert!((psnr(squared_error(&[0.1, 0.4], &[0.2, 0.5], None)) - 20.0).abs() < 1e-5);
        assert_eq!(psnr(0.0), 100.0);
        let weights = [3.0, 1.0];
        let weighted = squared_error(&[1.0, 0.0], &[0.0, 2.0], Some(&weights));
        assert_eq!(weighted, (3.0 + 4.0) / 4.0);
    }

    #[test]
    fn auroc_counts_pairs() {
        // Of six pairs, four in order and one tied.
        assert_eq!(auroc(&[3.0, 1.0], &[2.0, 1.0, 0.0]), 4.5 / 6.0);
        assert_eq!(auroc(&[1.0], &[0.0]), 1.0);
        assert_eq!(auroc(&[0.0], &[1.0]), 0.0);
        assert!(auroc(&[], &[1.0]).is_nan());
    }

    #[test]
    fn auroc_of_two_normal_distributions_is_the_closed_form() {
        // Phi(d / sqrt 2) for means d apart: d = 1 gives 0.760250.
        use crate::random::{Purpose, normal, stream};
        let draw = |index, shift: f64| -> Vec<f64> {
            let values = normal(&mut stream(5, Purpose::Noise, index), 20_000);
            values.iter().map(|x| f64::from(*x) + shift).collect()
        };
        let found = auroc(&draw(0, 1.0), &draw(1, 0.0));
        assert!((found - 0.760250).abs() < 0.012, "{found}");
    }
}
