//! The Bernoulli likelihood of pixels and its derivative in one pass: as tensor operations it is ten passes forward and
//! as many back, and took a third of an IWAE's step.

use super::{floats, is_cpu, math, with_line};
use burn::tensor::{Tensor, TensorData};

/// Values that are worked on side by side, so that sums become SIMD too; their order is the same on every machine.
const LANES: usize = 16;

/// Negative Bernoulli log-likelihood of `targets` (0 to 1) under `logits`, summed over the pixels: `[batch, n]` to
/// `[batch]`. For targets strictly between 0 and 1 this is the cross-entropy that PyTorch's VAE example calls BCE.
pub fn bernoulli_nll(logits: Tensor<2>, targets: Tensor<2>) -> Tensor<1> {
    let device = logits.clone().inner().device();
    if !is_cpu(&device) {
        return plain(logits, targets);
    }
    let [rows, n] = logits.dims();
    let mut values = logits.clone().inner().into_data();
    let targets = targets.inner().into_data();
    let targets = targets.as_slice().expect("all models compute in f32");
    let nll: Vec<f32> = floats(&mut values)
        .chunks_exact_mut(n)
        .zip(targets.chunks_exact(n))
        .map(|(logits, targets)| row(logits, targets))
        .collect();
    let nll = Tensor::from_data(TensorData::new(nll, [rows]), &device);
    if !logits.is_autodiff() {
        return nll;
    }
    let slope = Tensor::from_data(values, &device).autodiff();
    with_line(nll, (logits * slope).sum_dim(1).squeeze_dim(1))
}

/// The same as tensor operations: `max(l, 0) - l t + log(1 + exp(-|l|))` is `-t log s(l) - (1 - t) log(1 - s(l))` without
/// overflow.
fn plain(logits: Tensor<2>, targets: Tensor<2>) -> Tensor<1> {
    let log_term = logits.clone().abs().neg().exp().log1p();
    let linear_term = logits.clone().clamp_min(0.0) - logits * targets;
    (linear_term + log_term).sum_dim(1).squeeze_dim(1)
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

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::Device;

    /// Value and gradient, with a weight on each image so that gradients differ.
    fn both(nll: fn(Tensor<2>, Tensor<2>) -> Tensor<1>, rows: usize, n: usize) -> [Vec<f32>; 2] {
        let device = Device::flex();
        let wave = |scale: f32, at: usize| scale * (at as f32 * 1.618 + 0.3).sin();
        let logits: Vec<f32> = (0..rows * n).map(|at| wave(9.0, at)).collect();
        let targets: Vec<f32> = (0..rows * n).map(|at| wave(0.5, at * 7) + 0.5).collect();
        let weights: Vec<f32> = (0..rows).map(|at| at as f32 - 0.7).collect();
        let tensor = |values: Vec<f32>| {
            Tensor::<2>::from_data(TensorData::new(values, [rows, n]), &device).autodiff()
        };
        let logits = tensor(logits).require_grad();
        let values = nll(logits.clone(), tensor(targets));
        let weights: Tensor<1> = Tensor::from_data(TensorData::new(weights, [rows]), &device);
        let grads = (values.clone() * weights.autodiff()).sum().backward();
        let slope = logits.grad(&grads).expect("a gradient");
        [values.inner().into_data(), slope.into_data()].map(|data| data.try_to_vec().expect("f32"))
    }

    #[test]
    fn one_pass_equals_the_tensor_operations() {
        for (rows, n) in [(1, 1), (3, 5), (2, 16), (4, 33), (7, 784)] {
            let [ours, plain] = [bernoulli_nll, plain].map(|nll| both(nll, rows, n));
            for (ours, plain) in ours.iter().zip(&plain) {
                for (a, b) in ours.iter().zip(plain) {
                    assert!(
                        (a - b).abs() <= 3e-6 * (1.0 + b.abs()),
                        "{rows}x{n}: {a}, {b}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_no_number_stays_so() {
        let device = Device::flex();
        let tensor = |values: [f32; 2]| Tensor::<2>::from_data([values], &device);
        let nll = bernoulli_nll(tensor([f32::NAN, 1.0]), tensor([0.5, 0.5])).into_scalar::<f32>();
        assert!(nll.is_nan());
    }
}
