//! The nearest of many images, exactly and without comparing all pixels of all. (For images that a model made up, which may be
//! noise, the yardsticks have a search that takes as long for noise as for digits.)

use super::{PIXELS, Split, unit};
use crate::maths::sin_cos;
use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;
use yardsticks::Points;

/// Rows and columns of an image.
const SIDE: usize = 28;
/// Frequencies that describe an image, in each direction.
const LOW: usize = 8;
/// Coordinates of a short description.
const SHORT: usize = LOW * LOW + 1;

/// What rounding adds to the distance between two short descriptions: they are vectors of up to 28 in single precision.
const SLACK: f32 = 2e-3;

/// Some images of a split, of which the nearest to others are found.
#[derive(Debug)]
pub struct NearestSearch {
    indices: Rc<[u32]>,
    /// A short description of each, made when it is first needed.
    short: OnceCell<Points>,
}

impl NearestSearch {
    /// Those of a split at these places.
    pub fn new(indices: Rc<[u32]>) -> Self {
        Self {
            indices,
            short: OnceCell::new(),
        }
    }

    /// Their places in the split.
    pub fn indices(&self) -> &Rc<[u32]> {
        &self.indices
    }

    /// The Euclidean distance of each image `[n * 784]`, 0 to 1, to the nearest of these; infinite where there is none.
    ///
    /// An image is described by its lowest frequencies and by the norm of all others together. Two such descriptions are never
    /// further apart than the images, so that most of these are ruled out unseen (Faloutsos, Ranganathan and Manolopoulos, "Fast
    /// subsequence matching in time-series databases", 1994). Of noise, which has few low frequencies, hardly any are.
    pub(crate) fn nearest(&self, train: &Split, images: &[f32]) -> Vec<f32> {
        let found = self.search(train, images, |_| None);
        found.into_iter().map(|(distance, _)| distance).collect()
    }

    /// The place in the split of the nearest of these to each image `[n * 784]`, 0 to 1; nothing where there is none.
    pub(crate) fn nearest_indices(&self, train: &Split, images: &[f32]) -> Option<Vec<u32>> {
        let found = (!self.indices.is_empty()).then(|| self.search(train, images, |_| None));
        found.map(|found| found.iter().map(|&(_, at)| self.indices[at]).collect())
    }

    /// The same for some of these images themselves, by their places among them, with the place of the nearest other each; infinite
    /// where there is no other.
    pub(crate) fn nearest_others(&self, train: &Split, places: Range<usize>) -> Vec<(f32, u32)> {
        let indices = &self.indices[places.clone()];
        let pixels = |&index: &u32| train.image(index as usize).map(unit);
        let images: Vec<_> = indices.iter().map(pixels).collect();
        let found = self.search(train, images.as_flattened(), |i| Some(places.start + i));
        found
            .into_iter()
            .map(|(distance, at)| (distance, at as u32))
            .collect()
    }

    /// The distance of each image and the place of the nearest, but for the one at the place that `except` names.
    fn search(
        &self,
        train: &Split,
        images: &[f32],
        except: impl Fn(usize) -> Option<usize>,
    ) -> Vec<(f32, usize)> {
        let count = images.len() / PIXELS;
        if self.indices.len() <= usize::from(except(0).is_some()) {
            return vec![(f32::INFINITY, 0); count];
        }
        let basis = low_frequencies();
        let short = self.short.get_or_init(|| {
            let pixels = |&index: &u32| train.image(index as usize).map(unit);
            let all = self
                .indices
                .iter()
                .flat_map(|index| describe(&pixels(index), &basis));
            Points::new(all.collect(), SHORT)
        });
        let images: Vec<&[f32]> = images.chunks_exact(PIXELS).collect();
        let asked = images.iter().flat_map(|image| describe(image, &basis));
        let asked = Points::new(asked.collect(), SHORT);
        let mut nearest = Vec::with_capacity(images.len());
        asked.squared_distances(0, images.len(), short, &mut |i, bounds| {
            let image: Vec<f32> = images[i].iter().map(|pixel| 255.0 * pixel).collect();
            let other = |at: usize| train.image(self.indices[at] as usize);
            let except = except(i);
            let mut best = least(bounds, except);
            let mut distance = squared_distance(&image, &other(best), f32::INFINITY, |_, _| {});
            for (at, bound) in bounds.iter().enumerate() {
                if bound - SLACK < distance / (255.0 * 255.0) && Some(at) != except {
                    let found = squared_distance(&image, &other(at), distance, |_, _| {});
                    if found < distance {
                        (best, distance) = (at, found);
                    }
                }
            }
            let pairs = images[i].iter().zip(other(best));
            let squares = pairs.map(|(pixel, other)| (pixel - unit(other)).powi(2));
            nearest.push((squares.sum::<f32>().sqrt(), best));
        });
        nearest
    }
}

/// The first of the least values but for this one; there is one at least.
fn least(values: &[f32], except: Option<usize>) -> usize {
    let mut least = usize::from(except == Some(0));
    for (at, value) in values.iter().enumerate() {
        if *value < values[least] && Some(at) != except {
            least = at;
        }
    }
    least
}

/// The first vectors of the orthonormal cosine transform (DCT-II) of a row or column, `[8 * 28]`.
fn low_frequencies() -> [[f64; SIDE]; LOW] {
    std::array::from_fn(|frequency| {
        let scale = if frequency == 0 { 1.0 } else { 2.0 };
        let scale = f64::sqrt(scale / SIDE as f64);
        std::array::from_fn(|at| {
            let turns = frequency as f64 * (2 * at + 1) as f64 / (4 * SIDE) as f64;
            scale * sin_cos(turns).1
        })
    })
}

/// The short description of an image `[784]`.
fn describe(pixels: &[f32], basis: &[[f64; SIDE]; LOW]) -> [f32; SHORT] {
    let mut rows = [[0.0; SIDE]; LOW];
    let mut rest = 0.0;
    for (y, row) in pixels.chunks_exact(SIDE).enumerate() {
        for (x, value) in row.iter().map(|&value| f64::from(value)).enumerate() {
            rest += value * value;
            for (sums, vector) in rows.iter_mut().zip(basis) {
                sums[x] += vector[y] * value;
            }
        }
    }
    let mut described = [0.0; SHORT];
    for (at, value) in described[..LOW * LOW].iter_mut().enumerate() {
        let pairs = rows[at / LOW].iter().zip(&basis[at % LOW]);
        let sum: f64 = pairs.map(|(sum, factor)| sum * factor).sum();
        rest -= sum * sum;
        *value = sum as f32;
    }
    described[SHORT - 1] = rest.max(0.0).sqrt() as f32;
    described
}

/// Pixels whose differences are taken together, as a processor does.
pub(crate) const LANES: usize = 16;

/// The squared distance of an image `[784]` to another, pixels from 0 to 255 both; any larger number once that is above the limit.
/// `weigh` may change the differences of pixels from a place on.
pub(crate) fn squared_distance(
    image: &[f32],
    other: &[u8],
    limit: f32,
    weigh: impl Fn(usize, &mut [f32; LANES]),
) -> f32 {
    const PART: usize = PIXELS / 7;
    let mut sum = 0.0;
    let parts = image.chunks_exact(PART).zip(other.chunks_exact(PART));
    for (part, (image, other)) in parts.enumerate() {
        let mut sums = [0.0; LANES];
        let lanes = image.chunks_exact(LANES).zip(other.chunks_exact(LANES));
        for (at, (image, other)) in lanes.enumerate() {
            let mut differences: [f32; LANES] =
                std::array::from_fn(|lane| image[lane] - f32::from(other[lane]));
            weigh(part * PART + at * LANES, &mut differences);
            for (sum, difference) in sums.iter_mut().zip(differences) {
                *sum += difference * difference;
            }
        }
        sum += sums.iter().sum::<f32>();
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

    /// Smooth pictures, as digits are, whose differences lie in low frequencies, and rough ones.
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
            let known = NearestSearch::new(indices.clone().into());
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
            let none = NearestSearch::new([].into());
            assert_eq!(none.nearest(&split, &copies), [f32::INFINITY; 3]);
        }
    }
}
