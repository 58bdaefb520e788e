//! By the crate `gemm`, which burn-flex uses too: SIMD, cache blocks and threads.

use super::Matrix;

/// Threads pay from this many multiplications on (burn-flex's own threshold).
const THREADS_FROM: usize = 192 * 192 * 192;

/// # Safety
/// `onto` has room for all values of the result; where `add` says so, it holds them.
pub unsafe fn multiply(a: Matrix, b: Matrix, onto: *mut f32, add: bool) {
    let (m, n, k) = (a.rows, b.columns, a.columns);
    let threads = if m * n * k >= THREADS_FROM {
        gemm::Parallelism::Rayon(0)
    } else {
        gemm::Parallelism::None
    };
    // SAFETY: a `Matrix` lies within its slice, and the caller has room for the result.
    unsafe {
        gemm::gemm(
            m,
            n,
            k,
            onto,
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
            threads,
        );
    }
}
