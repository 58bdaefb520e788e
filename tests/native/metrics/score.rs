//! The classifier's score of samples.

use crate::mnist;
use generative_playground::dataset::PIXELS;
use generative_playground::model::CLASSES;
use generative_playground::random::{Purpose, normal, stream, uniform_unit};
use yardsticks::metrics::{classifier_score, confidence, digit_shares, label_accuracy};
use yardsticks::{Classifier, ErrorKind};

#[test]
fn the_score_is_ten_for_sure_and_even_judgements_and_one_for_equal_ones() {
    let one_hot = |digit: usize| {
        let mut row = [0.0; CLASSES];
        row[digit] = 1.0;
        row
    };
    let even: Vec<_> = (0..50).map(|at| one_hot(at % CLASSES)).collect();
    let labels: Vec<u8> = (0..50)
        .map(|at| if at < 5 { 9 } else { (at % 10) as u8 })
        .collect();
    assert!((classifier_score(&even).unwrap() - 10.0).abs() < 1e-12);
    assert_eq!(digit_shares(&even), Ok([0.1; CLASSES]));
    assert_eq!(confidence(&even), Ok(1.0));
    assert_eq!(label_accuracy(&even, &labels), Ok(0.9));

    for row in [one_hot(3), [0.1; CLASSES]] {
        assert!((classifier_score(&[row; 9]).unwrap() - 1.0).abs() < 1e-12);
    }
    // Two digits, as frequent as 3 to 1: exp of the entropy of (3/4, 1/4).
    let uneven = [one_hot(0), one_hot(0), one_hot(0), one_hot(7)];
    let entropy = -(0.75 * 0.75f64.ln() + 0.25 * 0.25f64.ln());
    assert!((classifier_score(&uneven).unwrap() - entropy.exp()).abs() < 1e-12);
    let shares = digit_shares(&uneven).unwrap();
    assert_eq!((shares[0], shares[7]), (0.75, 0.25));

    for refused in [
        classifier_score(&[]).map(|_| ()),
        digit_shares(&[]).map(|_| ()),
        confidence(&[]).map(|_| ()),
        label_accuracy(&[], &[]).map(|_| ()),
        label_accuracy(&even, &labels[1..]).map(|_| ()),
    ] {
        assert_eq!(refused.unwrap_err().kind, ErrorKind::BadInput);
    }
}

/// `exp(H(mean p) - mean H(p))`, which is the same number by another way.
#[test]
fn the_score_is_the_exponential_of_the_mutual_information() {
    let mut rng = stream(1, Purpose::Noise, 0);
    let rows: Vec<[f64; CLASSES]> = (0..200)
        .map(|_| {
            let powers: Vec<f64> = normal(&mut rng, CLASSES)
                .iter()
                .map(|x| (2.0 * f64::from(*x)).exp())
                .collect();
            let sum: f64 = powers.iter().sum();
            std::array::from_fn(|at| powers[at] / sum)
        })
        .collect();
    let entropy = |row: &[f64]| -row.iter().map(|p| p * p.ln()).sum::<f64>();
    let mut marginal = [0.0; CLASSES];
    for row in &rows {
        marginal
            .iter_mut()
            .zip(row)
            .for_each(|(sum, p)| *sum += p / 200.0);
    }
    let conditional = rows.iter().map(|row| entropy(row)).sum::<f64>() / 200.0;
    let expected = (entropy(&marginal) - conditional).exp();
    let found = classifier_score(&rows).unwrap();
    assert!((found - expected).abs() < 1e-9, "{found}, {expected}");
}

#[test]
fn real_images_score_high_and_noise_low() {
    let (classifier, _) = Classifier::shipped().unwrap();
    let score = |pixels: &[f32]| {
        let rows = classifier.probabilities(pixels).unwrap();
        (
            classifier_score(&rows).unwrap(),
            confidence(&rows).unwrap(),
            digit_shares(&rows).unwrap(),
        )
    };
    let real = score(&mnist().test.pixels(0, 1_001).unwrap());
    let noise = score(&uniform_unit(
        &mut stream(0, Purpose::Noise, 0),
        501 * PIXELS,
    ));
    assert!(real.0 > 9.0 && real.1 > 0.97, "{real:?}");
    assert!(noise.0 < 3.0, "{noise:?}");
    assert!((real.2.iter().sum::<f64>() - 1.0).abs() < 1e-12);

    let refuse = |pixels: &[f32]| classifier.probabilities(pixels).unwrap_err().kind;
    assert_eq!(refuse(&[]), ErrorKind::BadInput);
    assert_eq!(refuse(&[0.5; PIXELS + 1]), ErrorKind::BadInput);
    assert_eq!(refuse(&[f32::NAN; PIXELS]), ErrorKind::BadInput);
}
