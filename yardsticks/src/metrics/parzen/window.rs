//! A mixture of normal distributions around samples.

use crate::count_points;
use crate::{Error, ErrorKind, Result};
use cpu_kernels::product::{Matrix, product};
use std::f64::consts::PI;

/// Points whose distances to all samples are computed together: 10 MB with 10,000 samples.
const BLOCK: usize = 250;

/// A mixture of spherical normal distributions, one around each sample.
#[derive(Clone, Debug)]
pub struct ParzenWindow {
    /// `[n, dimension]`
    samples: Vec<f32>,
    /// Squared norms, `[n]`.
    norms: Vec<f64>,
    dimension: usize,
}

impl ParzenWindow {
    /// Kernels around samples `[n * dimension]`.
    ///
    /// # Errors
    /// `bad-input` when the samples are not whole or not finite.
    pub fn new(samples: &[f32], dimension: usize) -> Result<Self> {
        count_points(samples, dimension, "samples")?;
        Ok(Self {
            norms: squared_norms(samples, dimension),
            samples: samples.to_vec(),
            dimension,
        })
    }

    /// The log-density in nats of each point, from points `[m * dimension]`: one list `[m]` a sigma.
    ///
    /// # Errors
    /// `bad-input` when the points are not whole or not finite, or a sigma is not above 0.
    pub fn log_densities(&self, points: &[f32], sigmas: &[f64]) -> Result<Vec<Vec<f64>>> {
        count_points(points, self.dimension, "points")?;
        if let Some(sigma) = sigmas.iter().find(|sigma| sigma.is_nan() || **sigma <= 0.0) {
            return Err(Error::new(
                ErrorKind::BadInput,
                format!("A kernel's sigma must be above 0; one is {sigma}."),
            ));
        }
        let mut all = vec![Vec::new(); sigmas.len()];
        for block in points.chunks(BLOCK * self.dimension) {
            let matrix = |values| {
                let rows = <[f32]>::len(values) / self.dimension;
                Matrix::new(values, [rows, self.dimension], [self.dimension, 1])
            };
            let products = product(matrix(block), matrix(&self.samples).transposed());
            let norms = squared_norms(block, self.dimension);
            for (row, norm) in products.chunks_exact(self.norms.len()).zip(norms) {
                // |x - s|^2 = |x|^2 + |s|^2 - 2 x s; rounding can take it below 0.
                let squares: Vec<f64> = row
                    .iter()
                    .zip(&self.norms)
                    .map(|(&product, sample)| (norm + sample - 2.0 * f64::from(product)).max(0.0))
                    .collect();
                for (densities, &sigma) in all.iter_mut().zip(sigmas) {
                    densities.push(self.log_density(&squares, sigma));
                }
            }
        }
        Ok(all)
    }

    /// The log-density of a point at these squared distances from the samples, `[n]`.
    fn log_density(&self, squares: &[f64], sigma: f64) -> f64 {
        // The nearest sample's term is taken out of the sum, which would else be 0 far from all samples.
        let nearest = squares.iter().copied().fold(f64::INFINITY, f64::min);
        let scale = 1.0 / (2.0 * sigma * sigma);
        let sum: f64 = squares
            .iter()
            .map(|square| (nearest - square) * scale)
            // Terms below e^-60 of the largest change nothing in double precision; most are, and `exp` takes long.
            .filter(|&exponent| exponent > -60.0)
            .map(f64::exp)
            .sum();
        let volume = 0.5 * self.dimension as f64 * (2.0 * PI * sigma * sigma).ln();
        (sum / squares.len() as f64).ln() - nearest * scale - volume
    }
}

/// The squared norm of each of the points `[n * dimension]`.
fn squared_norms(points: &[f32], dimension: usize) -> Vec<f64> {
    let square = |&value: &f32| f64::from(value).powi(2);
    let points = points.chunks_exact(dimension);
    points.map(|point| point.iter().map(square).sum()).collect()
}
