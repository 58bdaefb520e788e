//! The inner loop: tiles of a result, one below the other.

use super::{COLUMNS, PLAIN_ROWS as ROWS};
use core::arch::wasm32::{
    f32x4_add, f32x4_mul, f32x4_splat, v128, v128_load, v128_load32_splat, v128_store,
};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Writes or adds `tiles` tiles of a product, one below the other: `tiles`, `depth`, left factor, right factor, result, values
/// from one row of it to the next, and whether to add to it.
///
/// # Safety
/// The left factor holds a tile's rows of values for each of `depth` terms and each tile, the right one `COLUMNS` values for
/// each term, and the tiles may be written to, and read where something is added.
pub type Strip = unsafe extern "C" fn(usize, usize, *const f32, *const f32, *mut f32, usize, u32);

/// The place in the table of functions of one with fused multiply-add, or 0.
pub static FUSED: AtomicUsize = AtomicUsize::new(0);

/// The one with fused multiply-add, where there is one.
pub fn fused() -> Option<Strip> {
    match FUSED.load(Ordering::Relaxed) {
        0 => None,
        // SAFETY: a function's address is its place in the table, and `fuse` has put one of this type there.
        place => Some(unsafe { std::mem::transmute::<usize, Strip>(place) }),
    }
}

/// With what every browser has. One term in a turn: with more, the compiler moves their loads together and runs out of
/// vectors.
pub unsafe extern "C" fn plain(
    tiles: usize,
    depth: usize,
    mut left: *const f32,
    right: *const f32,
    onto: *mut f32,
    step: usize,
    add: u32,
) {
    const VECTORS: usize = COLUMNS / 4;
    for tile in 0..tiles {
        let mut sums = [[f32x4_splat(0.0); VECTORS]; ROWS];
        let mut right = right;
        for _ in 0..depth {
            // SAFETY: `depth` terms of both factors lie there.
            unsafe {
                let columns: [v128; VECTORS] =
                    std::array::from_fn(|i| v128_load(right.add(4 * i).cast()));
                for (row, sums) in sums.iter_mut().enumerate() {
                    let value = v128_load32_splat(left.add(row).cast());
                    for (sum, columns) in sums.iter_mut().zip(columns) {
                        *sum = f32x4_add(*sum, f32x4_mul(value, columns));
                    }
                }
                left = left.add(ROWS);
                right = right.add(COLUMNS);
            }
        }
        for (row, sums) in sums.into_iter().enumerate() {
            for (i, sum) in sums.into_iter().enumerate() {
                // SAFETY: a tile of the result.
                unsafe {
                    let place: *mut v128 = onto.add((tile * ROWS + row) * step + 4 * i).cast();
                    let sum = if add == 0 {
                        sum
                    } else {
                        f32x4_add(v128_load(place), sum)
                    };
                    v128_store(place, sum);
                }
            }
        }
    }
}
