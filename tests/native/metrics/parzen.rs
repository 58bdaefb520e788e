//! Log-likelihoods under Parzen windows.

use generative_playground::dataset::PIXELS;
use generative_playground::random::{Purpose, normal, stream, uniform_unit};
use std::f64::consts::PI;
use yardsticks::ErrorKind;
use yardsticks::metrics::{Parzen, ParzenWindow, sigmas};

/// The definition, in double precision and without any trick.
fn log_densities(samples: &[f32], points: &[f32], dimension: usize, sigma: f64) -> Vec<f64> {
    let points = points.chunks(dimension);
    points
        .map(|point| {
            let kernel = |sample: &[f32]| {
                let square = |(x, s): (&f32, &f32)| (f64::from(*x) - f64::from(*s)).powi(2);
                let distance: f64 = point.iter().zip(sample).map(square).sum();
                (-distance / (2.0 * sigma * sigma)).exp()
            };
            let sum: f64 = samples.chunks(dimension).map(kernel).sum();
            let volume = dimension as f64 / 2.0 * (2.0 * PI * sigma * sigma).ln();
            (sum / (samples.len() / dimension) as f64).ln() - volume
        })
        .collect()
}

#[test]
fn a_parzen_window_is_its_definition() {
    for (dimension, n, m) in [(1, 1, 1), (3, 40, 7), (20, 301, 520)] {
        let mut rng = stream(2, Purpose::Noise, dimension as u64);
        let samples = uniform_unit(&mut rng, n * dimension);
        let points = uniform_unit(&mut rng, m * dimension);
        let window = ParzenWindow::new(&samples, dimension).unwrap();
        let grid = [0.2, 0.5, 1.0];
        let all = window.log_densities(&points, &grid).unwrap();
        for (found, sigma) in all.iter().zip(grid) {
            let expected = log_densities(&samples, &points, dimension, sigma);
            assert_eq!(found.len(), m);
            for (one, other) in found.iter().zip(expected) {
                // Squared distances are off by single precision's rounding of their parts, up to 20 here.
                assert!(
                    (one - other).abs() < 1e-3,
                    "{dimension}, {sigma}: {one}, {other}"
                );
            }
        }
    }
}

#[test]
fn a_parzen_window_is_right_where_the_density_is_known() {
    // A single kernel far away, where a plain exponential would be 0: log N(1; 0, 0.01^2) in 784 dimensions.
    let window = ParzenWindow::new(&[0.0; PIXELS], PIXELS).unwrap();
    let found = window.log_densities(&[1.0; PIXELS], &[0.01]).unwrap();
    let expected = -784.0 / (2.0 * 1e-4) - 392.0 * (2.0 * PI * 1e-4).ln();
    assert!(
        (found[0][0] / expected - 1.0).abs() < 1e-12,
        "{found:?}, {expected}"
    );

    // In one dimension the density integrates to 1.
    let window = ParzenWindow::new(&[0.1, 0.5, 0.55], 1).unwrap();
    let points: Vec<f32> = (-2_000..3_000).map(|at| at as f32 / 1_000.0).collect();
    let found = window.log_densities(&points, &[0.1]).unwrap();
    let integral: f64 = found[0].iter().map(|log| log.exp() / 1_000.0).sum();
    assert!((integral - 1.0).abs() < 1e-4, "{integral}");

    for (points, sigma) in [
        (&[][..], 1.0),
        (&[f32::INFINITY][..], 1.0),
        (&[0.0][..], 0.0),
    ] {
        let error = window.log_densities(points, &[sigma]).unwrap_err();
        assert_eq!(error.kind, ErrorKind::BadInput);
    }
    assert!(ParzenWindow::new(&[0.0; 5], 3).is_err());
}

#[test]
fn parzen_chooses_the_sigma_that_the_validation_images_like_best() {
    // Points of a normal distribution of deviation 0.3 around one sample: the best sigma is their deviation.
    let mut points = normal(&mut stream(4, Purpose::Noise, 0), 500 * PIXELS);
    points.iter_mut().for_each(|x| *x = 0.5 + 0.3 * *x);
    let (validation, test) = points.split_at(200 * PIXELS);
    let sample = [0.5; PIXELS];
    let found = Parzen::new(&sample, validation, test).unwrap();
    let grid = sigmas();
    let nearest = |sigma: &f64| ((sigma / 0.3).ln().abs() * 1e9) as i64;
    assert_eq!(Some(found.sigma), grid.iter().copied().min_by_key(nearest));
    // What is left out of the second term is the test points' own deviation from 0.3.
    let entropy = -392.0 * (2.0 * PI * found.sigma.powi(2)).ln();
    let expected = entropy - 392.0 * 0.09 / found.sigma.powi(2);
    assert!(
        (found.log_likelihood - expected).abs() < 6.0,
        "{found:?}, {expected}"
    );
    // Half a chi-square of 784 degrees, over 300 points.
    let error = (784f64 / 2.0).sqrt() * 0.09 / found.sigma.powi(2) / 300f64.sqrt();
    assert!(
        (found.standard_error / error - 1.0).abs() < 0.2,
        "{found:?}, {error}"
    );

    assert_eq!((grid.len(), grid[36]), (37, 1.0));
    assert!((grid[0] - 0.1).abs() < 1e-12);
    for goodfellow in 0..10u32 {
        let expected = 10f64.powf(f64::from(goodfellow) / 9.0 - 1.0);
        assert!((grid[4 * goodfellow as usize] - expected).abs() < 1e-12);
    }
}
