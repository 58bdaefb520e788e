//! Matrix products.
//!
//! Natively by the crate `gemm`; in WebAssembly by a kernel of our own, which is a quarter faster there, and half as fast
//! again where the browser has fused multiply-add ([`wasm`]; docs/performance.md).

#[cfg(not(target_family = "wasm"))]
mod native;
mod ordered;
#[cfg(target_family = "wasm")]
mod wasm;

#[cfg(not(target_family = "wasm"))]
use native as machine;
pub use ordered::add_ordered;
#[cfg(target_family = "wasm")]
use wasm as machine;
#[cfg(target_family = "wasm")]
pub use wasm::{fuse, unfuse};

/// A matrix somewhere in memory; a transposed one differs in its steps only.
#[derive(Clone, Copy)]
pub struct Matrix<'a> {
    values: &'a [f32],
    rows: usize,
    columns: usize,
    row_step: usize,
    column_step: usize,
}

impl<'a> Matrix<'a> {
    /// `rows` by `columns` values, with so many places in memory from one to the next below it and beside it.
    ///
    /// # Panics
    /// Unless all of them lie within `values`, which is what the raw reads of a product rely on: a place that `usize` cannot
    /// count lies outside too.
    pub fn new(
        values: &'a [f32],
        [rows, columns]: [usize; 2],
        [row_step, column_step]: [usize; 2],
    ) -> Self {
        if rows > 0 && columns > 0 {
            let down = (rows - 1).checked_mul(row_step);
            let across = (columns - 1).checked_mul(column_step);
            let last = down
                .zip(across)
                .and_then(|(down, across)| down.checked_add(across));
            assert!(
                last.is_some_and(|last| last < values.len()),
                "a matrix ends within its memory"
            );
        }
        Self {
            values,
            rows,
            columns,
            row_step,
            column_step,
        }
    }

    /// Rows for columns.
    pub fn transposed(self) -> Self {
        Self {
            values: self.values,
            rows: self.columns,
            columns: self.rows,
            row_step: self.column_step,
            column_step: self.row_step,
        }
    }

    /// Rows and columns.
    pub fn size(self) -> [usize; 2] {
        [self.rows, self.columns]
    }
}

/// `a b`, row after row.
///
/// # Panics
/// When their sizes do not fit, or memory cannot hold the result.
pub fn product(a: Matrix, b: Matrix) -> Vec<f32> {
    let size = result_size(a, b);
    if a.columns == 0 {
        return vec![0.0; size];
    }
    let mut values = Vec::with_capacity(size);
    // SAFETY: there is room for `size` values, and none is read. The product has written all of them, because there is at
    // least one term.
    unsafe {
        multiply(a, b, values.as_mut_ptr(), false);
        values.set_len(size);
    }
    values
}

/// `onto + a b`, row after row in the memory of `onto`.
///
/// # Panics
/// When sizes do not fit.
pub fn product_onto(a: Matrix, b: Matrix, mut onto: Vec<f32>) -> Vec<f32> {
    assert_eq!(onto.len(), result_size(a, b), "sizes of a sum fit");
    // SAFETY: as many values as the result has lie there.
    unsafe { multiply(a, b, onto.as_mut_ptr(), true) };
    onto
}

/// Values of `a b`. Steps of zero repeat values, so a matrix of few values can have any number of rows: hence the check.
fn result_size(a: Matrix, b: Matrix) -> usize {
    assert_eq!(a.columns, b.rows, "sizes of a matrix product fit");
    let size = a.rows.checked_mul(b.columns);
    size.expect("memory holds a matrix product")
}

/// Writes or adds the product to memory.
///
/// # Safety
/// The sizes fit, and `onto` has room for all values of the result; where `add` says so, it holds them.
unsafe fn multiply(a: Matrix, b: Matrix, onto: *mut f32, add: bool) {
    if a.rows > 0 && b.columns > 0 && a.columns > 0 {
        // SAFETY: both factors lie within their slices, as `Matrix::new` has checked; the rest is promised.
        unsafe { machine::multiply(a, b, onto, add) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::catch_unwind;

    #[test]
    fn a_matrix_outside_its_memory_is_refused_whatever_the_sizes() {
        const HALF: usize = usize::MAX / 2 + 1;
        const ROOT: usize = 1 << (usize::BITS / 2);
        let values = [1.0, 2.0, 3.0, 4.0];
        let outside = [
            ([2, 3], [3, 1]),
            // A number of values, a place and a sum of places that `usize` would take for small ones.
            ([ROOT, ROOT], [1, 1]),
            ([3, 1], [HALF, 1]),
            ([2, 2], [usize::MAX, 1]),
        ];
        for (sizes, steps) in outside {
            let made = catch_unwind(|| Matrix::new(&values, sizes, steps).size());
            assert!(made.is_err(), "{sizes:?} by steps of {steps:?}");
        }
        let inside = [
            ([2, 2], [2, 1]),
            ([2, 2], [1, 2]),
            ([1, 4], [usize::MAX, 1]),
            ([usize::MAX, 1], [0, 1]),
            ([0, usize::MAX], [usize::MAX, usize::MAX]),
        ];
        for (sizes, steps) in inside {
            assert_eq!(Matrix::new(&values, sizes, steps).size(), sizes);
        }
    }

    #[test]
    fn a_product_that_memory_cannot_hold_is_refused() {
        let one = [1.0];
        // By wrapping arithmetic the result would be two values, and all of it written to them.
        let tall = Matrix::new(&one, [usize::MAX / 2 + 2, 1], [0, 1]);
        let wide = Matrix::new(&one, [1, 2], [1, 0]);
        assert!(catch_unwind(|| product(tall, wide)).is_err());
        assert!(catch_unwind(|| product_onto(tall, wide, vec![0.0; 2])).is_err());
        let other = Matrix::new(&one, [1, 1], [1, 1]);
        assert!(catch_unwind(|| product(wide, other)).is_err());
    }

    #[test]
    fn a_product_goes_by_steps() {
        let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let a = Matrix::new(&values, [2, 3], [3, 1]);
        assert_eq!(product(a, a.transposed()), [14.0, 32.0, 32.0, 77.0]);
        let twice = Matrix::new(&values[..1], [3, 2], [0, 0]);
        assert_eq!(product_onto(a, twice, vec![1.0; 4]), [7.0, 7.0, 16.0, 16.0]);
        // No terms: nothing is added.
        let (tall, flat) = (
            Matrix::new(&[], [2, 0], [0, 1]),
            Matrix::new(&[], [0, 2], [2, 1]),
        );
        assert_eq!(product(tall, flat), [0.0; 4]);
        assert_eq!(product_onto(tall, flat, vec![1.0; 4]), [1.0; 4]);
    }
}
