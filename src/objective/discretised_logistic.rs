//! [`Likelihood::DiscretisedLogistic`](super::Likelihood::DiscretisedLogistic): grey values by two numbers of each pixel, `[batch, 2 * n]`,
//! all means and then the logarithms of all scales.

use super::cross_entropy;
use crate::kernels::bernoulli::bernoulli_nll;
use burn::tensor::Tensor;

/// From one grey value to the next.
const LEVEL: f64 = 1.0 / 255.0;

/// Of each pixel, `[batch, n]` both.
struct Logistic {
    mean: Tensor<2>,
    log_scale: Tensor<2>,
}

/// What is said of a scale's logarithm is added to this: at first a pixel may be any grey value, though not as likely.
pub const LOG_SCALE: f64 = -2.0;
/// The narrowest is less than a tenth of a grey value, and the widest knows nothing.
pub const LOG_SCALES: (f64, f64) = (-8.0, 2.0);

impl Logistic {
    fn of(outputs: Tensor<2>) -> Self {
        let [mean, log_scale] = halves(outputs);
        let (narrowest, widest) = LOG_SCALES;
        Self {
            mean,
            log_scale: log_scale.add_scalar(LOG_SCALE).clamp(narrowest, widest),
        }
    }
}

fn halves(outputs: Tensor<2>) -> [Tensor<2>; 2] {
    let [_, both] = outputs.dims();
    [0, both / 2].map(|start| outputs.clone().narrow(1, start, both / 2))
}

/// Each pixel's mean, `[batch, 2 * n]` to `[batch, n]`: of a logistic whose values beyond 0 and 1 are those two, the integral of what lies
/// above each value.
pub fn images(outputs: Tensor<2>) -> Tensor<2> {
    let Logistic { mean, log_scale } = Logistic::of(outputs);
    let steepness = log_scale.clone().neg().exp();
    // log(1 + exp(x))
    let softplus = |x| cross_entropy(x, 0.0);
    let above_white = softplus(mean.clone().sub_scalar(1.0) * steepness.clone());
    // Rounding may pass the limits by a millionth.
    ((softplus(mean * steepness) - above_white) * log_scale.exp()).clamp(0.0, 1.0)
}

/// Negative log-likelihood of `targets` `[batch, n]`, 0 to 1, summed over the pixels, `[batch]`.
///
/// With `a` and `b` the upper and the lower end of what rounds to a pixel's value, in scales from the mean:
/// `sigmoid(a) - sigmoid(b) = sigmoid(a) sigmoid(-b) (1 - exp(b - a))`, of which black has the first factor alone, and white the second.
pub fn nll(outputs: Tensor<2>, targets: Tensor<2>) -> Tensor<1> {
    let Logistic { mean, log_scale } = Logistic::of(outputs);
    let black = targets.clone().lower_elem(0.5 * LEVEL);
    let white = targets.clone().greater_elem(1.0 - 0.5 * LEVEL);
    let none = targets.zeros_like();
    let steepness = log_scale.neg().exp();
    let width = steepness.clone().mul_scalar(LEVEL);
    let distance = (targets - mean) * steepness;
    let half = width.clone().mul_scalar(0.5);
    // -log sigmoid(-x) is the cross-entropy of the logit x with 0; of this one nothing is left.
    let nothing = -200.0;
    let upper = (distance.clone().neg() - half.clone()).mask_fill(white.clone(), nothing);
    let lower = (distance - half).mask_fill(black.clone(), nothing);
    let narrow = width.neg().exp().neg().add_scalar(1.0).log();
    let narrow = narrow.mask_fill(black.bool_or(white), 0.0).sum_dim(1);
    bernoulli_nll(upper, none.clone()) + bernoulli_nll(lower, none) - narrow.squeeze_dim(1)
}
