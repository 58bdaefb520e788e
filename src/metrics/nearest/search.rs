//! The nearest of many images, exactly and without comparing all pixels of all.

use crate::dataset::{MnistDataset, PIXELS, Split, unit};
use crate::error::Result;
use crate::metrics::distances::Points;
use crate::training::Trainer;
use std::cell::OnceCell;
use std::rc::Rc;

/// Rows and columns of an image.
const SIDE: usize = 28;
/// Rows and columns of a block of pixels.
const BLOCK: usize = 4;
const BLOCKS: usize = SIDE / BLOCK;
/// Coordinates of a short description.
const SHORT: usize = BLOCKS * BLOCKS + 1;

/// Rounding of the distance between two short descriptions, which are squared norms of up to 784 in single precision.
const SLACK: f32 = 2e-3;

/// Which training images samples are compared with.
#[derive(Debug)]
pub struct TrainingImages {
    indices: Rc<[u32]>,
    /// A short description of each, made when it is first needed.
    short: OnceCell<Points>,
}

impl TrainingImages {
    /// Those of a split at these places.
    pub fn new(indices: Rc<[u32]>) -> Self {
        Self {
            indices,
            short: OnceCell::new(),
        }
    }

    /// Those that a model is trained on.
    ///
    /// # Errors
    /// `no-data` when the data's recipe chooses among images that are not there.
    pub fn of(trainer: &Trainer, dataset: &MnistDataset) -> Result<Rc<Self>> {
        Ok(Rc::new(Self::new(trainer.data().indices(dataset)?.into())))
    }

    /// Their places in the split.
    pub fn indices(&self) -> &Rc<[u32]> {
        &self.indices
    }

    /// The Euclidean distance of each image `[n * 784]`, 0 to 1, to the nearest of these, of which there is one at least.
    ///
    /// An image is described by the means of its blocks of pixels, scaled so that they are coordinates in an orthonormal basis,
    /// and by the norm of what they leave out. Two such descriptions are never further apart than the images, so most of these
    /// are ruled out unseen.
    pub(in crate::metrics) fn nearest(&self, train: &Split, images: &[f32]) -> Vec<f32> {
        let short = self.short.get_or_init(|| {
            let indices = self.indices.iter();
            let all = indices.flat_map(|&index| {
                let pixels: Vec<f32> = (train.image(index as usize).iter())
                    .map(|&pixel| unit(pixel))
                    .collect();
                describe(&pixels)
            });
            Points::new(all.collect(), SHORT)
        });
        let images: Vec<&[f32]> = images.chunks_exact(PIXELS).collect();
        let asked = images.iter().flat_map(|image| describe(image)).collect();
        let asked = Points::new(asked, SHORT);
        let mut nearest = Vec::with_capacity(images.len());
        asked.squared_distances(0, images.len(), short, &mut |i, bounds| {
            let squared = |at: usize, limit: f32| {
                let index = self.indices[at] as usize;
                squared_distance(images[i], train.image(index), limit)
            };
            let likely = (0..bounds.len()).min_by(|&a, &b| bounds[a].total_cmp(&bounds[b]));
            let mut least = squared(likely.unwrap_or_default(), f32::INFINITY);
            for (at, bound) in bounds.iter().enumerate() {
                if bound - SLACK < least {
                    least = least.min(squared(at, least));
                }
            }
            nearest.push(least.sqrt());
        });
        nearest
    }
}

/// The short description of an image `[784]`.
fn describe(pixels: &[f32]) -> [f32; SHORT] {
    let mut sums = [0f64; SHORT];
    let mut whole = 0.0;
    for (row, values) in pixels.chunks_exact(SIDE).enumerate() {
        for (block, values) in values.chunks_exact(BLOCK).enumerate() {
            for value in values.iter().map(|&value| f64::from(value)) {
                sums[row / BLOCK * BLOCKS + block] += value / BLOCK as f64;
                whole += value * value;
            }
        }
    }
    let described: f64 = sums.iter().map(|sum| sum * sum).sum();
    sums[SHORT - 1] = (whole - described).max(0.0).sqrt();
    sums.map(|sum| sum as f32)
}

/// Between pixels from 0 to 1 and from 0 to 255; any larger number once that is above the limit.
fn squared_distance(image: &[f32], other: &[u8], limit: f32) -> f32 {
    const ROWS: usize = 4 * SIDE;
    let mut sum = 0.0;
    for (image, other) in image.chunks_exact(ROWS).zip(other.chunks_exact(ROWS)) {
        let pairs = image.iter().zip(other);
        let squares = pairs.map(|(pixel, other)| (pixel - unit(*other)).powi(2));
        sum += squares.sum::<f32>();
        if sum > limit {
            break;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::idx;
    use crate::random::{Purpose, shuffle, stream, uniform_unit};

    /// Smooth pictures, as digits are, in which most of what is different lies in the blocks' means, and rough ones.
    fn images(count: usize, rough: f32, seed: u64) -> Vec<f32> {
        let mut rng = stream(seed, Purpose::Noise, 0);
        let mut all = Vec::new();
        for _ in 0..count {
            let knots = uniform_unit(&mut rng, 2);
            let noise = uniform_unit(&mut rng, PIXELS);
            all.extend((0..PIXELS).map(|at| {
                let (x, y) = ((at % SIDE) as f32 / 28.0, (at / SIDE) as f32 / 28.0);
                let smooth = (-30.0 * ((x - knots[0]).powi(2) + (y - knots[1]).powi(2))).exp();
                let value = (1.0 - rough) * smooth + rough * noise[at];
                (value * 255.0).round() / 255.0
            }));
        }
        all
    }

    #[test]
    fn the_nearest_is_that_of_a_search_of_all_pixels_of_all() {
        for rough in [0.0, 0.2, 1.0] {
            let (train, asked) = (images(300, rough, 1), images(40, rough, 2));
            let bytes: Vec<u8> = train.iter().map(|x| (x * 255.0).round() as u8).collect();
            let mut split = Split::new(300);
            let files = (idx::write_images(&bytes), idx::write_labels(&[0; 300]));
            split.append(&files.0, &files.1).unwrap();
            let mut indices: Vec<u32> = (0..300).collect();
            shuffle(&mut stream(0, Purpose::Order, 0), &mut indices);
            indices.truncate(200);
            let known = TrainingImages::new(indices.clone().into());
            let found = known.nearest(&split, &asked);
            for (image, found) in asked.chunks_exact(PIXELS).zip(found) {
                let distance = |index: &u32| {
                    let other = train[*index as usize * PIXELS..].iter();
                    let squares = image
                        .iter()
                        .zip(other)
                        .map(|(x, y)| f64::from(x - y).powi(2));
                    squares.sum::<f64>().sqrt()
                };
                let expected = indices.iter().map(distance).fold(f64::INFINITY, f64::min);
                assert!(
                    (f64::from(found) - expected).abs() < 1e-5,
                    "{found}, {expected}"
                );
            }
            // An image that was learnt by heart is at no distance at all.
            let copies: Vec<f32> = indices[..3]
                .iter()
                .flat_map(|&index| train[index as usize * PIXELS..][..PIXELS].to_vec())
                .collect();
            assert_eq!(known.nearest(&split, &copies), [0.0; 3]);
        }
    }
}
