//! Attention within sequences, head by head and by blocks of queries, so that what a block has to do with all keys stays in the
//! processor's cache (Dao et al., "FlashAttention", 2022, whose way back this is too: it computes the weights a second time
//! from the logarithms of their sums, instead of keeping them).

use crate::math::exp;
use crate::parallel::for_each_part;
use crate::product::{Matrix, product, product_onto};
use crate::sums::{dot, of_row};
use std::ops::Range;

/// Queries that are looked at together.
const BLOCK: usize = 28;

/// How the rows of a batch of sequences are to be read: each holds a place's query, key and value, all heads of each side by
/// side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Heads {
    /// Places of a sequence.
    pub length: usize,
    /// Heads.
    pub heads: usize,
    /// Values of a head's query, key or value.
    pub depth: usize,
    /// Whether a place sees only itself and those before it.
    pub causal: bool,
}

impl Heads {
    /// Values of a result's row; an input's row has three times as many.
    pub fn width(&self) -> usize {
        self.heads * self.depth
    }

    /// What the fit of a query and a key is multiplied by.
    pub fn scale(&self) -> f32 {
        1.0 / (self.depth as f32).sqrt()
    }

    /// Places that a query sees, from the first.
    pub fn seen_from(&self, query: usize) -> usize {
        if self.causal { query + 1 } else { self.length }
    }

    fn blocks(&self) -> impl Iterator<Item = Range<usize>> {
        let length = self.length;
        let starts = (0..length).step_by(BLOCK);
        starts.map(move |start| start..length.min(start + BLOCK))
    }

    /// Rows of a head's queries (0), keys (1) or values (2) in a sequence's rows.
    fn part<'a>(
        &self,
        sequence: &'a [f32],
        part: usize,
        head: usize,
        rows: Range<usize>,
    ) -> Matrix<'a> {
        let row = 3 * self.width();
        let start = rows.start * row + part * self.width() + head * self.depth;
        Matrix::new(&sequence[start..], [rows.len(), self.depth], [row, 1])
    }

    /// A head's rows of a result or its gradient.
    fn of_result<'a>(&self, rows: &'a [f32], head: usize, range: Range<usize>) -> Matrix<'a> {
        let start = range.start * self.width() + head * self.depth;
        let size = [range.len(), self.depth];
        Matrix::new(&rows[start..], size, [self.width(), 1])
    }
}

/// What each place sees, `[batch * length, heads * depth]`, and the logarithm of each query's sum of exponentials, `[batch, heads,
/// length]`, from rows `[batch * length, 3 * heads * depth]`.
pub fn forward(rows: &[f32], shape: Heads) -> [Vec<f32>; 2] {
    let Heads { length, heads, .. } = shape;
    let n = rows.len() / 3 / shape.width();
    let (mut seen, mut logs) = (vec![0.0; n * shape.width()], vec![0.0; n * heads]);
    let of_one = length * shape.width();
    let work = |at: usize, seen: &mut [f32], logs: &mut [f32]| {
        let sequence = &rows[at * 3 * of_one..][..3 * of_one];
        for head in 0..heads {
            for block in shape.blocks() {
                let end = shape.seen_from(block.end - 1);
                let queries = shape.part(sequence, 0, head, block.clone());
                let keys = shape.part(sequence, 1, head, 0..end);
                let mut weights = product(queries, keys.transposed());
                for (query, row) in block.clone().zip(weights.chunks_exact_mut(end)) {
                    logs[head * length + query] =
                        softmax(row, shape.seen_from(query), shape.scale());
                }
                let weights = Matrix::new(&weights, [block.len(), end], [end, 1]);
                let values = product(weights, shape.part(sequence, 2, head, 0..end));
                let start = block.start * shape.width() + head * shape.depth;
                put(&values, shape.depth, &mut seen[start..], shape.width());
            }
        }
    };
    for_each_part([&mut seen, &mut logs], [of_one, heads * length], work);
    [seen, logs]
}

/// The gradient by the rows, from that by what the places see; what they see and the logarithms as [`forward`] has them.
pub fn gradient(grad: &[f32], seen: &[f32], logs: &[f32], rows: &[f32], shape: Heads) -> Vec<f32> {
    let Heads {
        length,
        heads,
        depth,
        ..
    } = shape;
    let of_one = length * shape.width();
    let mut by_rows = vec![0.0; rows.len()];
    let work = |at: usize, by_sequence: &mut [f32], _: &mut [f32]| {
        let sequence = &rows[at * 3 * of_one..][..3 * of_one];
        let [grad, seen] = [grad, seen].map(|all| &all[at * of_one..][..of_one]);
        for head in 0..heads {
            let logs = &logs[(at * heads + head) * length..][..length];
            let (mut by_keys, mut by_values) = (Vec::new(), Vec::new());
            let place = |part: usize, row: usize| (3 * row + part) * shape.width() + head * depth;
            for block in shape.blocks() {
                let end = shape.seen_from(block.end - 1);
                let size = [block.len(), end];
                let queries = shape.part(sequence, 0, head, block.clone());
                let [keys, values] = [1, 2].map(|part| shape.part(sequence, part, head, 0..end));
                let of_block = shape.of_result(grad, head, block.clone());
                let mut weights = product(queries, keys.transposed());
                let mut by_fit = product(of_block, values.transposed());
                let both = weights
                    .chunks_exact_mut(end)
                    .zip(by_fit.chunks_exact_mut(end));
                for (query, (weights, by_fit)) in block.clone().zip(both) {
                    let at = query * shape.width() + head * depth;
                    let along = dot(&grad[at..][..depth], &seen[at..][..depth]);
                    let seen = shape.seen_from(query);
                    way_back(weights, by_fit, seen, shape.scale(), logs[query], along);
                }
                let weights = Matrix::new(&weights, size, [end, 1]);
                let by_fit = Matrix::new(&by_fit, size, [end, 1]);
                let by_queries = product(by_fit, keys);
                put(
                    &by_queries,
                    depth,
                    &mut by_sequence[place(0, block.start)..],
                    3 * shape.width(),
                );
                by_keys.resize(end * depth, 0.0);
                by_keys = product_onto(by_fit.transposed(), queries, by_keys);
                by_values.resize(end * depth, 0.0);
                by_values = product_onto(weights.transposed(), of_block, by_values);
            }
            for (part, values) in [(1, &by_keys), (2, &by_values)] {
                put(
                    values,
                    depth,
                    &mut by_sequence[place(part, 0)..],
                    3 * shape.width(),
                );
            }
        }
    };
    let mut nothing = vec![0.0; rows.len() / 3 / of_one];
    for_each_part([&mut by_rows, &mut nothing], [3 * of_one, 1], work);
    by_rows
}

/// What one more place sees of those up to it, `[heads * depth]`, from its query, and from the keys and values so far, a row of
/// both for each place.
pub fn look_back(query: &[f32], kept: &[f32], shape: Heads, seen: &mut [f32]) {
    let (width, depth) = (shape.width(), shape.depth);
    let mut weights = vec![0.0; kept.len() / (2 * width)];
    seen.fill(0.0);
    for head in (0..width).step_by(depth) {
        weights_back(query, kept, shape, head / depth, &mut weights);
        let seen = &mut seen[head..][..depth];
        for (weight, row) in weights.iter().zip(kept.chunks_exact(2 * width)) {
            let value = &row[width + head..][..depth];
            for (seen, value) in seen.iter_mut().zip(value) {
                *seen += weight * value;
            }
        }
    }
}

/// How much of each place so far one head of [`look_back`] sees, a weight each; their sum is 1.
pub fn weights_back(query: &[f32], kept: &[f32], shape: Heads, head: usize, weights: &mut [f32]) {
    let (width, depth) = (shape.width(), shape.depth);
    let query = &query[head * depth..][..depth];
    for (weight, row) in weights.iter_mut().zip(kept.chunks_exact(2 * width)) {
        *weight = dot(query, &row[head * depth..][..depth]);
    }
    let places = weights.len();
    softmax(weights, places, shape.scale());
}

/// Turns the fits of a query with each key, of which it sees the first `seen`, into weights with the sum 1. Answers the
/// logarithm of the sum of the exponentials of the scaled fits.
fn softmax(fits: &mut [f32], seen: usize, scale: f32) -> f32 {
    let (fits, hidden) = fits.split_at_mut(seen);
    hidden.fill(0.0);
    let largest = fits
        .iter()
        .fold(f32::NEG_INFINITY, |most, &fit| most.max(fit))
        * scale;
    fits.iter_mut()
        .for_each(|fit| *fit = exp(*fit * scale - largest));
    let sum = of_row(fits, |weight| weight);
    let share = 1.0 / sum;
    fits.iter_mut().for_each(|weight| *weight *= share);
    largest + sum.ln()
}

/// Turns a query's fits into weights again, and the gradient by its weights into that by its fits. `along` is the gradient by
/// what it sees times what it sees.
fn way_back(
    fits: &mut [f32],
    by_weights: &mut [f32],
    seen: usize,
    scale: f32,
    log: f32,
    along: f32,
) {
    let (fits, hidden) = fits.split_at_mut(seen);
    hidden.fill(0.0);
    by_weights[seen..].fill(0.0);
    for (weight, by) in fits.iter_mut().zip(by_weights) {
        *weight = exp(*weight * scale - log);
        *by = *weight * (*by - along) * scale;
    }
}

/// Writes rows of `width` values into rows that lie `step` apart.
fn put(values: &[f32], width: usize, into: &mut [f32], step: usize) {
    let rows = into.chunks_mut(step);
    for (from, to) in values.chunks_exact(width).zip(rows) {
        to[..width].copy_from_slice(from);
    }
}
