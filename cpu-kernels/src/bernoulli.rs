//! The likelihood of pixels, SIMD across them.

use crate::math;

/// Values that are worked on side by side, so that sums become SIMD too; their order is the same on every machine.
const LANES: usize = 16;

/// The negative log-likelihood of each image of `n` pixels; the logits become the derivative by each, `s(l) - t`.
pub fn nll_and_slope(logits: &mut [f32], targets: &[f32], n: usize) -> Vec<f32> {
    let rows = logits.chunks_exact_mut(n).zip(targets.chunks_exact(n));
    rows.map(|(logits, targets)| row(logits, targets)).collect()
}

/// Multiplies each row by a factor of its own.
pub fn scale_rows(values: &mut [f32], factors: &[f32]) {
    let n = values.len() / factors.len().max(1);
    for (row, factor) in values.chunks_exact_mut(n.max(1)).zip(factors) {
        row.iter_mut().for_each(|value| *value *= factor);
    }
}

/// The sum over one image; its logits become the derivative by each, `s(l) - t`.
fn row(logits: &mut [f32], targets: &[f32]) -> f32 {
    let mut sums = [0.0; LANES];
    let mut logits = logits.chunks_exact_mut(LANES);
    let mut targets = targets.chunks_exact(LANES);
    for (logits, targets) in logits.by_ref().zip(targets.by_ref()) {
        for lane in 0..LANES {
            let (nll, slope) = pixel(logits[lane], targets[lane]);
            sums[lane] += nll;
            logits[lane] = slope;
        }
    }
    let rest = logits.into_remainder().iter_mut().zip(targets.remainder());
    for (sum, (logit, &target)) in sums.iter_mut().zip(rest) {
        let (nll, slope) = pixel(*logit, target);
        *sum += nll;
        *logit = slope;
    }
    sums.iter().sum()
}

/// Negative log-likelihood of one pixel and its derivative by the logit.
#[inline(always)]
fn pixel(logit: f32, target: f32) -> (f32, f32) {
    let e = math::exp(-logit.abs());
    let positive = if logit < 0.0 { 0.0 } else { logit };
    let nll = positive - logit * target + math::ln_1p(e);
    let certain = 1.0 / (1.0 + e);
    let probability = if logit < 0.0 { e * certain } else { certain };
    (nll, probability - target)
}
