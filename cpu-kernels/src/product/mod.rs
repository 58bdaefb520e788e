//! Matrix products.
//!
//! Natively by the crate `gemm`; in WebAssembly by a kernel of our own, which is a quarter faster there, and half as fast
//! again where the browser has fused multiply-add ([`wasm`]; docs/performance.md).

#[cfg(not(target_family = "wasm"))]
mod native;
#[cfg(target_family = "wasm")]
mod wasm;

#[cfg(not(target_family = "wasm"))]
use native as machine;
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
    /// `rows` by `columns` values, with so many places in memory from one to the next below it and beside it. Panics
    /// unless all of them lie within `values`.
    pub fn new(
        values: &'a [f32],
        [rows, columns]: [usize; 2],
        [row_step, column_step]: [usize; 2],
    ) -> Self {
        if rows * columns > 0 {
            let last = (rows - 1) * row_step + (columns - 1) * column_step;
            assert!(last < values.len(), "a matrix ends within its memory");
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
pub fn product(a: Matrix, b: Matrix) -> Vec<f32> {
    let size = a.rows * b.columns;
    if a.columns == 0 {
        return vec![0.0; size];
    }
    let mut values = Vec::with_capacity(size);
    multiply(a, b, values.as_mut_ptr(), false);
    // SAFETY: the product has written all of them, because there is at least one term.
    unsafe { values.set_len(size) };
    values
}

/// `onto + a b`, row after row in the memory of `onto`.
pub fn product_onto(a: Matrix, b: Matrix, mut onto: Vec<f32>) -> Vec<f32> {
    assert_eq!(onto.len(), a.rows * b.columns, "sizes of a sum fit");
    multiply(a, b, onto.as_mut_ptr(), true);
    onto
}

/// Writes or adds the product to memory for all of its values.
fn multiply(a: Matrix, b: Matrix, onto: *mut f32, add: bool) {
    assert_eq!(a.columns, b.rows, "sizes of a matrix product fit");
    if a.rows * b.columns * a.columns > 0 {
        // SAFETY: both factors lie within their slices, as `Matrix::new` has checked, and the callers' vectors have room
        // for the result.
        unsafe { machine::multiply(a, b, onto, add) }
    }
}
