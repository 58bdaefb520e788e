//! An image described by where its edges run, and in which direction.
//!
//! The gradient of each pixel (Sobel's) is split between the two nearest of eight directions, and each direction is summed up in a
//! grid of 5 by 5 overlapping cells; the square root evens the sums out. This is the 200-dimensional direction feature of Liu,
//! Nakashima, Sako and Fujisawa, "Handwritten digit recognition: benchmarking of state-of-the-art techniques" (2003), with which
//! small networks reach 99 % on MNIST, here without their normalisation of shapes and with triangles in place of Gaussians.
//!
//! Additions, multiplications and square roots alone, in one order: every machine gets the same bits.

use crate::image::SIDE;

/// Directions, 45 degrees apart.
const DIRECTIONS: usize = 8;
/// Cells along each axis.
const GRID: usize = 5;
/// Values that describe an image.
pub const DESCRIPTION: usize = DIRECTIONS * GRID * GRID;

/// The grid with a frame, into which the outermost pixels' sums partly go.
const FRAMED: usize = GRID + 2;
/// The image with a black frame.
const STRIDE: usize = SIDE + 2;

/// Describes an image, `[784]`, 0 to 1, by `[200]` values.
pub fn describe(image: &[f32], description: &mut [f32]) {
    let mut framed = [0.0; STRIDE * STRIDE];
    for (row, pixels) in image.chunks_exact(SIDE).enumerate() {
        framed[(row + 1) * STRIDE + 1..][..SIDE].copy_from_slice(pixels);
    }
    let places: [(usize, f32); SIDE] = std::array::from_fn(|at| {
        // Where the pixel's middle lies among the middles of cells, of which the frame has the first.
        let place = (at as f32 + 0.5) * GRID as f32 / SIDE as f32 + 0.5;
        (place as usize, place - (place as usize) as f32)
    });
    let mut sums = [[0.0f32; FRAMED * FRAMED]; DIRECTIONS];
    for (y, (cell_y, below)) in places.into_iter().enumerate() {
        for (x, (cell_x, right)) in places.into_iter().enumerate() {
            let at = |row: usize, column: usize| framed[(y + row) * STRIDE + x + column];
            let across =
                (at(0, 2) + 2.0 * at(1, 2) + at(2, 2)) - (at(0, 0) + 2.0 * at(1, 0) + at(2, 0));
            let down =
                (at(2, 0) + 2.0 * at(2, 1) + at(2, 2)) - (at(0, 0) + 2.0 * at(0, 1) + at(0, 2));
            if across == 0.0 && down == 0.0 {
                continue;
            }
            let corner = cell_y * FRAMED + cell_x;
            for (direction, amount) in parts(across, down) {
                let sums = &mut sums[direction];
                let (above, under) = (amount * (1.0 - below), amount * below);
                sums[corner] += above * (1.0 - right);
                sums[corner + 1] += above * right;
                sums[corner + FRAMED] += under * (1.0 - right);
                sums[corner + FRAMED + 1] += under * right;
            }
        }
    }
    let inner = sums.iter().flat_map(|sums| {
        let rows = sums.chunks_exact(FRAMED).skip(1).take(GRID);
        rows.flat_map(|row| &row[1..=GRID])
    });
    for (value, sum) in description.iter_mut().zip(inner) {
        *value = sum.sqrt();
    }
}

/// A vector as a sum of two of the eight directions, counted from the right clockwise: the nearest along an axis, and the nearest
/// diagonal, with the length of each.
fn parts(across: f32, down: f32) -> [(usize, f32); 2] {
    let (width, height) = (across.abs(), down.abs());
    let axis = if width >= height {
        if across >= 0.0 { 0 } else { 4 }
    } else if down >= 0.0 {
        2
    } else {
        6
    };
    let diagonal = match (across >= 0.0, down >= 0.0) {
        (true, true) => 1,
        (false, true) => 3,
        (false, false) => 5,
        (true, false) => 7,
    };
    let shorter = width.min(height);
    [
        (axis, (width - height).abs()),
        (diagonal, std::f32::consts::SQRT_2 * shorter),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_is_found_where_it_is_and_in_its_direction() {
        // White from column 14 on: edges to the right in the middle, and at the frame.
        let image: Vec<f32> = (0..SIDE * SIDE)
            .map(|at| f32::from(u8::from(at % SIDE >= 14)))
            .collect();
        let mut found = [0.0; DESCRIPTION];
        describe(&image, &mut found);
        let cell = |direction: usize, y: usize, x: usize| found[(direction * GRID + y) * GRID + x];
        // Columns 13 and 14 have a gradient of 4, as has column 27 to the left. Pixels are shared out among cells, 5.6 of them
        // high and wide, by the distance of their middles.
        let share = |at: f32, middle: f32| (1.0 - ((at + 0.5) / 5.6 - middle).abs()).max(0.0);
        let rows: f32 = (0u8..28).map(|row| share(f32::from(row), 2.5)).sum();
        let expected = |columns: &[f32], middle: f32| {
            let shares = columns.iter().map(|&column| share(column, middle));
            (4.0 * rows * shares.sum::<f32>()).sqrt()
        };
        assert!((cell(0, 2, 2) - expected(&[13.0, 14.0], 2.5)).abs() < 1e-4);
        assert!((cell(4, 2, 4) - expected(&[27.0], 4.5)).abs() < 1e-4);
        assert!(cell(0, 2, 0) == 0.0 && cell(4, 2, 2) == 0.0);
        assert!(cell(2, 2, 2) == 0.0 && cell(1, 2, 2) == 0.0);
    }

    #[test]
    fn the_two_parts_make_up_the_vector() {
        let unit: [[f32; 2]; 8] = std::array::from_fn(|at| {
            let angle = at as f32 * std::f32::consts::FRAC_PI_4;
            [angle.cos(), angle.sin()]
        });
        for vector in [
            [3.0, 1.0],
            [-3.0, 1.0],
            [1.0, -3.0],
            [-2.0, -2.0],
            [0.0, 1.0],
            [0.5, 0.7],
        ] {
            let parts = parts(vector[0], vector[1]);
            for axis in 0..2 {
                let sum: f32 = parts
                    .iter()
                    .map(|&(at, length)| length * unit[at][axis])
                    .sum();
                assert!((sum - vector[axis]).abs() < 1e-5, "{vector:?}");
            }
        }
    }
}
