//! What measurements say of images that are only expected.

use super::Operator;
use super::latents::rows;
use super::operator::LENGTH;
use crate::kernels::dense;
use burn::tensor::{Device, Tensor};

/// Steps of the method of conjugate gradients: of 750 random measurements of 784 pixels without noise, the hardest of all, they leave
/// 3 % of what is missing, and nearly nothing of fewer.
const STEPS: usize = 30;
/// The smallest length that is divided by.
const TINY: f32 = 1e-30;

/// Measurements `y = A x + noise` of images.
#[derive(Clone, Debug)]
pub(super) struct Evidence {
    /// `[rows, size]`
    values: Tensor<2>,
    measures: Measures,
    /// The variance of the noise.
    noise: f64,
}

#[derive(Clone, Debug)]
enum Measures {
    /// Single pixels, where this is 1, `[1, 784]`.
    Pixels(Box<Tensor<2>>),
    /// All pixels, `[784, size]`, and as many steps as it takes to solve an equation with it.
    Matrix(Box<Tensor<2>>, usize),
}

impl Evidence {
    /// Of what an operator measured, `values` `[n * size]`, with noise of a standard deviation.
    pub fn new(operator: &Operator, values: Vec<f32>, deviation: f64, device: &Device) -> Self {
        let size = operator.size();
        let measures = match operator {
            Operator::Pixels(known) => {
                Measures::Pixels(Box::new(rows(known.clone(), size, device)))
            }
            Operator::Matrix(matrix) => {
                // Measurements that share no pixel, each as long as the others, depend on none.
                let mut pixels = matrix.chunks_exact(size);
                let apart =
                    pixels.all(|row| row.iter().filter(|weight| **weight != 0.0).count() <= 1);
                let steps = if apart { 1 } else { STEPS };
                Measures::Matrix(Box::new(rows(matrix.clone(), size, device)), steps)
            }
        };
        Self {
            values: rows(values, size, device),
            measures,
            noise: deviation.powi(2),
        }
    }

    /// The gradient of the measurements' log-likelihood by each pixel `[rows, 784]` of images, 0 to 1, which are expected to be these, with independent
    /// normal errors of this variance: `A^T (variance A A^T + noise I)^-1 (y - A x)`.
    pub fn slope(&self, images: Tensor<2>, variance: f64) -> Tensor<2> {
        let values = self.values.clone();
        match &self.measures {
            Measures::Pixels(known) => {
                let missing = values - images.mul_scalar(LENGTH) * (**known).clone();
                missing.mul_scalar(LENGTH / (variance * LENGTH.powi(2) + self.noise))
            }
            Measures::Matrix(matrix, steps) => {
                let matrix = (**matrix).clone();
                let back = matrix.clone().transpose();
                let missing = values - dense::product(images, matrix.clone());
                let covariance = |u: Tensor<2>| {
                    let pixels = dense::product(u.clone(), back.clone());
                    let measured = dense::product(pixels, matrix.clone());
                    measured.mul_scalar(variance) + u.mul_scalar(self.noise)
                };
                dense::product(solved(covariance, missing, *steps), back)
            }
        }
    }
}

/// Rows `u` of which `f(u)` is `right`, by conjugate gradients (Hestenes and Stiefel, 1952); `f` is linear, symmetric and positive.
fn solved(f: impl Fn(Tensor<2>) -> Tensor<2>, right: Tensor<2>, steps: usize) -> Tensor<2> {
    let square = |x: &Tensor<2>| x.clone().powi_scalar(2).sum_dim(1);
    let mut u = right.zeros_like();
    let mut rest = right;
    let mut way = rest.clone();
    let mut length = square(&rest);
    for _ in 0..steps {
        let after = f(way.clone());
        let along = (way.clone() * after.clone()).sum_dim(1);
        let step = length.clone() / along.clamp_min(TINY);
        u = u + way.clone() * step.clone();
        rest = rest - after * step;
        let shorter = square(&rest);
        way = rest.clone() + way * (shorter.clone() / length.clamp_min(TINY));
        length = shorter;
    }
    u
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::PIXELS;
    use crate::model::values;
    use crate::random::{Purpose, normal, stream};

    /// `variance A A^T + noise I` times what solves the equation is what was missing: looked at in double precision, from the slope
    /// alone, whose images `A^T u` are.
    fn check(operator: &Operator, deviation: f64, variance: f64) {
        let device = Device::flex();
        let mut rng = stream(3, Purpose::SceneNoise, 0);
        let size = operator.size();
        let images = normal(&mut rng, 2 * PIXELS);
        let measured = operator.apply(&normal(&mut rng, 2 * PIXELS));
        let evidence = Evidence::new(operator, measured.clone(), deviation, &device);
        let slope = evidence.slope(rows(images.clone(), PIXELS, &device), variance);
        let slope = values(&slope.into_data());
        // With errors of this size, images are moved by so much; what is missing then is as the noise explains it.
        let moved: Vec<f32> = (images.iter().zip(&slope))
            .map(|(image, slope)| image + variance as f32 * slope)
            .collect();
        let (before, after) = (operator.apply(&images), operator.apply(&moved));
        for row in 0..2 {
            let of = |all: &[f32]| all[row * size..(row + 1) * size].to_vec();
            let (measured, before, after) = (of(&measured), of(&before), of(&after));
            let missing = |now: &[f32]| -> f64 {
                let pairs = measured.iter().zip(now);
                pairs.map(|(y, x)| f64::from(y - x).powi(2)).sum()
            };
            let share = (missing(&after) / missing(&before)).sqrt();
            let length = match operator {
                Operator::Pixels(_) => LENGTH.powi(2),
                Operator::Matrix(matrix) => {
                    let first = matrix
                        .chunks_exact(size)
                        .map(|row| f64::from(row[0]).powi(2));
                    first.sum()
                }
            };
            let expected = deviation.powi(2) / (variance * length + deviation.powi(2));
            assert!((share - expected).abs() < 1e-4, "{share} {expected}");
        }
    }

    #[test]
    fn single_pixels_and_blocks_are_moved_as_far_as_the_noise_lets_them() {
        let known = (0..PIXELS).map(|at| f32::from(u8::from(at % 3 == 0)));
        for operator in [Operator::Pixels(known.collect()), Operator::blocks(7)] {
            for deviation in [0.0, 0.1, 10.0] {
                check(&operator, deviation, 0.09);
            }
        }
    }

    /// Against the equation itself: the slope is `A^T u`, so `A slope` is `A A^T u`, and `u` follows from what is missing.
    #[test]
    fn random_measurements_solve_their_equation() {
        let device = Device::flex();
        let mut rng = stream(4, Purpose::SceneNoise, 0);
        let cases = [
            (10, 0.1, 1e-4),
            (200, 0.1, 1e-4),
            (200, 30.0, 1e-4),
            (750, 0.0, 0.05),
        ];
        for (size, deviation, tolerance) in cases {
            let matrix = normal(&mut rng, PIXELS * size);
            let operator = Operator::Matrix(matrix.clone());
            let images = normal(&mut rng, PIXELS);
            let measured = operator.apply(&normal(&mut rng, PIXELS));
            let evidence = Evidence::new(&operator, measured.clone(), deviation, &device);
            let variance = 0.09;
            let slope = evidence.slope(rows(images.clone(), PIXELS, &device), variance);
            let slope = values(&slope.into_data());
            // A (y - A x - variance A slope) = noise slope, each side times A^T.
            let back = |rest: &[f64]| -> Vec<f64> {
                let pixels = matrix.chunks_exact(size);
                let sums = pixels.map(|row| {
                    let terms = row.iter().zip(rest).map(|(a, r)| f64::from(*a) * r);
                    terms.sum::<f64>()
                });
                sums.collect()
            };
            let product = |image: &[f32]| -> Vec<f64> {
                let mut sums = vec![0.0; size];
                for (row, pixel) in matrix.chunks_exact(size).zip(image) {
                    for (sum, weight) in sums.iter_mut().zip(row) {
                        *sum += f64::from(*weight) * f64::from(*pixel);
                    }
                }
                sums
            };
            let (now, by) = (product(&images), product(&slope));
            let missing: Vec<f64> = (measured.iter().zip(now))
                .map(|(y, now)| f64::from(*y) - now)
                .collect();
            let rest: Vec<f64> = (missing.iter().zip(by))
                .map(|(missing, by)| missing - variance * by)
                .collect();
            let noise = deviation.powi(2);
            let scale: f64 = back(&missing).iter().map(|x| x.powi(2)).sum::<f64>().sqrt();
            let pairs = back(&rest).into_iter().zip(&slope);
            let off = pairs.map(|(left, slope)| (left - noise * f64::from(*slope)).powi(2));
            let off = off.sum::<f64>().sqrt() / scale;
            assert!(off < tolerance, "{size} {deviation}: {off}");
        }
    }
}
