//! Images that are judged, and those that they are compared with.

use crate::{Error, ErrorKind, PIXELS, Result};
use std::ops::Range;

/// A pixel of a file, 0 to 255, as models have it, 0 to 1.
pub(crate) fn unit(pixel: u8) -> f32 {
    f32::from(pixel) / 255.0
}

/// Images, and what they should show.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Images {
    /// `[n * 784]`, 0 to 1.
    pub pixels: Vec<f32>,
    /// The digits that were asked for, `[n]`, if any were.
    pub labels: Option<Vec<u8>>,
}

impl Images {
    /// How many.
    pub fn len(&self) -> usize {
        self.pixels.len() / PIXELS
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.pixels.is_empty()
    }
}

/// The images of a data set, as bytes from 0 to 255.
#[derive(Clone, Copy, Debug)]
pub struct Data<'a> {
    /// Tells these data, with what is chosen of them, from others.
    pub id: u64,
    /// Training images, `[n * 784]`.
    pub train: &'a [u8],
    /// The places among them of those that a model is trained on.
    pub chosen: &'a [u32],
    /// Test images, `[m * 784]`.
    pub test: &'a [u8],
    /// The digits that these show, `[m]`.
    pub test_labels: &'a [u8],
}

/// Which of two halves of the test images. Every other image belongs to each: of MNIST's test images the first 5,000 are easier
/// than the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// The first, the third and so on, which are judged beside samples.
    Judged,
    /// The second, the fourth and so on, with which both are compared.
    Reference,
}

impl<'a> Data<'a> {
    /// Training images there are.
    pub fn train_len(&self) -> usize {
        self.train.len() / PIXELS
    }

    /// A training image, `[784]`.
    pub(crate) fn train_image(&self, at: usize) -> &'a [u8] {
        &self.train[at * PIXELS..(at + 1) * PIXELS]
    }

    /// How many real images stand beside so many samples, of each half: as many, or all there are.
    pub fn real_count(&self, samples: usize) -> usize {
        samples.min(self.test.len() / PIXELS / 2)
    }

    /// Which training images choose a metric's constants: of the last sixth the first 1,000 (of MNIST's the first 1,000 of the last
    /// 10,000, as in Goodfellow et al., 2014).
    ///
    /// # Errors
    /// `no-data` when there are not two training images.
    pub(crate) fn held_out(&self) -> Result<Range<usize>> {
        let train = self.train_len();
        if train < 2 {
            return Err(Error::new(
                ErrorKind::NoData,
                format!("Two training images are needed, one to hold out; there are {train}."),
            ));
        }
        let last = (train / 6).max(1);
        let start = train - last;
        Ok(start..start + last.min(1_000))
    }

    /// The first `n` training images, or as many as there are before those that are [held out](Self::held_out): real images that are apart
    /// from these and from the test images.
    pub(crate) fn apart(&self, n: usize) -> Result<Vec<f32>> {
        Ok(units(self.train, 0..n.min(self.held_out()?.start)))
    }

    /// Real images beside so many samples, with labels where the samples have some.
    pub fn real(&self, half: Half, samples: usize, labelled: bool) -> Images {
        let first = usize::from(half == Half::Reference);
        let places = (0..self.real_count(samples)).map(|at| 2 * at + first);
        let pixels = places
            .clone()
            .flat_map(|at| &self.test[at * PIXELS..(at + 1) * PIXELS]);
        Images {
            pixels: pixels.map(|&pixel| unit(pixel)).collect(),
            labels: labelled.then(|| places.map(|at| self.test_labels[at]).collect()),
        }
    }
}

/// Images of this range, as values 0 to 1.
pub(crate) fn units(images: &[u8], range: Range<usize>) -> Vec<f32> {
    let images = &images[range.start * PIXELS..range.end * PIXELS];
    images.iter().map(|&pixel| unit(pixel)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_out_follows_from_what_there_is() {
        let held_out = |train| {
            let images = vec![0; train * PIXELS];
            let data = Data {
                id: 0,
                train: &images,
                chosen: &[],
                test: &[],
                test_labels: &[],
            };
            data.held_out().map_err(|error| error.kind)
        };
        assert_eq!(held_out(60_000), Ok(50_000..51_000));
        assert_eq!(held_out(2_000), Ok(1_667..2_000));
        assert_eq!(held_out(3), Ok(2..3));
        assert_eq!(held_out(2), Ok(1..2));
        assert_eq!(held_out(1), Err(ErrorKind::NoData));
    }
}
