//! Eigenvalues and eigenvectors of small symmetric matrices.

/// Times that all pairs of rows are gone over; it takes about ten for 64 rows in double precision.
const SWEEPS: usize = 50;

/// A symmetric matrix `[n * n]` as eigenvalues `[n]` and eigenvectors `[n * n]`, one a row, by cyclic Jacobi rotations (Golub and
/// Van Loan, "Matrix Computations", section 8.5). Cubic in `n`; meant for a hundred rows or so.
pub(super) fn eigen(mut a: Vec<f64>, n: usize) -> (Vec<f64>, Vec<f64>) {
    let mut vectors = vec![0.0; n * n];
    (0..n).for_each(|i| vectors[i * n + i] = 1.0);
    let size: f64 = a.iter().map(|x| x * x).sum();
    for _ in 0..SWEEPS {
        let off: f64 = (0..n)
            .flat_map(|p| (0..p).map(move |q| p * n + q))
            .map(|at| a[at] * a[at])
            .sum();
        if off <= 1e-30 * size {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut a, &mut vectors, n, p, q);
            }
        }
    }
    ((0..n).map(|i| a[i * n + i]).collect(), vectors)
}

/// The rotation in the plane of `p` and `q` that makes their common value 0.
fn rotate(a: &mut [f64], vectors: &mut [f64], n: usize, p: usize, q: usize) {
    let common = a[p * n + q];
    if common == 0.0 {
        return;
    }
    let theta = (a[q * n + q] - a[p * n + p]) / (2.0 * common);
    let tangent = theta.signum() / (theta.abs() + theta.hypot(1.0));
    let cosine = 1.0 / tangent.hypot(1.0);
    let sine = tangent * cosine;
    let turn = |values: &mut [f64], one: usize, other: usize| {
        let (x, y) = (values[one], values[other]);
        values[one] = cosine * x - sine * y;
        values[other] = sine * x + cosine * y;
    };
    (0..n).for_each(|i| turn(a, i * n + p, i * n + q));
    (0..n).for_each(|i| turn(a, p * n + i, q * n + i));
    (0..n).for_each(|i| turn(vectors, p * n + i, q * n + i));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::uniform;

    #[test]
    fn a_matrix_is_made_of_its_eigenvalues_and_orthonormal_eigenvectors() {
        for n in [1, 2, 7, 64] {
            let values = uniform(n as u64, n * n);
            let mut a: Vec<f64> = values.iter().map(|x| f64::from(x - 0.5)).collect();
            for (i, j) in (0..n).flat_map(|i| (0..i).map(move |j| (i, j))) {
                a[i * n + j] = a[j * n + i];
            }
            let (values, vectors) = eigen(a.clone(), n);
            for (i, j) in (0..n).flat_map(|i| (0..n).map(move |j| (i, j))) {
                let whole: f64 = (0..n)
                    .map(|k| values[k] * vectors[k * n + i] * vectors[k * n + j])
                    .sum();
                assert!((whole - a[i * n + j]).abs() < 1e-10, "{n}: {i}, {j}");
                let dot: f64 = (0..n)
                    .map(|k| vectors[i * n + k] * vectors[j * n + k])
                    .sum();
                let expected = if i == j { 1.0 } else { 0.0 };
                assert!((dot - expected).abs() < 1e-10, "{n}: {i}, {j}");
            }
        }
    }

    #[test]
    fn known_eigenvalues_are_found() {
        // [[2, 1], [1, 2]]: 1 and 3. A diagonal matrix is left as it is, equal values and zeros too.
        let (mut values, _) = eigen(vec![2.0, 1.0, 1.0, 2.0], 2);
        values.sort_by(f64::total_cmp);
        assert!((values[0] - 1.0).abs() < 1e-14 && (values[1] - 3.0).abs() < 1e-14);
        let diagonal = vec![5.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 5.0];
        assert_eq!(eigen(diagonal, 3).0, [5.0, 0.0, 5.0]);
    }
}
