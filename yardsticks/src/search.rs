//! The nearest of many images.

use crate::data::unit;
use crate::points::Points;
use crate::{Data, PIXELS};

/// Training images that are compared together: their values are 3 MB.
const BLOCK: usize = 1_000;
/// Blocks of a part of the search.
const BLOCKS: usize = 10;

/// What rounding adds to a squared distance that is computed from a product, at most: `784 eps |a| |b|`, twice, and the norms are 28
/// at most.
const SLACK: f32 = 0.1;

/// For some images, the nearest of those that a model was trained on. It takes as long for noise as for digits: all distances
/// come from matrix products, as `|a|^2 + |b|^2 - 2 a b`, and those that may be the least are computed once more, exactly.
#[derive(Clone, Debug)]
pub(crate) struct Search {
    images: Points,
    /// Of each image the least squared distance so far.
    least: Vec<f32>,
    /// Training images that have been compared.
    compared: usize,
}

impl Search {
    /// For images `[n * 784]`, 0 to 1.
    pub(crate) fn new(images: &[f32]) -> Self {
        Self {
            images: Points::new(images.to_vec(), PIXELS),
            least: vec![f32::INFINITY; images.len() / PIXELS],
            compared: 0,
        }
    }

    /// Compares with some more of the training images, and says whether these were the last.
    pub(crate) fn advance(&mut self, data: Data) -> bool {
        let end = data.chosen.len().min(self.compared + BLOCKS * BLOCK);
        for chosen in data.chosen[self.compared..end].chunks(BLOCK) {
            let mut pixels = vec![0.0; chosen.len() * PIXELS];
            for (values, &at) in pixels.chunks_exact_mut(PIXELS).zip(chosen) {
                for (value, &pixel) in values.iter_mut().zip(data.train_image(at as usize)) {
                    *value = unit(pixel);
                }
            }
            let others = Points::new(pixels, PIXELS);
            let Self { images, least, .. } = self;
            images.squared_distances(0, images.len(), &others, &mut |i, distances| {
                for (at, &distance) in distances.iter().enumerate() {
                    if distance < least[i] + SLACK {
                        let exact = squared_distance(images.point(i), others.point(at));
                        least[i] = least[i].min(exact);
                    }
                }
            });
        }
        self.compared = end;
        end == data.chosen.len()
    }

    /// The share of the training images that has been compared.
    pub(crate) fn share(&self, data: Data) -> f64 {
        self.compared as f64 / data.chosen.len().max(1) as f64
    }

    /// The Euclidean distance of each image to the nearest that it was compared with; infinite where there was none.
    pub(crate) fn distances(&self) -> Vec<f32> {
        self.least.iter().map(|square| square.sqrt()).collect()
    }
}

fn squared_distance(image: &[f32], other: &[f32]) -> f32 {
    let pairs = image.iter().zip(other);
    pairs.map(|(pixel, other)| (pixel - other).powi(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::uniform;

    /// Smooth pictures, as digits are, and rough ones.
    fn images(count: usize, rough: f32, seed: u64) -> Vec<f32> {
        let mut all = Vec::new();
        for image in 0..count as u64 {
            let values = uniform(1_000 * seed + image, 2 + PIXELS);
            all.extend((0..PIXELS).map(|at| {
                let (x, y) = ((at % 28) as f32 / 28.0, (at / 28) as f32 / 28.0);
                let smooth = (-30.0 * ((x - values[0]).powi(2) + (y - values[1]).powi(2))).exp();
                let value = (1.0 - rough) * smooth + rough * values[2 + at];
                (value * 255.0).round() / 255.0
            }));
        }
        all
    }

    #[test]
    fn the_nearest_is_that_of_a_search_of_all_pixels_of_all() {
        for rough in [0.0, 0.2, 1.0] {
            let (train, asked) = (images(1_300, rough, 1), images(40, rough, 2));
            let bytes: Vec<u8> = train.iter().map(|x| (x * 255.0).round() as u8).collect();
            // Some of them, in another order, and more than a block.
            let chosen: Vec<u32> = (0..1_200).map(|at| at * 7 % 1_300).collect();
            let data = |chosen| Data {
                id: 0,
                train: &bytes,
                chosen,
                test: &[],
                test_labels: &[],
            };
            let nearest = |chosen, images: &[f32]| {
                let mut search = Search::new(images);
                while !search.advance(data(chosen)) {}
                search.distances()
            };
            let found = nearest(&chosen, &asked);
            for (image, found) in asked.chunks_exact(PIXELS).zip(found) {
                let distance = |index: &u32| {
                    let other = train[*index as usize * PIXELS..].iter();
                    let squares = image
                        .iter()
                        .zip(other)
                        .map(|(x, y)| f64::from(x - y).powi(2));
                    squares.sum::<f64>().sqrt()
                };
                let expected = chosen.iter().map(distance).fold(f64::INFINITY, f64::min);
                assert!(
                    (f64::from(found) - expected).abs() < 1e-5,
                    "{found}, {expected}"
                );
            }
            // An image that was learnt by heart is at no distance at all.
            let copies: Vec<f32> = chosen[..3]
                .iter()
                .flat_map(|&index| train[index as usize * PIXELS..][..PIXELS].to_vec())
                .collect();
            assert_eq!(nearest(&chosen, &copies), [0.0; 3]);
            assert_eq!(nearest(&[], &copies), [f32::INFINITY; 3]);
        }
    }
}
