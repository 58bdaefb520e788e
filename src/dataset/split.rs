//! One half of a data set, as its files arrive.

use super::hash::SplitHash;
use super::packed::Packed;
use super::{PIXELS, Share, idx};
use crate::error::{Error, ErrorCode, Result};

/// A pixel of a file, 0 to 255, as models and recipes have it, 0 to 1.
pub fn unit(pixel: u8) -> f32 {
    f32::from(pixel) / 255.0
}

/// Images and labels, filled from the front as files arrive; or a [`Share`] of them.
#[derive(Clone, Debug)]
pub struct Split {
    images: Packed,
    labels: Vec<u8>,
    expected: usize,
    hash: SplitHash,
    /// The places of the images of a share, ascending; none where all from the front on are there.
    places: Option<Vec<u32>>,
}

impl Split {
    /// An empty split that will hold `expected` images once all files are there. It takes their memory when the first arrives: many
    /// an engine never sees one.
    pub fn new(expected: usize) -> Self {
        Self {
            images: Packed::default(),
            labels: Vec::new(),
            expected,
            hash: SplitHash::default(),
            places: None,
        }
    }

    /// Holds these images in place of what was there. Of [`share`](Self::share), [`image`](Self::image) and [`label`](Self::label)
    /// they are what the whole split would answer; everything else takes the split for incomplete.
    ///
    /// # Errors
    /// `bad-input` where they do not belong together.
    pub fn hold(&mut self, share: Share) -> Result<()> {
        share.check()?;
        self.images = Packed::default();
        self.images.push(&share.images, 0);
        self.labels = share.labels;
        self.places = Some(share.indices);
        Ok(())
    }

    /// Whether a share of the images is there.
    pub fn is_share(&self) -> bool {
        self.places.is_some()
    }

    /// Where the image `index` is, if it is there.
    fn position(&self, index: usize) -> Option<usize> {
        match &self.places {
            None => (index < self.labels.len()).then_some(index),
            Some(places) => places.binary_search(&(index as u32)).ok(),
        }
    }

    /// Fails unless image `index` is there.
    ///
    /// # Errors
    /// `no-data`.
    pub fn require_image(&self, index: usize) -> Result<()> {
        match self.position(index) {
            Some(_) => Ok(()),
            None => Err(Error::new(
                ErrorCode::NoData,
                format!("Image {index} is not loaded. Wait for it, or load the data again."),
            )),
        }
    }

    /// Appends the images and labels of a pair of IDX files. Returns how many images are present now.
    ///
    /// # Errors
    /// `bad-file` when either file is damaged, they hold different numbers of images, or there would be more
    /// images than expected. The split is left as it was.
    pub fn append(&mut self, images: &[u8], labels: &[u8]) -> Result<usize> {
        let images = idx::parse_images(images)?;
        let labels = idx::parse_labels(labels)?;
        if images.len() != labels.len() * PIXELS {
            return Err(Error::new(
                ErrorCode::BadFile,
                format!(
                    "{} images came with {} labels: the files do not belong together.",
                    images.len() / PIXELS,
                    labels.len()
                ),
            ));
        }
        if self.len() + labels.len() > self.expected {
            return Err(Error::new(
                ErrorCode::BadFile,
                format!(
                    "{} images came after {}, but there are {} in all.",
                    labels.len(),
                    self.len(),
                    self.expected
                ),
            ));
        }
        self.push(images, labels);
        Ok(self.len())
    }

    /// Appends images, `[n * 784]`, and their labels, `[n]`, of which there is room for.
    pub(crate) fn push(&mut self, images: &[u8], labels: &[u8]) {
        self.hash.add(images, labels);
        let room = self.expected.saturating_sub(self.len());
        self.labels.reserve_exact(room);
        self.images.push(images, self.expected);
        self.labels.extend_from_slice(labels);
    }

    /// Images present.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether no image is present yet.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Images there will be once all files have arrived.
    pub fn expected(&self) -> usize {
        self.expected
    }

    /// Whether all images are present.
    pub fn is_complete(&self) -> bool {
        !self.is_share() && self.len() == self.expected
    }

    /// A hash of the images and labels that are present, whichever way they arrived.
    pub fn hash(&self) -> u64 {
        self.hash.value()
    }

    /// The pixels of all images that are present, `[n * 784]`, 0 to 255.
    pub fn images(&self) -> Vec<u8> {
        let mut pixels = Vec::with_capacity(self.images.len() * PIXELS);
        for at in 0..self.images.len() {
            pixels.extend(self.images.get(at));
        }
        pixels
    }

    /// Their labels, `[n]`.
    pub fn all_labels(&self) -> &[u8] {
        &self.labels
    }

    /// The pixels of image `index`, `[784]`, 0 to 255. It must be there: [`require_image`](Self::require_image).
    pub fn image(&self, index: usize) -> [u8; PIXELS] {
        self.images.get(self.there(index))
    }

    /// The label of image `index`, which must be there.
    pub fn label(&self, index: usize) -> u8 {
        self.labels[self.there(index)]
    }

    fn there(&self, index: usize) -> usize {
        self.position(index)
            .expect("images are required before they are looked at")
    }

    /// Pixels of `count` images from `start`, as values 0 to 1, `[count * 784]`.
    ///
    /// # Errors
    /// `no-data` when some of them are not there.
    pub fn pixels(&self, start: usize, count: usize) -> Result<Vec<f32>> {
        self.require(start.saturating_add(count))?;
        let mut pixels = Vec::with_capacity(count * PIXELS);
        for at in start..start + count {
            pixels.extend(self.images.get(at).map(unit));
        }
        Ok(pixels)
    }

    /// Labels of `count` images from `start`.
    ///
    /// # Errors
    /// `no-data` when some of them are not there.
    pub fn labels(&self, start: usize, count: usize) -> Result<&[u8]> {
        self.require(start.saturating_add(count))?;
        Ok(&self.labels[start..start + count])
    }

    /// Fails unless the first `count` images are present.
    ///
    /// # Errors
    /// `no-data`: they are still to come, or there are no more.
    pub fn require(&self, count: usize) -> Result<()> {
        if count <= self.len() && !self.is_share() {
            return Ok(());
        }
        let why = if self.is_complete() {
            format!(
                "There are {} images, and {count} were asked for. Ask for fewer.",
                self.expected
            )
        } else {
            format!(
                "{count} images are needed and {} of {} are loaded. Wait for the rest, or load the data again.",
                self.len(),
                self.expected
            )
        };
        Err(Error::new(ErrorCode::NoData, why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(count: u32, value: u8) -> (Vec<u8>, Vec<u8>) {
        let mut images: Vec<u8> = [0x803, count, 28, 28]
            .iter()
            .flat_map(|w: &u32| w.to_be_bytes())
            .collect();
        images.resize(16 + count as usize * PIXELS, value);
        let mut labels: Vec<u8> = [0x801, count]
            .iter()
            .flat_map(|w: &u32| w.to_be_bytes())
            .collect();
        labels.resize(8 + count as usize, value % 10);
        (images, labels)
    }

    #[test]
    fn parts_append_in_order() {
        let mut split = Split::new(3);
        let (images, labels) = files(2, 255);
        assert_eq!(split.append(&images, &labels).unwrap(), 2);
        let (images, labels) = files(1, 51);
        assert_eq!(split.append(&images, &labels).unwrap(), 3);
        assert_eq!(
            split.pixels(1, 2).unwrap()[PIXELS - 1..PIXELS + 1],
            [1.0, 0.2]
        );
        assert_eq!(split.labels(0, 3).unwrap(), [5, 5, 1]);
    }

    #[test]
    fn a_refused_part_changes_nothing() {
        let mut split = Split::new(2);
        let (images, labels) = files(2, 1);
        let (more_images, more_labels) = files(3, 1);
        assert!(
            split
                .append(&images, &more_labels)
                .unwrap_err()
                .message
                .contains("do not belong together")
        );
        assert!(
            split
                .append(&more_images, &more_labels)
                .unwrap_err()
                .message
                .contains("2 in all")
        );
        assert!(split.append(&images[..700], &labels).is_err());
        assert!(split.is_empty());
        assert_eq!(split.pixels(0, 1).unwrap_err().code, ErrorCode::NoData);
        assert_eq!(split.append(&images, &labels).unwrap(), 2);
    }
}
