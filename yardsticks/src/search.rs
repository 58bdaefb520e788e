//! The nearest of many images.

use crate::data::unit;
use crate::points::Points;
use crate::{Data, PIXELS, SIDE};

/// Training images that are compared together: their values are 3 MB.
const BLOCK: usize = 1_000;
/// Blocks of a part of the search.
const BLOCKS: usize = 10;
/// So many pairs of a block are looked at one by one. Where more are left, images of which more than [`MANY`] are left are compared with
/// all by a matrix product from then on, which takes less time for them together.
const PAIRS: usize = 20_000;
const MANY: usize = BLOCK / 16;
/// Values that are looked at together.
const LANES: usize = 8;

/// What rounding adds to a squared distance that is computed from a product, at most: `784 eps |a| |b|`, twice, and the norms are 28
/// at most.
const SLACK: f32 = 0.1;

/// Pixels of the side of a square whose mean stands for it in a small image.
const SQUARE: usize = 2;
const SMALL: usize = (SIDE / SQUARE) * (SIDE / SQUARE);

/// For some images, the nearest of those that a model was trained on.
///
/// Small images of 14 x 14 are compared first: by Cauchy and Schwarz, four times the squared difference of two means of four pixels is at
/// most the squared distance of these pixels, so what is too far there is too far. Of digits one in a thousand is left, which is looked at
/// pixel by pixel. Of noise all are left, since its squares have nearly the same mean: distances of such images come from a product over
/// all pixels, as `|a|^2 + |b|^2 - 2 a b`, and those that may be the least are computed once more. That takes as long for any image.
#[derive(Clone, Debug)]
pub(crate) struct Search {
    images: Points,
    /// Images that are compared by small ones, and these.
    few: Vec<usize>,
    small: Points,
    /// Those of which too many were left.
    many: Vec<usize>,
    /// Of each image the least squared distance so far.
    least: Vec<f32>,
    /// Training images that have been compared.
    compared: usize,
}

impl Search {
    /// For images `[n * 784]`, 0 to 1.
    pub(crate) fn new(images: &[f32]) -> Self {
        let images = Points::new(images.to_vec(), PIXELS);
        let few: Vec<usize> = (0..images.len()).collect();
        Self {
            small: small_images(&images, &few),
            least: vec![f32::INFINITY; images.len()],
            images,
            few,
            many: Vec::new(),
            compared: 0,
        }
    }

    /// Compares with some more of the training images, and says whether these were the last.
    pub(crate) fn advance(&mut self, data: Data) -> bool {
        let end = data.chosen.len().min(self.compared + BLOCKS * BLOCK);
        for chosen in data.chosen[self.compared..end].chunks(BLOCK) {
            let others: Vec<&[u8]> = (chosen.iter())
                .map(|&at| data.train_image(at as usize))
                .collect();
            if self.compared == 0 {
                // Nothing is too far yet.
                self.look_at_all(&self.few.clone(), &others);
            } else {
                self.look_at_few(&others);
                self.look_at_all(&self.many.clone(), &others);
            }
            self.compared += chosen.len();
        }
        end == data.chosen.len()
    }

    /// Compares by small images, and looks at those that are left. Images of which too many are join those that are compared by all pixels.
    fn look_at_few(&mut self, others: &[&[u8]]) {
        let near = self.near(others);
        let pairs: usize = near.iter().map(Vec::len).sum();
        let most = if pairs > PAIRS { MANY } else { BLOCK };
        let before = self.many.len();
        for (&i, mut near) in self.few.iter().zip(near) {
            if near.len() > most {
                self.many.push(i);
                continue;
            }
            // After the likeliest most others are too far.
            near.sort_unstable_by(|(a, _), (b, _)| a.total_cmp(b));
            for (bound, at) in near {
                if bound >= self.least[i] + SLACK {
                    break;
                }
                let exact = squared_distance(self.images.point(i), others[at], unit);
                self.least[i] = self.least[i].min(exact);
            }
        }
        if self.many.len() > before {
            let many = &self.many[before..];
            self.few.retain(|i| !many.contains(i));
            self.small = small_images(&self.images, &self.few);
        }
    }

    /// Of each image that is compared by small ones, those that may be nearer than the nearest so far, with what their squared distance is
    /// at least.
    fn near(&self, others: &[&[u8]]) -> Vec<Vec<(f32, usize)>> {
        let small = others.iter().copied().flat_map(small_image).collect();
        let others = Points::new(small, SMALL);
        let mut all = vec![Vec::new(); self.few.len()];
        let rows = self.small.len();
        (self.small).squared_distances(0, rows, &others, &mut |row, bounds| {
            let limit = self.least[self.few[row]] + SLACK;
            for (first, some) in (0..).step_by(LANES).zip(bounds.chunks(LANES)) {
                // Nearly always there is none.
                if some.iter().fold(false, |any, &bound| any | (bound < limit)) {
                    let some = some.iter().copied().zip(first..);
                    all[row].extend(some.filter(|(bound, _)| *bound < limit));
                }
            }
        });
        all
    }

    /// Compares some of the images by all their pixels.
    fn look_at_all(&mut self, some: &[usize], others: &[&[u8]]) {
        if some.is_empty() {
            return;
        }
        let Self { images, least, .. } = self;
        let pixels = others.iter().copied().flatten();
        let others = Points::new(pixels.map(|&pixel| unit(pixel)).collect(), PIXELS);
        let asked = some.iter().flat_map(|&i| images.point(i)).copied();
        let asked = Points::new(asked.collect(), PIXELS);
        asked.squared_distances(0, asked.len(), &others, &mut |row, distances| {
            let i = some[row];
            for (at, &distance) in distances.iter().enumerate() {
                if distance < least[i] + SLACK {
                    let exact = squared_distance(images.point(i), others.point(at), |value| value);
                    least[i] = least[i].min(exact);
                }
            }
        });
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

/// The square in which a pixel lies.
const fn square(pixel: usize) -> usize {
    let (y, x) = (pixel / SIDE / SQUARE, pixel % SIDE / SQUARE);
    y * (SIDE / SQUARE) + x
}

/// Of each square twice the mean.
fn small_images(images: &Points, some: &[usize]) -> Points {
    let small = some.iter().flat_map(|&i| {
        let mut sums = [0.0; SMALL];
        for (at, pixel) in images.point(i).iter().enumerate() {
            sums[square(at)] += pixel;
        }
        sums.map(|sum| sum / SQUARE as f32)
    });
    Points::new(small.collect(), SMALL)
}

/// The same of bytes as pixels, 0 to 1: squared distances of these are at most those of the images.
fn small_image(image: &[u8]) -> [f32; SMALL] {
    let mut sums = [0u32; SMALL];
    for (y, row) in image.chunks_exact(SIDE).enumerate() {
        let (row, _) = row.as_chunks::<SQUARE>();
        for (sum, pixels) in sums[y / SQUARE * (SIDE / SQUARE)..].iter_mut().zip(row) {
            *sum += pixels.iter().copied().map(u32::from).sum::<u32>();
        }
    }
    sums.map(|sum| sum as f32 / (255 * SQUARE) as f32)
}

/// In sums side by side, which a processor adds to at once.
fn squared_distance<T: Copy>(image: &[f32], other: &[T], value: impl Fn(T) -> f32) -> f32 {
    let ((image, _), (other, _)) = (image.as_chunks::<LANES>(), other.as_chunks::<LANES>());
    let mut sums = [0.0; LANES];
    for (image, other) in image.iter().zip(other) {
        for ((sum, &x), &y) in sums.iter_mut().zip(image).zip(other) {
            *sum += (x - value(y)).powi(2);
        }
    }
    sums.iter().sum()
}

// An image has no rest.
const _: () = assert!(PIXELS.is_multiple_of(LANES));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::uniform;

    /// Smooth pictures, as digits are, and rough ones.
    fn blurs(count: usize, rough: f32, seed: u64) -> Vec<f32> {
        let mut all = Vec::new();
        for image in 0..count as u64 {
            let values = uniform(100_000 * seed + image, 2 + PIXELS);
            all.extend((0..PIXELS).map(|at| {
                let (x, y) = ((at % 28) as f32 / 28.0, (at / 28) as f32 / 28.0);
                let smooth = (-30.0 * ((x - values[0]).powi(2) + (y - values[1]).powi(2))).exp();
                let value = (1.0 - rough) * smooth + rough * values[2 + at];
                (value * 255.0).round() / 255.0
            }));
        }
        all
    }

    /// Squares of one colour each, and some noise: of these a small image says nearly all.
    fn squares(count: usize, seed: u64) -> Vec<f32> {
        let images = (0..count as u64).flat_map(|image| {
            let values = uniform(100_000 * seed + image, SMALL + PIXELS);
            let pixel = move |at| 0.8 * values[square(at)] + 0.2 * values[SMALL + at];
            (0..PIXELS).map(move |at| (pixel(at) * 255.0).round() / 255.0)
        });
        images.collect()
    }

    #[test]
    fn the_nearest_is_that_of_a_search_of_all_pixels_of_all() {
        let pairs = [0.0, 0.2, 1.0].map(|rough| (blurs(1_300, rough, 1), blurs(40, rough, 2)));
        for (train, asked) in pairs
            .into_iter()
            .chain([(squares(1_300, 1), squares(40, 2))])
        {
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
