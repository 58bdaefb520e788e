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
