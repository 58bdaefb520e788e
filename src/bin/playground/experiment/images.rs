//! Images of an experiment, outside a data set.

use generative_playground::Result;
use generative_playground::dataset::{PIXELS, Split, idx};

/// Images with labels: pixels `[n * 784]`, 0 to 255, and digits `[n]`.
#[derive(Clone, Debug, Default)]
pub struct Images {
    /// `[n * 784]`
    pub pixels: Vec<u8>,
    /// `[n]`
    pub labels: Vec<u8>,
}

impl Images {
    /// Those at these places of a split.
    pub fn of(split: &Split, places: &[u32]) -> Self {
        let mut some = Self::default();
        for &place in places {
            let at = place as usize;
            some.push(&split.image(at), split.label(at));
        }
        some
    }

    /// The same as a split.
    ///
    /// # Errors
    /// None with a label an image.
    pub fn split(&self) -> Result<Split> {
        let mut split = Split::new(self.len());
        split.append(
            &idx::write_images(&self.pixels),
            &idx::write_labels(&self.labels),
        )?;
        Ok(split)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    fn push(&mut self, image: &[u8], label: u8) {
        self.pixels.extend_from_slice(image);
        self.labels.push(label);
    }

    /// The images at these places.
    pub fn at(&self, places: &[u32]) -> Self {
        let mut some = Self::default();
        for &place in places {
            let at = place as usize;
            some.push(
                &self.pixels[at * PIXELS..(at + 1) * PIXELS],
                self.labels[at],
            );
        }
        some
    }

    /// Others behind them.
    pub fn append(&mut self, mut other: Self) {
        self.pixels.append(&mut other.pixels);
        self.labels.append(&mut other.labels);
    }
}
