//! Sums of rows of one length, for a small network whose every bit must be the same on each machine. A product of matrices would
//! be faster, and adds up in another order on each.

/// Values of a row.
pub const WIDTH: usize = 48;

/// Adds rows, each times its factor, in their order.
pub fn combine(factors: &[f32], rows: &[[f32; WIDTH]], sum: &mut [f32; WIDTH]) {
    let mut total = *sum;
    for (&factor, row) in factors.iter().zip(rows) {
        // Half of what describes an image is nothing.
        if factor != 0.0 {
            for (total, value) in total.iter_mut().zip(row) {
                *total += factor * value;
            }
        }
    }
    *sum = total;
}

/// The sum of the products of two rows.
pub fn dot(one: &[f32; WIDTH], other: &[f32; WIDTH]) -> f32 {
    /// Sums side by side.
    const LANES: usize = 16;
    let mut sums = [0.0; LANES];
    for (one, other) in one.chunks_exact(LANES).zip(other.chunks_exact(LANES)) {
        for lane in 0..LANES {
            sums[lane] += one[lane] * other[lane];
        }
    }
    sums.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_what_they_say() {
        let row = |start: usize| {
            std::array::from_fn::<f32, WIDTH, _>(|at| (start * 7 + at * 5 % 11) as f32)
        };
        let rows: Vec<_> = (0..5).map(row).collect();
        let factors = [0.5, 0.0, -2.0, 1.0, 0.25];
        let mut sum = row(9);
        combine(&factors, &rows, &mut sum);
        for (at, sum) in sum.iter().enumerate() {
            let expected = (0..5).map(|i| factors[i] * rows[i][at]).sum::<f32>() + row(9)[at];
            assert_eq!(*sum, expected);
        }
        let expected: f32 = (0..WIDTH).map(|at| rows[1][at] * rows[2][at]).sum();
        assert_eq!(dot(&rows[1], &rows[2]), expected);
    }
}
