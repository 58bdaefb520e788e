//! In WebAssembly: blocks of both factors are copied side by side, and an inner loop keeps a tile of the result in the
//! processor's vectors.
//!
//! The tile is four rows by eight columns, so eight sums, the two vectors of the right factor and the value of the left one
//! that they are multiplied by: a browser's compiler has sixteen vectors on x86, and with the twelve sums of other libraries
//! some lie in memory all the time (34 against 43 GFLOP/s). The order of a sum's terms depends on the sizes only.

mod fused;
mod pack;
mod strip;

pub use fused::{fuse, unfuse};

use super::Matrix;
use std::cell::RefCell;

/// Rows and columns of a tile.
const ROWS: usize = 4;
const COLUMNS: usize = 8;
/// Terms of a sum that are added before the tile goes back to memory, at most: a strip of the right factor,
/// `DEPTH * COLUMNS` values, then fits a processor's first cache.
const DEPTH: usize = 400;
/// Rows of the left factor that lie ready: `HEIGHT * DEPTH` values fit its second cache.
const HEIGHT: usize = 256;

thread_local! {
    /// Room for a block of the left factor and a strip of the right one, kept from product to product.
    static ROOM: RefCell<Vec<f32>> = const { RefCell::new(Vec::new()) };
}

/// # Safety
/// `onto` has room for all values of the result; where `add` says so, it holds them.
pub unsafe fn multiply(a: Matrix, b: Matrix, onto: *mut f32, add: bool) {
    ROOM.with_borrow_mut(|room| {
        room.resize(HEIGHT * DEPTH + DEPTH * COLUMNS, 0.0);
        let (left, right) = room.split_at_mut(HEIGHT * DEPTH);
        let (m, n, k) = (a.rows, b.columns, a.columns);
        // Blocks of about the same depth, not whole ones and a rest.
        let block = k.div_ceil(k.div_ceil(DEPTH));
        for from in (0..k).step_by(block) {
            let depth = block.min(k - from);
            for top in (0..m).step_by(HEIGHT) {
                let height = HEIGHT.min(m - top);
                pack::rows(a, top, height, from, depth, left);
                for side in (0..n).step_by(COLUMNS) {
                    let width = COLUMNS.min(n - side);
                    pack::columns(b, side, width, from, depth, right);
                    // SAFETY: the strip lies within the result.
                    let strip = unsafe { onto.add(top * n + side) };
                    let target = Target {
                        strip,
                        step: n,
                        height,
                        width,
                    };
                    // SAFETY: as above; and both factors were just copied, filled up to whole tiles with zeros.
                    unsafe { target.fill(depth, left, right, add || from > 0) };
                }
            }
        }
    });
}

/// Where a strip of the result lies: up to `COLUMNS` columns of up to `HEIGHT` rows.
struct Target {
    strip: *mut f32,
    /// Values from one row to the next.
    step: usize,
    height: usize,
    width: usize,
}

impl Target {
    /// # Safety
    /// The strip may be written to, and read where `add` says so; `left` holds `depth` terms for each of its rows and
    /// `right` for each of its columns, filled up to whole tiles.
    unsafe fn fill(&self, depth: usize, left: &[f32], right: &[f32], add: bool) {
        let full = if self.width == COLUMNS {
            self.height / ROWS
        } else {
            0
        };
        // SAFETY: whole tiles within the strip.
        unsafe {
            strip::run(
                full,
                depth,
                left.as_ptr(),
                right.as_ptr(),
                self.strip,
                self.step,
                add,
            )
        };
        // What hangs over the result's edge is computed beside it.
        for top in (full * ROWS..self.height).step_by(ROWS) {
            let mut tile = [0.0f32; ROWS * COLUMNS];
            let left = &left[top * depth..];
            // SAFETY: one tile, as large as the memory for it.
            unsafe {
                strip::run(
                    1,
                    depth,
                    left.as_ptr(),
                    right.as_ptr(),
                    tile.as_mut_ptr(),
                    COLUMNS,
                    false,
                )
            };
            for (row, values) in tile
                .chunks_exact(COLUMNS)
                .take(self.height - top)
                .enumerate()
            {
                for (column, value) in values[..self.width].iter().enumerate() {
                    // SAFETY: within the strip's rows and columns.
                    unsafe {
                        let place = self.strip.add((top + row) * self.step + column);
                        *place = if add { *place + value } else { *value };
                    }
                }
            }
        }
    }
}
