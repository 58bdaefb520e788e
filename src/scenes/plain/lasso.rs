//! The Lasso: the image with few bright pixels that fits what was measured.

use super::Plain;
use crate::dataset::{PIXELS, Split};
use crate::scenes::Operator;
use crate::scenes::recovery::Problem;
use cpu_kernels::product::{Matrix, product};
use std::ops::Range;

/// The Lasso in the pixels, cut off below 0 and above 1, as Bora et al. (2017) have it.
#[derive(Debug)]
pub struct Lasso {
    /// The weight of the pixels' sum.
    pub weight: f32,
}

impl Plain for Lasso {
    fn name(&self) -> &'static str {
        "lasso"
    }

    fn per_part(&self) -> usize {
        20
    }

    fn answer(&mut self, problem: &Problem, images: Range<usize>, _: (&Split, &[u32])) -> Vec<f32> {
        let Operator::Matrix(matrix) = &problem.operator else {
            return vec![0.0; images.len() * PIXELS];
        };
        let size = problem.operator.size();
        let measured = &problem.measured[images.start * size..images.end * size];
        let mut answers = lasso(matrix, PIXELS, measured, self.weight);
        answers.iter_mut().for_each(|x| *x = x.clamp(0.0, 1.0));
        answers
    }
}

/// Steps at most.
const STEPS: usize = 500;
/// Steps end when no value moves further than this.
const STILL: f32 = 1e-5;

/// For each row `y` `[m]` of `measured` the `x` `[n]` that minimises `|x A - y|^2 / 2m + weight * |x|_1`, for a matrix `A` `[n, m]`
/// row by row: the objective of scikit-learn's `Lasso` without an intercept. By accelerated proximal steps (FISTA; Beck and
/// Teboulle, 2009) that begin anew when they overshoot (O'Donoghue and Candes, 2015).
pub fn lasso(matrix: &[f32], n: usize, measured: &[f32], weight: f32) -> Vec<f32> {
    let m = matrix.len() / n;
    let rows = measured.len() / m;
    let a = Matrix::new(matrix, [n, m], [m, 1]);
    let rate = 1.0 / largest_eigenvalue(a, n, m);
    let mut x = vec![0.0f32; rows * n];
    let mut ahead = x.clone();
    let mut momentum = 1.0f32;
    for _ in 0..STEPS {
        let mut misfit = product(Matrix::new(&ahead, [rows, n], [n, 1]), a);
        misfit
            .iter_mut()
            .zip(measured)
            .for_each(|(fit, y)| *fit -= y);
        let gradient = product(Matrix::new(&misfit, [rows, m], [m, 1]), a.transposed());
        let step = rate / m as f32;
        let (mut furthest, mut uphill) = (0.0f32, 0.0f32);
        let next: Vec<f32> = (ahead.iter().zip(&gradient))
            .map(|(from, slope)| shrink(from - step * slope, rate * weight))
            .collect();
        for ((from, to), before) in ahead.iter().zip(&next).zip(&x) {
            furthest = furthest.max((to - before).abs());
            uphill += (from - to) * (to - before);
        }
        let faster = (1.0 + (1.0 + 4.0 * momentum * momentum).sqrt()) / 2.0;
        let (push, now) = if uphill > 0.0 {
            (0.0, 1.0)
        } else {
            ((momentum - 1.0) / faster, faster)
        };
        for ((ahead, to), before) in ahead.iter_mut().zip(&next).zip(&x) {
            *ahead = to + push * (to - before);
        }
        (x, momentum) = (next, now);
        if furthest < STILL {
            break;
        }
    }
    x
}

/// Nearer to 0 by so much, and not beyond it.
fn shrink(x: f32, by: f32) -> f32 {
    x.signum() * (x.abs() - by).max(0.0)
}

/// That of `A A^T / m`, a little enlarged: steps of its inverse never diverge. By the power method.
fn largest_eigenvalue(a: Matrix, n: usize, m: usize) -> f32 {
    let mut vector = vec![1.0 / (n as f32).sqrt(); n];
    let mut value = 0.0;
    for _ in 0..30 {
        let there = product(Matrix::new(&vector, [1, n], [n, 1]), a);
        vector = product(Matrix::new(&there, [1, m], [m, 1]), a.transposed());
        value = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
        if value == 0.0 {
            return 1.0;
        }
        vector.iter_mut().for_each(|x| *x /= value);
    }
    1.05 * value / m as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, normal, stream};

    #[test]
    fn of_an_orthonormal_matrix_it_shrinks_every_value() {
        // With A = sqrt(m) I: |x - y/sqrt(m)|^2 / 2 + weight |x|, whose minimum is the value shrunk by the weight.
        let m = 6;
        let scale = (m as f32).sqrt();
        let matrix: Vec<f32> = (0..m * m)
            .map(|at| if at % (m + 1) == 0 { scale } else { 0.0 })
            .collect();
        let y = [0.9, -0.5, 0.05, 0.0, -0.1, 0.3f32];
        let measured: Vec<f32> = y.iter().map(|y| y * scale).collect();
        let expected = [0.8, -0.4, 0.0, 0.0, 0.0, 0.2];
        for (found, expected) in lasso(&matrix, m, &measured, 0.1).iter().zip(expected) {
            assert!((found - expected).abs() < 1e-4, "{found}, not {expected}");
        }
    }

    #[test]
    fn no_single_value_can_be_bettered() {
        // The conditions of optimality (Karush, Kuhn and Tucker): the slope of the misfit is -weight * sign(x), or within
        // it where x is 0.
        let (n, m, weight) = (30, 12, 0.05f32);
        let mut rng = stream(1, Purpose::Noise, 0);
        let matrix = normal(&mut rng, n * m);
        let measured = normal(&mut rng, m);
        let x = lasso(&matrix, n, &measured, weight);
        let fit: Vec<f32> = (0..m)
            .map(|j| (0..n).map(|i| x[i] * matrix[i * m + j]).sum::<f32>() - measured[j])
            .collect();
        let mut zeros = 0;
        for (i, (&x, weights)) in x.iter().zip(matrix.chunks_exact(m)).enumerate() {
            let slope = weights.iter().zip(&fit).map(|(a, fit)| a * fit);
            let slope = slope.sum::<f32>() / m as f32;
            if x == 0.0 {
                zeros += 1;
                assert!(slope.abs() <= weight + 1e-3, "{i}: {slope}");
            } else {
                assert!((slope + weight * x.signum()).abs() < 1e-3, "{i}: {slope}");
            }
        }
        assert!((1..n).contains(&zeros), "{zeros}");
    }
}
