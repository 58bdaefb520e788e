//! What needs no model: the image averaged with the nearest training image of the wanted digit.

use crate::dataset::{MnistDataset, NearestSearch, PIXELS, unit};
use crate::model::CLASSES;

/// Weights of the other image that are tried, from the least.
pub const WEIGHTS: usize = 32;

/// Images on their way to others.
#[derive(Debug, Default)]
pub struct Average {
    /// `[n * 784]`; an image's own pixels where there is no other.
    others: Vec<f32>,
    digits: usize,
    weights: usize,
    /// Weight and picture of each image whose classifier has changed its mind.
    found: Vec<Option<Vec<f32>>>,
}

impl Average {
    /// How much of it is done, 0 to 1.
    pub fn share(&self) -> f64 {
        (self.digits + self.weights) as f64 / (CLASSES + WEIGHTS) as f64
    }

    /// Looks for the training images, at `indices`, of one more digit that are nearest to images `[n * 784]`; says whether that was the last.
    pub fn look(
        &mut self,
        images: &[f32],
        wanted: &[u8],
        (dataset, indices): (&MnistDataset, &[u32]),
    ) -> bool {
        if self.others.is_empty() {
            self.others = images.to_vec();
            self.found = vec![None; wanted.len()];
        }
        let digit = self.digits as u8;
        let train = &dataset.train;
        let asked: Vec<usize> = (0..wanted.len())
            .filter(|&at| wanted[at] == digit)
            .collect();
        let of_digit = indices.iter().copied();
        let of_digit = of_digit.filter(|&index| train.label(index as usize) == digit);
        if !asked.is_empty() {
            let search = NearestSearch::new(of_digit.collect());
            let pixels = |&at: &usize| &images[at * PIXELS..(at + 1) * PIXELS];
            let pixels: Vec<f32> = asked.iter().flat_map(pixels).copied().collect();
            let found = search.nearest_indices(train, &pixels).unwrap_or_default();
            for (at, index) in asked.into_iter().zip(found) {
                let other = train.image(index as usize).map(unit);
                let to = self.others[at * PIXELS..(at + 1) * PIXELS].iter_mut();
                to.zip(other).for_each(|(to, pixel)| *to = pixel);
            }
        }
        self.digits += 1;
        self.digits == CLASSES
    }

    /// The images at the next weight, `[n * 784]`.
    pub fn next(&self, images: &[f32]) -> Vec<f32> {
        let weight = (self.weights + 1) as f32 / WEIGHTS as f32;
        let pairs = images.iter().zip(&self.others);
        pairs
            .map(|(image, other)| image + weight * (other - image))
            .collect()
    }

    /// Keeps those pictures of which the classifier is told to have changed its mind for the first time; says whether these were the last.
    pub fn note(&mut self, pictures: &[f32], changed: impl Fn(usize) -> bool) -> bool {
        let pictures = pictures.chunks_exact(PIXELS);
        for (at, (picture, found)) in pictures.zip(&mut self.found).enumerate() {
            if found.is_none() && changed(at) {
                *found = Some(picture.to_vec());
            }
        }
        self.weights += 1;
        self.weights == WEIGHTS
    }

    /// The picture of each image, `[n * 784]`: the other image itself where the classifier never changed its mind.
    pub fn into_pictures(self) -> Vec<f32> {
        let others = self.others.chunks_exact(PIXELS);
        let pairs = self.found.into_iter().zip(others);
        pairs
            .flat_map(|(found, other)| found.unwrap_or_else(|| other.to_vec()))
            .collect()
    }
}
