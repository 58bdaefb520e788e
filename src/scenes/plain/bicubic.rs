//! Bicubic interpolation.

use super::Plain;
use crate::dataset::Split;
use crate::scenes::Operator;
use crate::scenes::recovery::Problem;
use std::ops::Range;

/// Bicubic interpolation of a small picture.
#[derive(Debug)]
pub struct Bicubic {
    /// The small picture's side.
    pub side: usize,
}

impl Plain for Bicubic {
    fn name(&self) -> &'static str {
        "bicubic"
    }

    fn per_part(&self) -> usize {
        200
    }

    fn answer(&mut self, problem: &Problem, images: Range<usize>, _: (&Split, &[u32])) -> Vec<f32> {
        let size = self.side * self.side;
        // The mean of a block has its pixels' sum in it.
        let block = (28 / self.side) as f32;
        let scale = 1.0 / (Operator::of_block(self.side) * block * block);
        let small = problem.measured[images.start * size..images.end * size].chunks_exact(size);
        small
            .flat_map(|small| {
                let small: Vec<f32> = small.iter().map(|x| x * scale).collect();
                bicubic(&small, self.side)
            })
            .map(|pixel| pixel.clamp(0.0, 1.0))
            .collect()
    }
}

/// A square picture `[side * side]` enlarged to 28 by 28 pixels, as Pillow's `resize` does with `BICUBIC` (Keys's kernel, a =
/// -0.5; beyond an edge there is nothing, and the other weights are so much larger).
pub fn bicubic(picture: &[f32], side: usize) -> Vec<f32> {
    let weights = weights(side);
    let rows = along(picture, side, &weights);
    // The other way round: columns are rows now.
    along(&rows, side, &weights)
}

/// Enlarges the columns of a picture `[side, width]`, and turns it: `[width, 28]`.
fn along(picture: &[f32], side: usize, weights: &[f32]) -> Vec<f32> {
    let width = picture.len() / side;
    let mut turned = Vec::with_capacity(width * 28);
    for column in 0..width {
        for weights in weights.chunks_exact(side) {
            let terms = weights.iter().enumerate();
            turned.push(
                terms
                    .map(|(row, weight)| weight * picture[row * width + column])
                    .sum(),
            );
        }
    }
    turned
}

/// How much of each of `side` pixels is in each of 28, `[28 * side]`.
fn weights(side: usize) -> Vec<f32> {
    let mut all = Vec::with_capacity(28 * side);
    for at in 0..28 {
        let centre = (at as f64 + 0.5) * side as f64 / 28.0;
        let each: Vec<f64> = (0..side)
            .map(|from| kernel(from as f64 + 0.5 - centre))
            .collect();
        let sum: f64 = each.iter().sum();
        all.extend(each.iter().map(|weight| (weight / sum) as f32));
    }
    all
}

/// Keys, "Cubic Convolution Interpolation for Digital Image Processing" (1981), a = -0.5.
fn kernel(x: f64) -> f64 {
    const A: f64 = -0.5;
    let x = x.abs();
    if x < 1.0 {
        ((A + 2.0) * x - (A + 3.0)) * x * x + 1.0
    } else if x < 2.0 {
        (((x - 5.0) * x + 8.0) * x - 4.0) * A
    } else {
        0.0
    }
}
