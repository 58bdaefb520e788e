//! `classifier_distance`: how far samples are from real images in what the classifier sees in them.

mod eigen;

use crate::Classifier;
use crate::Subject;
use crate::count_points;
use crate::metric::{Better, Measured, Metric};
use crate::points::mean;
use crate::{Error, ErrorKind, Result};
use eigen::eigen;

/// The Frechet distance between the features of the images and those of as many real ones, with `classifier_distance_floor`
/// beside it: the same between two sets of real images, of as many each. No model can be expected below it.
///
/// The formula is that of the Frechet Inception distance (Heusel et al., "GANs Trained by a Two Time-Scale Update Rule Converge
/// to a Local Nash Equilibrium", 2017), but under our own classifier of digits: it has no relation to a number of Inception's.
/// It falls with the number of images, so only distances of as many can be compared.
#[derive(Debug)]
pub struct ClassifierDistance;

impl Metric for ClassifierDistance {
    fn name(&self) -> &'static str {
        "classifier_distance"
    }

    fn range(&self) -> (f64, f64) {
        (0.0, f64::INFINITY)
    }

    fn better(&self) -> Better {
        Better::Lower
    }

    fn compute(&self, subject: &Subject<'_>) -> Result<Option<Measured>> {
        const D: usize = Classifier::FEATURES;
        let features = subject.features()?;
        let [real, reference] = subject.real_features()?;
        if features.len().min(reference.len()) < 2 * D {
            return Ok(None);
        }
        let reference = Gaussian::fit(&reference, D)?;
        let distance = |features| Ok(Gaussian::fit(features, D)?.squared_distance(&reference));
        let floor: Result<f64> = distance(&real);
        Ok(Some(Measured {
            beside: vec![("classifier_distance_floor", floor?.into())],
            ..distance(&features)?.into()
        }))
    }
}

/// A normal distribution in some dimensions, by its moments.
#[derive(Clone, Debug)]
pub struct Gaussian {
    mean: Vec<f64>,
    /// `[dimension * dimension]`
    covariance: Vec<f64>,
}

impl Gaussian {
    /// That of points `[n * dimension]`, with the covariance's unbiased estimate.
    ///
    /// # Errors
    /// `bad-input` when the points are not whole or not finite, or fewer than two.
    pub fn fit(points: &[f32], dimension: usize) -> Result<Self> {
        let n = count_points(points, dimension, "points")?;
        if n < 2 {
            return Err(Error::new(
                ErrorKind::BadInput,
                "A covariance needs two points at least; one came.",
            ));
        }
        let mean = mean(points, dimension);
        let mut covariance = vec![0.0; dimension * dimension];
        let mut centred = vec![0.0; dimension];
        for point in points.chunks_exact(dimension) {
            for ((centred, value), mean) in centred.iter_mut().zip(point).zip(&mean) {
                *centred = f64::from(*value) - mean;
            }
            for (row, one) in covariance.chunks_exact_mut(dimension).zip(&centred) {
                for (sum, other) in row.iter_mut().zip(&centred) {
                    *sum += one * other;
                }
            }
        }
        let scale = 1.0 / (n - 1) as f64;
        covariance.iter_mut().for_each(|sum| *sum *= scale);
        Ok(Self { mean, covariance })
    }

    /// The squared Frechet (2-Wasserstein) distance to another one of the same dimension (Dowson and Landau, "The Frechet distance
    /// between multivariate normal distributions", 1982): `|m1 - m2|^2 + tr(C1 + C2 - 2 (C1^1/2 C2 C1^1/2)^1/2)`.
    pub fn squared_distance(&self, other: &Self) -> f64 {
        let n = self.mean.len();
        let means = self.mean.iter().zip(&other.mean);
        let means: f64 = means.map(|(one, other)| (one - other).powi(2)).sum();
        let trace = |matrix: &[f64]| -> f64 { (0..n).map(|i| matrix[i * n + i]).sum() };
        let root = square_root(&self.covariance, n);
        let inner = multiply(&multiply(&root, &other.covariance, n), &root, n);
        // Rounding can take the values of a singular matrix below 0.
        let common: f64 = eigen(inner, n).0.iter().map(|x| x.max(0.0).sqrt()).sum();
        (means + trace(&self.covariance) + trace(&other.covariance) - 2.0 * common).max(0.0)
    }
}

/// The symmetric square root of a covariance.
fn square_root(matrix: &[f64], n: usize) -> Vec<f64> {
    let (values, vectors) = eigen(matrix.to_vec(), n);
    let mut root = vec![0.0; n * n];
    for (value, vector) in values.iter().zip(vectors.chunks_exact(n)) {
        let value = value.max(0.0).sqrt();
        for (row, one) in root.chunks_exact_mut(n).zip(vector) {
            for (sum, other) in row.iter_mut().zip(vector) {
                *sum += value * one * other;
            }
        }
    }
    root
}

fn multiply(a: &[f64], b: &[f64], n: usize) -> Vec<f64> {
    let mut product = vec![0.0; n * n];
    for (row, a) in product.chunks_exact_mut(n).zip(a.chunks_exact(n)) {
        for (a, b) in a.iter().zip(b.chunks_exact(n)) {
            for (sum, b) in row.iter_mut().zip(b) {
                *sum += a * b;
            }
        }
    }
    product
}
