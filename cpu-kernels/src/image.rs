//! What is done with the pixels of one image, `[784]`, as it is drawn. Around an image all is black.
//!
//! Multiplications and additions are never fused here, so every machine gets the same bits.

/// Pixels of an image along each axis.
pub const SIDE: usize = 28;
/// Pixels of an image.
const PIXELS: usize = SIDE * SIDE;
/// Waves along each axis that [`waves`] adds up.
pub const WAVES: usize = 8;

/// A value for each pixel.
pub type Field = [f32; PIXELS];

/// Where the pixels of a resampled image come from: the pixel at (column, row) from
/// `start + column * along + row * down` of the image before, moved by the fields, each as (column, row).
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// Where the first pixel comes from.
    pub start: [f64; 2],
    /// From one column to the next.
    pub along: [f64; 2],
    /// From one row to the next.
    pub down: [f64; 2],
    /// How far the source of each pixel is moved beside that.
    pub fields: Option<&'a [Field; 2]>,
}

/// From one row to the next in the image with its frame.
const STRIDE: usize = 32;
/// The frame is black, one pixel wide before the image and after it.
const FRAMED: usize = STRIDE * STRIDE;

/// Resamples an image, `[784]`, 0 to 1, with bilinear interpolation, as SciPy's `map_coordinates` does with `order=1` and
/// `mode="grid-constant"`.
pub fn resample(image: &mut [f32], sources: &Sources) {
    // So much longer that the four pixels around any place within FRAMED are there.
    let mut framed = [0.0; FRAMED + STRIDE + 2];
    for (row, pixels) in image.chunks_exact(SIDE).enumerate() {
        let start = (row + 1) * STRIDE + 1;
        framed[start..start + SIDE].copy_from_slice(pixels);
    }
    for (row, pixels) in image.chunks_exact_mut(SIDE).enumerate() {
        let [columns, rows] = [0, 1].map(|axis| positions(sources, axis, row));
        let mut corners = [0; SIDE];
        let (mut rights, mut belows) = ([0.0; SIDE], [0.0; SIDE]);
        for at in 0..SIDE {
            let (column, row) = (floor(columns[at]), floor(rows[at]));
            rights[at] = columns[at] - column;
            belows[at] = rows[at] - row;
            // The lower bits of such a number are a whole one.
            corners[at] = (row * STRIDE as f32 + column + WHOLE).to_bits();
        }
        for at in 0..SIDE {
            let corner = corners[at] as usize % FRAMED;
            let around = &framed[corner..corner + STRIDE + 2];
            let between = |a: f32, b: f32, part: f32| a + part * (b - a);
            let above = between(around[0], around[1], rights[at]);
            let below = between(around[STRIDE], around[STRIDE + 1], rights[at]);
            pixels[at] = between(above, below, belows[at]);
        }
        pixels
            .iter_mut()
            .for_each(|pixel| *pixel = pixel.clamp(0.0, 1.0));
    }
}

/// From here to twice as much, numbers of single precision are the whole ones.
const WHOLE: f32 = 8_388_608.0;

/// The largest whole number up to `x`, at least 0 and far below [`WHOLE`]: as `f32::floor`, which is a call on processors of
/// before SSE4.1, as conversions to integers are no SIMD.
fn floor(x: f32) -> f32 {
    let nearest = (x + WHOLE) - WHOLE;
    nearest - if nearest > x { 1.0 } else { 0.0 }
}

/// Where the pixels of a row come from along an axis, counted from the frame. What is further away is as black as the frame.
fn positions(sources: &Sources, axis: usize, row: usize) -> [f32; SIDE] {
    let start = (sources.start[axis] + sources.down[axis] * row as f64) as f32;
    let along = sources.along[axis] as f32;
    let mut positions = [0.0; SIDE];
    for (column, position) in positions.iter_mut().enumerate() {
        *position = start + along * column as f32;
    }
    if let Some(fields) = sources.fields {
        let moved = &fields[axis][row * SIDE..(row + 1) * SIDE];
        for (position, moved) in positions.iter_mut().zip(moved) {
            *position += moved;
        }
    }
    positions.map(|position| position.clamp(-1.0, SIDE as f32) + 1.0)
}

/// The sum of products of waves along both axes: `amplitudes`, `[WAVES][WAVES]`, of each wave down with each wave along;
/// `waves`, `[WAVES][28]`, their values.
pub fn waves(amplitudes: &[[f32; WAVES]; WAVES], waves: &[[f32; SIDE]; WAVES]) -> Field {
    let mut field = [0.0; PIXELS];
    for (row, values) in field.chunks_exact_mut(SIDE).enumerate() {
        let mut in_row = [0.0; WAVES];
        for (wave, amplitudes) in waves.iter().zip(amplitudes) {
            for (sum, amplitude) in in_row.iter_mut().zip(amplitudes) {
                *sum += wave[row] * amplitude;
            }
        }
        for (wave, amplitude) in waves.iter().zip(in_row) {
            for (value, along) in values.iter_mut().zip(wave) {
                *value += amplitude * along;
            }
        }
    }
    field
}

/// Convolves an image, `[784]`, along both axes with symmetric weights, from the middle outwards; at most 28.
pub fn convolve(image: &mut [f32], weights: &[f32]) {
    const FRAME: usize = SIDE - 1;
    let mut before = [0.0; (SIDE + 2 * FRAME) * SIDE];
    before[FRAME * SIDE..][..PIXELS].copy_from_slice(image);
    // Down: rows at a distance are whole rows apart.
    sum_at_distances(image, &before, FRAME * SIDE, SIDE, weights);
    for row in image.chunks_exact_mut(SIDE) {
        let mut before = [0.0; SIDE + 2 * FRAME];
        before[FRAME..][..SIDE].copy_from_slice(row);
        sum_at_distances(row, &before, FRAME, 1, weights);
    }
}

/// Each value becomes the sum of those of `before` at so many times `distance` on both sides, times the weight of that many.
/// `start`: where the first value stands in `before`.
fn sum_at_distances(
    values: &mut [f32],
    before: &[f32],
    start: usize,
    distance: usize,
    weights: &[f32],
) {
    let n = values.len();
    values.fill(0.0);
    for (times, &weight) in weights.iter().enumerate() {
        let (left, right) = (start - times * distance, start + times * distance);
        // The middle counts once.
        let weight = if times == 0 { 0.5 * weight } else { weight };
        let pairs = before[left..left + n].iter().zip(&before[right..right + n]);
        for (value, (left, right)) in values.iter_mut().zip(pairs) {
            *value += weight * (left + right);
        }
    }
}
