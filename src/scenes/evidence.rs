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

    /// In double precision: `A^T y` and `A x` of what an operator measures.
    struct Exact<'a>(&'a Operator);

    impl Exact<'_> {
        fn weight(&self, pixel: usize, at: usize) -> f64 {
            match self.0 {
                Operator::Pixels(known) if pixel == at => LENGTH * f64::from(known[pixel]),
                Operator::Pixels(_) => 0.0,
                Operator::Matrix(matrix) => matrix[pixel * self.0.size() + at].into(),
            }
        }

        fn measured(&self, image: &[f64]) -> Vec<f64> {
            let sum = |at| {
                let pixels = image.iter().enumerate();
                pixels.map(|(pixel, x)| x * self.weight(pixel, at)).sum()
            };
            (0..self.0.size()).map(sum).collect()
        }

        fn back(&self, values: &[f64]) -> Vec<f64> {
            let sum = |pixel| {
                let all = values.iter().enumerate();
                all.map(|(at, y)| y * self.weight(pixel, at)).sum()
            };
            (0..PIXELS).map(sum).collect()
        }
    }

    /// A slope `s = A^T u`, where `(variance A A^T + noise I) u` is what is missing, `y - A x`: so `A^T (y - A x - variance A s)` is
    /// `noise s`. The difference beside `A^T (y - A x)`.
    fn error(operator: &Operator, deviation: f64) -> f64 {
        let (device, variance) = (Device::flex(), 0.09);
        let mut rng = stream(3, Purpose::SceneNoise, 0);
        let images = normal(&mut rng, PIXELS);
        let measured = operator.apply(&normal(&mut rng, PIXELS));
        let evidence = Evidence::new(operator, measured.clone(), deviation, &device);
        let slope = evidence.slope(rows(images.clone(), PIXELS, &device), variance);
        let exact = Exact(operator);
        let double = |all: &[f32]| -> Vec<f64> { all.iter().map(|&x| x.into()).collect() };
        let slope = double(&values(&slope.into_data()));
        let minus = |a: &[f64], b: Vec<f64>, times: f64| -> Vec<f64> {
            a.iter().zip(b).map(|(a, b)| a - times * b).collect()
        };
        let missing = minus(&double(&measured), exact.measured(&double(&images)), 1.0);
        let rest = minus(&missing, exact.measured(&slope), variance);
        let off = minus(&exact.back(&rest), slope, deviation.powi(2));
        let length = |all: &[f64]| all.iter().map(|x| x.powi(2)).sum::<f64>().sqrt();
        length(&off) / length(&exact.back(&missing))
    }

    #[test]
    fn what_is_missing_is_explained_by_errors_and_noise() {
        let mut rng = stream(4, Purpose::SceneNoise, 0);
        let mut random = |size| Operator::Matrix(normal(&mut rng, PIXELS * size));
        let known = (0..PIXELS).map(|at| f32::from(u8::from(at % 3 == 0)));
        let cases = [
            (Operator::Pixels(known.collect()), 1e-4),
            (Operator::blocks(7), 1e-4),
            (Operator::blocks(14), 1e-4),
            (random(10), 1e-4),
            (random(200), 1e-4),
            // As far as so many steps go.
            (random(750), 0.05),
        ];
        for (operator, tolerance) in cases {
            for deviation in [0.0, 0.1, 30.0] {
                let off = error(&operator, deviation);
                let size = operator.size();
                assert!(off < tolerance, "{size} {deviation}: {off}");
            }
        }
    }
}
