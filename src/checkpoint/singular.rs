//! Singular vectors for exported weights.
//!
//! An export has spectral normalisation worked into its weights, so that other programs can load it, and no singular vectors.
//! A network that normalises needs them again, such that it divides these weights by 1: the function stays the same. (The
//! largest singular value is 1 only nearly, because training follows it with one step of the power iteration at a time.)

use crate::maths::sin_cos;
use crate::model::NamedTensor;
use std::collections::BTreeMap;
use std::f64::consts::TAU;

/// Steps of the power iteration. The vectors converge as the ratio of the two largest singular values allows; each training
/// step adds another.
const ITERATIONS: usize = 100;

/// Adds the singular vectors that a network has a name for and the file lacks: `0.weight_u` and `0.weight_v` for the weight
/// `0.weight`, a matrix with a row an output.
pub(super) fn complete(names: &[(String, usize)], tensors: &mut BTreeMap<String, NamedTensor>) {
    for (name, _) in names {
        let Some(of) = name.strip_suffix("weight_u") else {
            continue;
        };
        let (u_name, v_name) = (name.clone(), format!("{of}weight_v"));
        let Some(weight) = tensors.get(&format!("{of}weight")) else {
            continue;
        };
        if tensors.contains_key(&u_name) || tensors.contains_key(&v_name) {
            continue;
        }
        // A file may hold a single number, or nothing, under a weight's name; that is refused when the weight is loaded.
        let Some(&rows) = weight.shape.first().filter(|&&rows| rows > 0) else {
            continue;
        };
        let (u, v) = vectors(&weight.values, rows);
        for (name, values) in [(u_name, u), (v_name, v)] {
            let tensor = NamedTensor {
                name: name.clone(),
                shape: vec![values.len()],
                values,
            };
            tensors.insert(name, tensor);
        }
    }
}

/// The left and the right singular vector of the largest singular value of a matrix, row after row; the left one such that
/// `u matrix v` is 1. Its length makes no difference to the next step of the power iteration.
fn vectors(matrix: &[f32], rows: usize) -> (Vec<f32>, Vec<f32>) {
    let columns = matrix.len() / rows;
    // No direction that a layer has a reason to be blind to.
    let mut v = unit(
        (0..columns)
            .map(|at| 1.0 + sin_cos(at as f64 / TAU).0)
            .collect(),
    );
    let mut u = vec![0.0; rows];
    for _ in 0..ITERATIONS {
        let times_v = |row: &[f32]| row.iter().zip(&v).map(|(&a, b)| f64::from(a) * b).sum();
        u = unit(matrix.chunks_exact(columns).map(times_v).collect());
        let mut next = vec![0.0; columns];
        for (row, u) in matrix.chunks_exact(columns).zip(&u) {
            for (sum, &a) in next.iter_mut().zip(row) {
                *sum += f64::from(a) * u;
            }
        }
        v = unit(next);
    }
    let product = |(row, u): (&[f32], &f64)| {
        let sum: f64 = row.iter().zip(&v).map(|(&a, b)| f64::from(a) * b).sum();
        u * sum
    };
    let value: f64 = matrix.chunks_exact(columns).zip(&u).map(product).sum();
    u.iter_mut().for_each(|u| *u /= value.max(1e-12));
    let single = |vector: Vec<f64>| vector.into_iter().map(|x| x as f32).collect();
    (single(u), single(v))
}

fn unit(vector: Vec<f64>) -> Vec<f64> {
    let length = vector.iter().map(|x| x * x).sum::<f64>().sqrt().max(1e-12);
    vector.into_iter().map(|x| x / length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_that_are_no_matrices_are_left_to_whoever_loads_them() {
        for (shape, values) in [(vec![], vec![1.0]), (vec![0, 3], vec![])] {
            let weight = NamedTensor {
                name: "0.weight".into(),
                shape,
                values,
            };
            let mut tensors = BTreeMap::from([("0.weight".to_string(), weight)]);
            complete(&[("0.weight_u".into(), 1)], &mut tensors);
            assert_eq!(tensors.len(), 1);
        }
    }

    #[test]
    fn vectors_of_a_matrix_with_known_ones() {
        // 3 a b^T + 1 c d^T with orthonormal a, c and b, d.
        let (a, c) = ([0.6, 0.8], [0.8, -0.6]);
        let (b, d) = (
            [2.0 / 3.0, 2.0 / 3.0, 1.0 / 3.0],
            [-2.0 / 3.0, 1.0 / 3.0, 2.0 / 3.0],
        );
        let matrix: Vec<f32> = (0..6)
            .map(|at| (3.0 * a[at / 3] * b[at % 3] + c[at / 3] * d[at % 3]) as f32)
            .collect();
        let (u, v) = vectors(&matrix, 2);
        let near = |x: &[f32], y: &[f64], length: f64| {
            let product: f64 = x.iter().zip(y).map(|(&x, y)| f64::from(x) * y).sum();
            assert!((product.abs() - length).abs() < 1e-6, "{x:?}, not {y:?}");
        };
        near(&u, &a, 1.0 / 3.0);
        near(&v, &b, 1.0);
    }
}
