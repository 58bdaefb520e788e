//! In WebAssembly: blocks of both factors are copied side by side, and an inner loop keeps a tile of the result in the
//! processor's vectors.
//!
//! The tile is as large as a browser's compiler has vectors for: it has 15 to give on x86. With a multiplication and an
//! addition apart, four rows by eight columns are 8 sums, the two vectors of the right factor, the value of the left one
//! that they are multiplied by and their products; with the twelve sums of other libraries some lie in memory all the time
//! (34 against 43 GFLOP/s). Fused multiply-add has no products to keep, so six rows fit, and a processor that starts two in
//! each cycle and finishes them four later needs more than eight at a time (64 against 55). The order of a sum's terms
//! depends on the sizes only.

mod fused;
mod pack;
mod strip;

pub use fused::{fuse, unfuse};

use super::Matrix;
use std::cell::RefCell;
use std::ops::Range;
use strip::Strip;

/// Columns of a tile.
const COLUMNS: usize = 8;
/// Rows of a tile, without fused multiply-add and with it.
const PLAIN_ROWS: usize = 4;
const FUSED_ROWS: usize = 6;
/// Terms of a sum that are added before the tile goes back to memory, at most: a strip of the right factor,
/// `DEPTH * COLUMNS` values, then fits a processor's first cache.
const DEPTH: usize = 400;
/// Columns of the right factor that lie ready, strip beside strip, so that whole lines of the cache are read.
const WIDTH: usize = 32;
/// Rows of the left factor that lie ready, whole tiles: `HEIGHT * DEPTH` values fit its second cache.
const HEIGHT: usize = 21 * PLAIN_ROWS * FUSED_ROWS / 2;

thread_local! {
    /// Room for a block of the left factor and a strip of the right one, kept from product to product.
    static SCRATCH: RefCell<Vec<f32>> = const { RefCell::new(Vec::new()) };
}

/// An inner loop and what goes with it.
struct Tiles {
    rows: usize,
    strip: Strip,
    pack_rows: fn(Matrix, Range<usize>, Range<usize>, &mut [f32]),
}

const PLAIN: Tiles = Tiles {
    rows: PLAIN_ROWS,
    strip: strip::plain,
    pack_rows: pack::rows::<PLAIN_ROWS>,
};

/// # Safety
/// `onto` has room for all values of the result; where `add` says so, it holds them.
pub unsafe fn multiply(a: Matrix, b: Matrix, onto: *mut f32, add: bool) {
    let tiles = strip::fused().map_or(PLAIN, |strip| Tiles {
        rows: FUSED_ROWS,
        strip,
        pack_rows: pack::rows::<FUSED_ROWS>,
    });
    SCRATCH.with_borrow_mut(|scratch| {
        scratch.resize((HEIGHT + WIDTH) * DEPTH, 0.0);
        let (left, right) = scratch.split_at_mut(HEIGHT * DEPTH);
        let (m, n, k) = (a.rows, b.columns, a.columns);
        // Blocks of about the same depth, not whole ones and a rest.
        let block = k.div_ceil(k.div_ceil(DEPTH));
        for from in (0..k).step_by(block) {
            let k_range = from..k.min(from + block);
            let depth = k_range.len();
            for top in (0..m).step_by(HEIGHT) {
                let rows = top..m.min(top + HEIGHT);
                (tiles.pack_rows)(a, rows.clone(), k_range.clone(), left);
                for side in (0..n).step_by(WIDTH) {
                    let columns = side..n.min(side + WIDTH);
                    pack::columns(b, columns.clone(), k_range.clone(), right);
                    let strips = right.chunks_exact(COLUMNS * depth);
                    for (side, right) in columns.step_by(COLUMNS).zip(strips) {
                        let target = Target {
                            // SAFETY: the strip lies within the result.
                            onto: unsafe { onto.add(top * n + side) },
                            step: n,
                            height: rows.len(),
                            width: COLUMNS.min(n - side),
                            add: add || from > 0,
                        };
                        // SAFETY: as above; and both factors were just copied, filled up to whole tiles with zeros.
                        unsafe { target.fill(&tiles, depth, left, right) };
                    }
                }
            }
        }
    });
}

/// A strip of the result: up to `COLUMNS` columns of up to `HEIGHT` rows.
struct Target {
    onto: *mut f32,
    /// Values from one row to the next.
    step: usize,
    height: usize,
    width: usize,
    add: bool,
}

impl Target {
    /// # Safety
    /// The strip may be written to, and read where something is added; `left` holds `depth` terms for each of its rows and
    /// `right` for each of its columns, filled up to whole tiles.
    unsafe fn fill(&self, tiles: &Tiles, depth: usize, left: &[f32], right: &[f32]) {
        let &Tiles { rows, strip, .. } = tiles;
        let full = if self.width == COLUMNS {
            self.height / rows
        } else {
            0
        };
        let (right, add) = (right.as_ptr(), u32::from(self.add));
        // SAFETY: whole tiles within the strip.
        unsafe { strip(full, depth, left.as_ptr(), right, self.onto, self.step, add) };
        // What hangs over the result's edge is computed beside it.
        for top in (full * rows..self.height).step_by(rows) {
            let mut tile = [[0.0f32; COLUMNS]; FUSED_ROWS];
            let left = left[top * depth..].as_ptr();
            // SAFETY: one tile, and the larger one has room here.
            unsafe { strip(1, depth, left, right, tile.as_mut_ptr().cast(), COLUMNS, 0) };
            for (row, values) in (top..self.height.min(top + rows)).zip(tile) {
                for (column, value) in values[..self.width].iter().enumerate() {
                    // SAFETY: within the strip's rows and columns.
                    unsafe {
                        let place = self.onto.add(row * self.step + column);
                        *place = if self.add { *place + value } else { *value };
                    }
                }
            }
        }
    }
}
