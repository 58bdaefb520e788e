//! Filters against noise.

use super::Plain;
use crate::dataset::recipe::blur;
use crate::dataset::{PIXELS, Split};
use crate::scenes::recovery::Problem;
use std::ops::Range;

/// A Gaussian blur.
#[derive(Debug)]
pub struct Blur {
    /// Its standard deviation, in pixels.
    pub deviation: f64,
}

impl Plain for Blur {
    fn name(&self) -> &'static str {
        "blur"
    }

    fn per_part(&self) -> usize {
        500
    }

    fn answer(&mut self, problem: &Problem, images: Range<usize>, _: (&Split, &[u32])) -> Vec<f32> {
        let mut answers = problem.seen[images.start * PIXELS..images.end * PIXELS].to_vec();
        for image in answers.chunks_exact_mut(PIXELS) {
            blur(image, self.deviation);
        }
        answers
    }
}

/// The median of each pixel and its eight neighbours.
#[derive(Debug)]
pub struct Median;

impl Plain for Median {
    fn name(&self) -> &'static str {
        "median"
    }

    fn per_part(&self) -> usize {
        200
    }

    fn answer(&mut self, problem: &Problem, images: Range<usize>, _: (&Split, &[u32])) -> Vec<f32> {
        let seen = &problem.seen[images.start * PIXELS..images.end * PIXELS];
        seen.chunks_exact(PIXELS).flat_map(median).collect()
    }
}

/// The median of each pixel of an image `[784]` and its eight neighbours; around the image all is black. The same as SciPy's
/// `median_filter(image, 3, mode="constant")`.
pub fn median(image: &[f32]) -> Vec<f32> {
    let at = |y: i32, x: i32| match (0..28).contains(&y) && (0..28).contains(&x) {
        true => image[(y * 28 + x) as usize],
        false => 0.0,
    };
    let places = (0..28).flat_map(|y| (0..28).map(move |x| (y, x)));
    places
        .map(|(y, x)| {
            let mut around: [f32; 9] =
                std::array::from_fn(|i| at(y + i as i32 / 3 - 1, x + i as i32 % 3 - 1));
            // Insertion sort, up to the middle one.
            for i in 1..9 {
                let mut j = i;
                while j > 0 && around[j] < around[j - 1] {
                    around.swap(j, j - 1);
                    j -= 1;
                }
            }
            around[4]
        })
        .collect()
}
