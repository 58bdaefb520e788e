//! Likelihoods, bounds and the adversarial objectives.

use super::{matrix, numbers};
use burn::tensor::{Device, Tensor};
use generative_playground::objective::{AdversarialObjective, Likelihood, log_mean_exp};
use generative_playground::random::{Purpose, normal, stream};

/// Each likelihood is a probability: summed, or integrated, over all pixel values it gives 1.
#[test]
fn likelihoods_are_normalised() {
    for logit in [-6.0, -0.5, -0.015, 0.0, 1e-3, 0.3, 2.0, 9.0] {
        let density = |likelihood: Likelihood, x: Vec<f32>| -> Vec<f64> {
            let logits = matrix(vec![logit; x.len()], 1);
            numbers(likelihood.nll(logits, matrix(x, 1)))
                .into_iter()
                .map(|nll| (-nll).exp())
                .collect()
        };
        let sum: f64 = density(Likelihood::Bernoulli, vec![0.0, 1.0]).iter().sum();
        assert!((sum - 1.0).abs() < 1e-5, "Bernoulli, logit {logit}: {sum}");
        let integral = |likelihood, from: f64, to: f64| -> f64 {
            let n = 20_000;
            let width = (to - from) / n as f64;
            let points = (0..n)
                .map(|i| (from + (i as f64 + 0.5) * width) as f32)
                .collect();
            density(likelihood, points).iter().sum::<f64>() * width
        };
        let continuous = integral(Likelihood::ContinuousBernoulli, 0.0, 1.0);
        assert!(
            (continuous - 1.0).abs() < 1e-3,
            "continuous Bernoulli, logit {logit}: {continuous}"
        );
        let gaussian = integral(Likelihood::Gaussian, -9.0, 10.0);
        assert!(
            (gaussian - 1.0).abs() < 1e-3,
            "Gaussian, logit {logit}: {gaussian}"
        );
    }
}

/// A logistic distribution's grey values, from its distribution function in double precision.
fn of_grey(mean: f64, log_scale: f64, value: u32) -> f64 {
    let below = |value: f64| {
        let end = (value - 0.5) / 255.0;
        1.0 / (1.0 + (-(end - mean) / (log_scale - 2.0).clamp(-8.0, 2.0).exp()).exp())
    };
    let (from, to) = match value {
        0 => (0.0, below(1.0)),
        255 => (below(255.0), 1.0),
        _ => (below(value.into()), below(f64::from(value) + 1.0)),
    };
    to - from
}

#[test]
fn the_discretised_logistic_is_the_probability_of_each_grey_value() {
    let likelihood = Likelihood::DiscretisedLogistic;
    let outputs = [
        [-0.8f32, 0.5],
        [0.0, 0.0],
        [0.3, -1.5],
        [0.5, 1.0],
        [0.97, -2.0],
        [1.4, 0.2],
        [0.4, 9.0],
    ];
    for [mean, log_scale] in outputs {
        let said = || matrix([mean, log_scale].repeat(256), 2);
        let values: Vec<f32> = (0..=255u8).map(|value| f32::from(value) / 255.0).collect();
        let nll = numbers(likelihood.nll(said(), matrix(values, 1)));
        let mut image = 0.0;
        for (value, nll) in (0..).zip(&nll) {
            let expected = of_grey(mean.into(), log_scale.into(), value);
            let found = (-nll).exp();
            assert!(
                (found - expected).abs() < 1e-5 + 1e-4 * expected,
                "{mean} {log_scale} {value}: {found}, not {expected}"
            );
            image += expected * f64::from(value) / 255.0;
        }
        let all: f64 = nll.iter().map(|nll| (-nll).exp()).sum();
        assert!((all - 1.0).abs() < 1e-4, "{mean} {log_scale}: {all}");
        let found = numbers(
            likelihood
                .images(matrix(vec![mean, log_scale], 2))
                .reshape([1]),
        )[0];
        assert!(
            (found - image).abs() < 2e-3,
            "{mean} {log_scale}: {found}, not {image}"
        );
    }
}

#[test]
fn gradients_of_the_discretised_logistic_agree_with_finite_differences() {
    let device = Device::flex().autodiff();
    for [mean, log_scale] in [[-0.4f32, 0.3], [0.2, -0.7], [0.6, 0.1], [1.1, -0.4]] {
        for value in [0u8, 40, 153, 255] {
            let said = Tensor::<2>::from_data([[mean, log_scale]], &device).require_grad();
            let target = Tensor::<2>::from_data([[f32::from(value) / 255.0]], &device);
            let grads = Likelihood::DiscretisedLogistic
                .nll(said.clone(), target)
                .sum()
                .backward();
            let found = numbers(said.grad(&grads).unwrap().reshape([2]));
            let nll = |mean: f64, log_scale: f64| -of_grey(mean, log_scale, value.into()).ln();
            let (mean, log_scale, h) = (f64::from(mean), f64::from(log_scale), 1e-4);
            let expected = [
                (nll(mean + h, log_scale) - nll(mean - h, log_scale)) / (2.0 * h),
                (nll(mean, log_scale + h) - nll(mean, log_scale - h)) / (2.0 * h),
            ];
            for (found, expected) in found.iter().zip(expected) {
                assert!(
                    (found - expected).abs() < 1e-3 + 1e-3 * expected.abs(),
                    "{mean} {log_scale} {value}: {found}, not {expected}"
                );
            }
        }
    }
}

#[test]
fn the_importance_weighted_bound_of_one_sample_is_its_weight_and_grows_with_samples() {
    let weights = normal(&mut stream(2, Purpose::Noise, 0), 40 * 50);
    let one = numbers(log_mean_exp(matrix(weights[..40].to_vec(), 1)));
    for (bound, weight) in one.iter().zip(&weights) {
        assert!((bound - f64::from(*weight)).abs() < 1e-6);
    }
    // By Jensen's inequality the mean of logarithms is below the logarithm of the mean.
    for (bound, row) in numbers(log_mean_exp(matrix(weights.clone(), 50)))
        .iter()
        .zip(weights.chunks(50))
    {
        let mean = row.iter().map(|&w| f64::from(w)).sum::<f64>() / 50.0;
        let exact = (row.iter().map(|&w| f64::from(w).exp()).sum::<f64>() / 50.0).ln();
        assert!((bound - exact).abs() < 1e-4 && *bound > mean);
    }
}

#[test]
fn adversarial_objectives_satisfy_their_identities() {
    let logits = |index| matrix(normal(&mut stream(3, Purpose::Noise, index), 32), 1);
    let (real, fake) = (logits(0), logits(1));
    let d = |objective: AdversarialObjective, real: &Tensor<2>, fake: &Tensor<2>| {
        numbers(objective.discriminator_loss(real.clone(), fake.clone(), 1.0))[0]
    };
    let g = |objective: AdversarialObjective, fake: &Tensor<2>| {
        numbers(objective.generator_loss(fake.clone()))[0]
    };
    use AdversarialObjective::{Hinge, LeastSquares, Minimax, NonSaturating, Wasserstein};

    // Wasserstein: exchanging real and fake changes the sign.
    assert!((d(Wasserstein, &real, &fake) + d(Wasserstein, &fake, &real)).abs() < 1e-6);
    // The game: what the generator minimises is the discriminator's loss on fakes, negated.
    let zeros = fake.zeros_like();
    let on_fakes = d(Minimax, &zeros, &fake) - 2f64.ln();
    assert!((g(Minimax, &fake) + on_fakes).abs() < 1e-5);
    // A discriminator that cannot tell: log 4 (Goodfellow et al., 2014).
    assert!((d(NonSaturating, &zeros, &zeros) - 4f64.ln()).abs() < 1e-6);
    // Beyond the margin the hinge loss is zero; at the targets least squares are.
    assert_eq!(
        d(
            Hinge,
            &zeros.clone().add_scalar(2.0),
            &zeros.clone().sub_scalar(2.0)
        ),
        0.0
    );
    assert_eq!(d(LeastSquares, &zeros.clone().add_scalar(1.0), &zeros), 0.0);
    // From the definitions, in f64.
    let bce: f64 = numbers(fake.clone())
        .iter()
        .map(|l| (1.0 + (-l).exp()).ln())
        .sum::<f64>()
        / 32.0;
    assert!((g(NonSaturating, &fake) - bce).abs() < 1e-6);
}
