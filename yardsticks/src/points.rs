//! Squared Euclidean distances between many points, a block of rows at a time: no matrix of all of them is kept.

use cpu_kernels::product::{Matrix, product};

/// Values of a block: 8 MB. A block has at least [`ROWS`] rows, which is what a matrix product is efficient from.
const BLOCK: usize = 2 << 20;
const ROWS: usize = 16;

/// Points `[n * dimension]` with their squared norms.
#[derive(Clone, Debug)]
pub struct Points {
    values: Vec<f32>,
    norms: Vec<f64>,
    dimension: usize,
}

impl Points {
    /// Points `[n * dimension]`, moved so that `centre` is the origin. That changes no distance between points that are moved
    /// alike, and the smaller the norms the fewer digits cancel in the distances.
    pub(crate) fn around(centre: &[f32], points: &[f32]) -> Self {
        let dimension = centre.len();
        let points = points.chunks_exact(dimension);
        let values: Vec<f32> = points
            .flat_map(|point| {
                point
                    .iter()
                    .zip(centre)
                    .map(|(value, centre)| value - centre)
            })
            .collect();
        Self::new(values, dimension)
    }

    /// Points `[n * dimension]` as they are.
    pub fn new(values: Vec<f32>, dimension: usize) -> Self {
        let points = values.chunks_exact(dimension);
        Self {
            norms: points.map(squared_norm).collect(),
            values,
            dimension,
        }
    }

    /// How many.
    pub(crate) fn len(&self) -> usize {
        self.norms.len()
    }

    /// The coordinates of one.
    pub(crate) fn point(&self, at: usize) -> &[f32] {
        &self.values[at * self.dimension..(at + 1) * self.dimension]
    }

    fn rows(&self, start: usize, count: usize) -> Matrix<'_> {
        let values = &self.values[start * self.dimension..];
        Matrix::new(values, [count, self.dimension], [self.dimension, 1])
    }

    /// Calls `row(i, distances)` for each of these points from `start` on, `count` of them, with its squared distances to all
    /// points of `others`.
    pub fn squared_distances(
        &self,
        start: usize,
        count: usize,
        others: &Points,
        row: &mut dyn FnMut(usize, &[f32]),
    ) {
        let n = others.len();
        if n == 0 {
            return;
        }
        let block = (BLOCK / n).max(ROWS);
        let end = start + count;
        for first in (start..end).step_by(block) {
            let count = block.min(end - first);
            let mut distances = product(self.rows(first, count), others.rows(0, n).transposed());
            for (i, values) in (first..).zip(distances.chunks_exact_mut(n)) {
                let norm = self.norms[i];
                for (value, other) in values.iter_mut().zip(&others.norms) {
                    // |a - b|^2 = |a|^2 + |b|^2 - 2 a b; rounding can take it below 0.
                    *value = (norm + other - 2.0 * f64::from(*value)).max(0.0) as f32;
                }
                row(i, values);
            }
        }
    }
}

/// In sums side by side, which a processor adds to at once.
fn squared_norm(point: &[f32]) -> f64 {
    let (chunks, rest) = point.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for chunk in chunks {
        for (sum, &value) in sums.iter_mut().zip(chunk) {
            *sum += f64::from(value) * f64::from(value);
        }
    }
    let square = |&value: &f32| f64::from(value) * f64::from(value);
    sums.iter().sum::<f64>() + rest.iter().map(square).sum::<f64>()
}

/// The mean of points `[n * dimension]`, of which there is one at least.
pub(crate) fn mean(points: &[f32], dimension: usize) -> Vec<f64> {
    let mut sums = vec![0.0; dimension];
    for point in points.chunks_exact(dimension) {
        for (sum, value) in sums.iter_mut().zip(point) {
            *sum += f64::from(*value);
        }
    }
    let n = (points.len() / dimension) as f64;
    sums.iter().map(|sum| sum / n).collect()
}
