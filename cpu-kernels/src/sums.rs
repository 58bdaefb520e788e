//! Sums over many numbers.

/// Sums side by side: what a processor's vectors hold.
const LANES: usize = 16;
/// Values that are added in single precision; their sums are added in double precision.
const BLOCK: usize = 4096;

/// The sum of the squares of all values.
pub fn of_squares(values: &[f32]) -> f32 {
    values.chunks(BLOCK).map(of_block).sum::<f64>() as f32
}

/// Adds each value to the one in its place.
#[inline]
pub fn add(values: &[f32], onto: &mut [f32]) {
    for (sum, value) in onto.iter_mut().zip(values) {
        *sum += value;
    }
}

/// The sum of each of `n` columns, `values` row after row.
pub fn of_columns(values: &[f32], n: usize) -> Vec<f32> {
    let mut sums = vec![0.0; n];
    for row in values.chunks_exact(n.max(1)) {
        add(row, &mut sums);
    }
    sums
}

/// Sums side by side in a short row.
const SHORT: usize = 8;

/// The sum of a function of each value of a row of some hundred values.
#[inline(always)]
pub fn of_row(row: &[f32], function: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0f32; SHORT];
    let whole = row.chunks_exact(SHORT);
    let rest: f32 = whole.remainder().iter().map(|&x| function(x)).sum();
    for chunk in whole {
        for (lane, &x) in lanes.iter_mut().zip(chunk) {
            *lane += function(x);
        }
    }
    lanes.iter().sum::<f32>() + rest
}

/// The sum of the products of two short rows' values.
#[inline]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0f32; SHORT];
    let (left, right) = (a.chunks_exact(SHORT), b.chunks_exact(SHORT));
    let rests = left.remainder().iter().zip(right.remainder());
    let rest: f32 = rests.map(|(a, b)| a * b).sum();
    for (a, b) in left.zip(right) {
        for lane in 0..SHORT {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    lanes.iter().sum::<f32>() + rest
}

fn of_block(values: &[f32]) -> f64 {
    let mut lanes = [0.0f32; LANES];
    let whole = values.chunks_exact(LANES);
    let rest: f32 = whole.remainder().iter().map(|x| x * x).sum();
    for chunk in whole {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane += x * x;
        }
    }
    lanes.into_iter().chain([rest]).map(f64::from).sum()
}
