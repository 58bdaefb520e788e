//! What training images say of pixels that are missing: their mean, and the one that is nearest in the others.

use super::Plain;
use crate::dataset::{LANES, PIXELS, Split, squared_distance, unit};
use crate::scenes::recovery::Problem;
use std::ops::Range;

/// The mean of all training images, where a pixel is missing.
#[derive(Debug, Default)]
pub struct MeanDigit {
    mean: Vec<f32>,
}

impl Plain for MeanDigit {
    fn name(&self) -> &'static str {
        "mean-image"
    }

    fn per_part(&self) -> usize {
        1_000
    }

    fn answer(
        &mut self,
        problem: &Problem,
        images: Range<usize>,
        (train, indices): (&Split, &[u32]),
    ) -> Vec<f32> {
        if self.mean.is_empty() {
            let mut sums = vec![0u32; PIXELS];
            for &index in indices {
                for (sum, pixel) in sums.iter_mut().zip(train.image(index as usize)) {
                    *sum += u32::from(pixel);
                }
            }
            let scale = 1.0 / (255.0 * indices.len().max(1) as f32);
            self.mean = sums.iter().map(|&sum| sum as f32 * scale).collect();
        }
        let missing = problem.missing();
        let seen = problem.seen[images.start * PIXELS..images.end * PIXELS].chunks_exact(PIXELS);
        seen.flat_map(|seen| filled(seen, missing, |at| self.mean[at]))
            .collect()
    }
}

/// The training image that is nearest in the pixels that are known, where one is missing.
#[derive(Debug)]
pub struct NearestImage;

impl Plain for NearestImage {
    fn name(&self) -> &'static str {
        "nearest-image"
    }

    fn per_part(&self) -> usize {
        2
    }

    fn answer(
        &mut self,
        problem: &Problem,
        images: Range<usize>,
        (train, indices): (&Split, &[u32]),
    ) -> Vec<f32> {
        let missing = problem.missing();
        let known: Vec<f32> = missing.iter().map(|missing| 1.0 - missing).collect();
        let weigh = |at: usize, differences: &mut [f32; LANES]| {
            let known = &known[at..at + LANES];
            differences
                .iter_mut()
                .zip(known)
                .for_each(|(x, known)| *x *= known);
        };
        let seen = &problem.seen[images.start * PIXELS..images.end * PIXELS];
        let scaled: Vec<f32> = seen.iter().map(|pixel| 255.0 * pixel).collect();
        let mut nearest = vec![(None, f32::INFINITY); images.len()];
        for &index in indices {
            let other = train.image(index as usize);
            for (scaled, (best, least)) in scaled.chunks_exact(PIXELS).zip(&mut nearest) {
                let distance = squared_distance(scaled, &other, *least, weigh);
                if distance < *least {
                    (*best, *least) = (Some(index), distance);
                }
            }
        }
        let mut answers = Vec::with_capacity(seen.len());
        for (seen, (best, _)) in seen.chunks_exact(PIXELS).zip(nearest) {
            let other = best.map_or([0; PIXELS], |index| train.image(index as usize));
            answers.extend(filled(seen, missing, |at| unit(other[at])));
        }
        answers
    }
}

/// An image whose missing pixels are taken from elsewhere.
fn filled(seen: &[f32], missing: &[f32], pixel: impl Fn(usize) -> f32) -> Vec<f32> {
    let pairs = seen.iter().zip(missing).enumerate();
    pairs
        .map(|(at, (&seen, &missing))| if missing > 0.5 { pixel(at) } else { seen })
        .collect()
}
