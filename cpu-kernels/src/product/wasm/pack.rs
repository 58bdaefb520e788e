//! Copies of both factors in the order in which the inner loop reads them.

use super::{COLUMNS, Matrix};
use core::arch::wasm32::{
    i32x4_shuffle, i64x2_shuffle, v128, v128_load, v128_store, v128_store64_lane,
};

/// `height` rows of the left factor from `top`, `depth` terms of them: tile after tile, each term's `ROWS` values together,
/// with zeros after the last row.
pub fn rows<const ROWS: usize>(
    a: Matrix,
    top: usize,
    height: usize,
    from: usize,
    depth: usize,
    room: &mut [f32],
) {
    let tiles = room.chunks_exact_mut(ROWS * depth);
    for (top, tile) in (top..top + height).step_by(ROWS).zip(tiles) {
        let lines = Lines {
            values: &a.values[top * a.row_step + from * a.column_step..],
            line_step: a.row_step,
            term_step: a.column_step,
            lines: ROWS.min(a.rows - top),
        };
        lines.copy::<ROWS>(depth, tile);
    }
}

/// `width` columns of the right factor from `side`, `depth` terms of them: strip after strip, each term's `COLUMNS` values
/// together, with zeros after the last column.
pub fn columns(b: Matrix, side: usize, width: usize, from: usize, depth: usize, room: &mut [f32]) {
    let whole = if b.column_step == 1 {
        // All strips in one go: what lies beside each other in memory is read together.
        for term in 0..depth {
            let start = side + (from + term) * b.row_step;
            let values = b.values[start..][..width].chunks_exact(COLUMNS);
            for (strip, values) in values.enumerate() {
                let room = &mut room[(strip * depth + term) * COLUMNS..][..COLUMNS];
                for (values, room) in values.chunks_exact(4).zip(room.chunks_exact_mut(4)) {
                    store(room, load(values));
                }
            }
        }
        width / COLUMNS
    } else {
        0
    };
    let strips = room.chunks_exact_mut(COLUMNS * depth).enumerate();
    for (strip, room) in strips.take(width.div_ceil(COLUMNS)).skip(whole) {
        let side = side + strip * COLUMNS;
        let lines = Lines {
            values: &b.values[side * b.column_step + from * b.row_step..],
            line_step: b.column_step,
            term_step: b.row_step,
            lines: COLUMNS.min(b.columns - side),
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
                self.one_by_one::<SIDE>(fours, room);
            }
            _ => self.one_by_one::<SIDE>(0, room),
        }
    }

    /// The terms from `first` on.
    fn one_by_one<const SIDE: usize>(&self, first: usize, room: &mut [f32]) {
        for (term, room) in room.chunks_exact_mut(SIDE).enumerate().skip(first) {
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
