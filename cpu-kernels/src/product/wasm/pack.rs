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
    terms: Range<usize>,
    room: &mut [f32],
) {
    let tiles = room.chunks_exact_mut(ROWS * terms.len());
    for (top, tile) in rows.clone().step_by(ROWS).zip(tiles) {
        let lines = Lines {
            values: &a.values[top * a.row_step + terms.start * a.column_step..],
            line_step: a.row_step,
            term_step: a.column_step,
            lines: ROWS.min(rows.end - top),
        };
        lines.copy::<ROWS>(terms.len(), tile);
    }
}

/// Some columns of the right factor, some terms of them: strip after strip, each term's `COLUMNS` values together, with zeros
/// after the last column.
pub fn columns(b: Matrix, columns: Range<usize>, terms: Range<usize>, room: &mut [f32]) {
    let depth = terms.len();
    let mut done = 0;
    if b.column_step == 1 {
        // All strips in one go: what lies beside each other in memory is read together.
        for (term, at) in terms.clone().enumerate() {
            let start = columns.start + at * b.row_step;
            let (values, _) = b.values[start..][..columns.len()].as_chunks::<COLUMNS>();
            for (strip, values) in values.iter().enumerate() {
                let place = (strip * depth + term) * COLUMNS;
                room[place..][..COLUMNS].copy_from_slice(values);
            }
        }
        done = columns.len() / COLUMNS;
    }
    let strips = columns.clone().step_by(COLUMNS);
    let rooms = room.chunks_exact_mut(COLUMNS * depth);
    for (side, room) in strips.zip(rooms).skip(done) {
        let lines = Lines {
            values: &b.values[side * b.column_step + terms.start * b.row_step..],
            line_step: b.column_step,
            term_step: b.row_step,
            lines: COLUMNS.min(columns.end - side),
        };
        lines.copy::<COLUMNS>(depth, room);
    }
}

/// Rows of the left factor or columns of the right one, side by side.
struct Lines<'a> {
    values: &'a [f32],
    line_step: usize,
    term_step: usize,
    lines: usize,
}

impl Lines<'_> {
    /// Each term's values together: `room[term * SIDE + line]`. `SIDE` is even.
    fn copy<const SIDE: usize>(&self, depth: usize, room: &mut [f32]) {
        let whole = self.lines == SIDE;
        match (self.line_step, self.term_step) {
            (1, step) if whole => {
                for (term, room) in room.chunks_exact_mut(SIDE).enumerate() {
                    let values: &[f32; SIDE] = self.values[term * step..]
                        .first_chunk()
                        .expect("a whole term");
                    room.copy_from_slice(values);
                }
            }
            (step, 1) if whole => {
                let fours = depth / 4 * 4;
                for term in (0..fours).step_by(4) {
                    let line = |line: usize| load(&self.values[line * step + term..][..4]);
                    let mut first = 0;
                    while first + 4 <= SIDE {
                        let turned = turn([0, 1, 2, 3].map(|i| line(first + i)));
                        for (i, vector) in turned.into_iter().enumerate() {
                            store(&mut room[(term + i) * SIDE + first..][..4], vector);
                        }
                        first += 4;
                    }
                    if first < SIDE {
                        let [low, high] = turn_two([line(first), line(first + 1)]);
                        store_half::<0>(&mut room[term * SIDE + first..][..2], low);
                        store_half::<1>(&mut room[(term + 1) * SIDE + first..][..2], low);
                        store_half::<0>(&mut room[(term + 2) * SIDE + first..][..2], high);
                        store_half::<1>(&mut room[(term + 3) * SIDE + first..][..2], high);
                    }
                }
                self.one_by_one(SIDE, fours, room);
            }
            _ => self.one_by_one(SIDE, 0, room),
        }
    }

    /// The terms from `first` on. Never much, so it stays small.
    #[inline(never)]
    fn one_by_one(&self, side: usize, first: usize, room: &mut [f32]) {
        for (term, room) in room.chunks_exact_mut(side).enumerate().skip(first) {
            for (line, place) in room.iter_mut().enumerate() {
                let inside = line < self.lines;
                *place = if inside {
                    self.values[line * self.line_step + term * self.term_step]
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
fn turn_two([a, b]: [v128; 2]) -> [v128; 2] {
    [
        i32x4_shuffle::<0, 4, 1, 5>(a, b),
        i32x4_shuffle::<2, 6, 3, 7>(a, b),
    ]
}

/// Four rows of four as four columns.
fn turn([a, b, c, d]: [v128; 4]) -> [v128; 4] {
    let ([ab, ab_rest], [cd, cd_rest]) = (turn_two([a, b]), turn_two([c, d]));
    [
        i64x2_shuffle::<0, 2>(ab, cd),
        i64x2_shuffle::<1, 3>(ab, cd),
        i64x2_shuffle::<0, 2>(ab_rest, cd_rest),
        i64x2_shuffle::<1, 3>(ab_rest, cd_rest),
    ]
}
