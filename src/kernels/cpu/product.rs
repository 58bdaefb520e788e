//! Matrix products by the crate `gemm`, which burn-flex uses too: SIMD, cache blocks and, natively, threads.

use burn::backend::flex::FlexTensor;

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
    /// A tensor `[rows, columns]`, whatever its strides.
    pub fn of(tensor: &'a FlexTensor) -> Self {
        let layout = tensor.layout();
        let (&[rows, columns], &[row_step, column_step]) =
            (layout.shape().as_slice(), layout.strides())
        else {
            panic!("a matrix has two dimensions");
        };
        let step = |stride: isize| usize::try_from(stride).expect("no model flips a matrix");
        let (row_step, column_step) = (step(row_step), step(column_step));
        Self {
            values: &tensor.storage::<f32>()[layout.start_offset()..],
            rows,
            columns,
            row_step,
            column_step,
        }
    }

    /// Rows for columns.
    pub fn turned(self) -> Self {
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

    /// Panics unless every element lies in memory.
    fn check(self) {
        let last =
            (self.rows.max(1) - 1) * self.row_step + (self.columns.max(1) - 1) * self.column_step;
        assert!(last < self.values.len(), "a matrix ends within its memory");
    }
}

/// `a b`, added to what `onto` holds where `add` says so; `onto` is `[rows of a, columns of b]`.
pub fn product(a: Matrix, b: Matrix, onto: &mut [f32], add: bool) {
    let (m, n, k) = (a.rows, b.columns, a.columns);
    assert_eq!(
        (k, onto.len()),
        (b.rows, m * n),
        "sizes of a matrix product fit"
    );
    if m * n == 0 {
        return;
    }
    if k == 0 {
        if !add {
            onto.fill(0.0);
        }
        return;
    }
    a.check();
    b.check();
    // SAFETY: all three matrices lie within their slices, as was just checked, and `onto` is borrowed for writing.
    unsafe {
        gemm::gemm(
            m,
            n,
            k,
            onto.as_mut_ptr(),
            1,
            n as isize,
            add,
            a.values.as_ptr(),
            a.column_step as isize,
            a.row_step as isize,
            b.values.as_ptr(),
            b.column_step as isize,
            b.row_step as isize,
            1.0,
            1.0,
            false,
            false,
            false,
            threads(m * n * k),
        );
    }
}

/// Threads pay from this many multiplications on (burn-flex's own threshold).
#[cfg(not(target_family = "wasm"))]
fn threads(multiplications: usize) -> gemm::Parallelism {
    if multiplications >= 192 * 192 * 192 {
        gemm::Parallelism::Rayon(0)
    } else {
        gemm::Parallelism::None
    }
}

#[cfg(target_family = "wasm")]
fn threads(_multiplications: usize) -> gemm::Parallelism {
    gemm::Parallelism::None
}
