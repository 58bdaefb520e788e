//! What the device is asked for, counted for whoever measures it (`bench/gpu`).

use std::sync::atomic::{AtomicU64, Ordering};

static OPERATIONS: AtomicU64 = AtomicU64::new(0);

/// Operations of all matrix products so far, a multiplication and an addition being two.
pub fn operations() -> u64 {
    OPERATIONS.load(Ordering::Relaxed)
}

/// Adds those of a product of `[m, k]` and `[k, n]`.
pub(super) fn product(m: usize, n: usize, k: usize) {
    let operations = 2 * m as u64 * n as u64 * k as u64;
    OPERATIONS.fetch_add(operations, Ordering::Relaxed);
}
