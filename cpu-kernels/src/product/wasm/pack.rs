//! Copies of both factors in the order in which the inner loop reads them.

use super::{COLUMNS, Matrix};
use core::arch::wasm32::{
    i32x4_shuffle, i64x2_shuffle, v128, v128_load, v128_store, v128_store64_lane,
};
use std::ops::Range;

/// Some rows of the left factor, some terms of them: tile after tile, each term's `ROWS` values together, with zeros after the
/// last row.
pub fn rows<const ROWS: usize>(
    a: Matrix,
    rows: Range<usize>,
    k_range: Range<usize>,
    scratch: &mut [f32],
) {
    let tiles = scratch.chunks_exact_mut(ROWS * k_range.len());
    for (top, tile) in rows.clone().step_by(ROWS).zip(tiles) {
        let lines = Lines {
            values: &a.values[top * a.row_step + k_range.start * a.column_step..],
            line_step: a.row_step,
            k_step: a.column_step,
            lines: ROWS.min(rows.end - top),
        };
        lines.copy::<ROWS>(k_range.len(), tile);
    }
}

/// Some columns of the right factor, some terms of them: strip after strip, each term's `COLUMNS` values together, with zeros
/// after the last column.
pub fn columns(b: Matrix, columns: Range<usize>, k_range: Range<usize>, scratch: &mut [f32]) {
    let depth = k_range.len();
    let mut done = 0;
    if b.column_step == 1 {
        // All strips in one go: what lies beside each other in memory is read together.
        for (i, k) in k_range.clone().enumerate() {
            let start = columns.start + k * b.row_step;
            let (values, _) = b.values[start..][..columns.len()].as_chunks::<COLUMNS>();
            for (strip, values) in values.iter().enumerate() {
                let place = (strip * depth + i) * COLUMNS;
                scratch[place..][..COLUMNS].copy_from_slice(values);
            }
        }
        done = columns.len() / COLUMNS;
    }
    let strips = columns.clone().step_by(COLUMNS);
    let blocks = scratch.chunks_exact_mut(COLUMNS * depth);
    for (side, scratch) in strips.zip(blocks).skip(done) {
        let lines = Lines {
            values: &b.values[side * b.column_step + k_range.start * b.row_step..],
            line_step: b.column_step,
            k_step: b.row_step,
            lines: COLUMNS.min(columns.end - side),
        };
        lines.copy::<COLUMNS>(depth, scratch);
    }
}

/// Rows of the left factor or columns of the right one, side by side.
struct Lines<'a> {
    values: &'a [f32],
    line_step: usize,
    k_step: usize,
    lines: usize,
}

impl Lines<'_> {
    /// Each term's values together: `scratch[k * SIDE + line]`. `SIDE` is even.
    fn copy<const SIDE: usize>(&self, depth: usize, scratch: &mut [f32]) {
        let whole = self.lines == SIDE;
        match (self.line_step, self.k_step) {
            (1, step) if whole => {
                for (k, scratch) in scratch.chunks_exact_mut(SIDE).enumerate() {
                    let values: &[f32; SIDE] =
                        self.values[k * step..].first_chunk().expect("a whole term");
                    scratch.copy_from_slice(values);
                }
            }
            (step, 1) if whole => {
                let fours = depth / 4 * 4;
                for k in (0..fours).step_by(4) {
                    let line = |line: usize| load(&self.values[line * step + k..][..4]);
                    let mut first = 0;
                    while first + 4 <= SIDE {
                        let transposed = transpose([0, 1, 2, 3].map(|i| line(first + i)));
                        for (i, vector) in transposed.into_iter().enumerate() {
                            store(&mut scratch[(k + i) * SIDE + first..][..4], vector);
                        }
                        first += 4;
                    }
                    if first < SIDE {
                        let [low, high] = transpose_two([line(first), line(first + 1)]);
                        store_half::<0>(&mut scratch[k * SIDE + first..][..2], low);
                        store_half::<1>(&mut scratch[(k + 1) * SIDE + first..][..2], low);
                        store_half::<0>(&mut scratch[(k + 2) * SIDE + first..][..2], high);
                        store_half::<1>(&mut scratch[(k + 3) * SIDE + first..][..2], high);
                    }
                }
                self.one_by_one(SIDE, fours, scratch);
            }
            _ => self.one_by_one(SIDE, 0, scratch),
        }
    }

    /// The terms from `first` on. Never much, so it stays small.
    #[inline(never)]
    fn one_by_one(&self, side: usize, first: usize, scratch: &mut [f32]) {
        for (k, scratch) in scratch.chunks_exact_mut(side).enumerate().skip(first) {
            for (line, place) in scratch.iter_mut().enumerate() {
                let inside = line < self.lines;
                *place = if inside {
                    self.values[line * self.line_step + k * self.k_step]
                } else {
                    0.0
                };
            }
        }
    }
}

fn load(values: &[f32]) -> v128 {
    assert!(values.len() >= 4);
    // SAFETY: four values lie there; vectors need no alignment in WebAssembly.
    unsafe { v128_load(values.as_ptr().cast()) }
}

fn store(values: &mut [f32], vector: v128) {
    assert!(values.len() >= 4);
    // SAFETY: as above.
    unsafe { v128_store(values.as_mut_ptr().cast(), vector) }
}

fn store_half<const HALF: usize>(values: &mut [f32], vector: v128) {
    assert!(values.len() >= 2);
    // SAFETY: as above.
    unsafe { v128_store64_lane::<HALF>(vector, values.as_mut_ptr().cast()) }
}

/// Two rows of four as four columns of two.
fn transpose_two([a, b]: [v128; 2]) -> [v128; 2] {
    [
        i32x4_shuffle::<0, 4, 1, 5>(a, b),
        i32x4_shuffle::<2, 6, 3, 7>(a, b),
    ]
}

/// Four rows of four as four columns.
fn transpose([a, b, c, d]: [v128; 4]) -> [v128; 4] {
    let ([ab, ab_rest], [cd, cd_rest]) = (transpose_two([a, b]), transpose_two([c, d]));
    [
        i64x2_shuffle::<0, 2>(ab, cd),
        i64x2_shuffle::<1, 3>(ab, cd),
        i64x2_shuffle::<0, 2>(ab_rest, cd_rest),
        i64x2_shuffle::<1, 3>(ab_rest, cd_rest),
    ]
}
