//! A hash by which data are known again. It tells two data sets apart; it does not protect against somebody who wants them
//! to look alike.
//!
//! It is FNV-1a (Fowler, Noll and Vo, <http://www.isthe.com/chongo/tech/comp/fnv/>) on words of 64 bits in place of
//! bytes, which is eight times as fast, with the upper half folded into the lower after each product, since a product alone
//! carries nothing downwards. Images and labels are hashed apart, so that the parts in which they arrive do not matter.

const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// The hash of a sequence of words.
#[derive(Clone, Copy, Debug)]
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(OFFSET_BASIS)
    }
}

impl Fnv {
    fn add(&mut self, word: u64) {
        let product = (self.0 ^ word).wrapping_mul(PRIME);
        self.0 = product ^ (product >> 32);
    }
}

/// The hash of a split's images and labels so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SplitHash {
    images: Fnv,
    labels: Fnv,
}

impl SplitHash {
    /// Adds whole images, 784 bytes each, and their labels. The bytes of an image are 98 words, little-endian on every
    /// machine.
    pub(super) fn add(&mut self, images: &[u8], labels: &[u8]) {
        let (words, rest) = images.as_chunks();
        debug_assert!(rest.is_empty(), "an image is a whole number of words");
        words
            .iter()
            .for_each(|&word| self.images.add(u64::from_le_bytes(word)));
        labels
            .iter()
            .for_each(|&label| self.labels.add(label.into()));
    }

    pub(super) fn value(&self) -> u64 {
        combined([self.images.0, self.labels.0])
    }
}

/// The hash of a text.
pub(crate) fn of_text(text: &str) -> u64 {
    let mut all = Fnv::default();
    text.bytes().for_each(|byte| all.add(byte.into()));
    all.0
}

/// The hash of an image's pixels.
pub(super) fn of_pixels(pixels: &[f32]) -> u64 {
    let mut all = Fnv::default();
    pixels
        .iter()
        .for_each(|pixel| all.add(pixel.to_bits().into()));
    all.0
}

/// One hash of two, in this order.
pub(super) fn combined(hashes: [u64; 2]) -> u64 {
    of_words(hashes)
}

/// The hash of words, in this order.
pub(crate) fn of_words(words: impl IntoIterator<Item = u64>) -> u64 {
    let mut all = Fnv::default();
    words.into_iter().for_each(|word| all.add(word));
    all.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(images: &[u8], labels: &[u8]) -> u64 {
        let mut hash = SplitHash::default();
        hash.add(images, labels);
        hash.value()
    }

    #[test]
    fn the_parts_do_not_matter_and_every_bit_does() {
        let images: Vec<u8> = (0..5 * 784).map(|at| (at * 7 % 256) as u8).collect();
        let labels = [3, 1, 4, 1, 5];
        let whole = hash(&images, &labels);
        for cut in 0..=5 {
            let mut parts = SplitHash::default();
            parts.add(&images[..cut * 784], &labels[..cut]);
            parts.add(&images[cut * 784..], &labels[cut..]);
            assert_eq!(parts.value(), whole, "cut after {cut}");
        }
        for at in [0, 7, 8, 783, 784, 3_919] {
            for bit in 0..8 {
                let mut other = images.clone();
                other[at] ^= 1 << bit;
                assert_ne!(hash(&other, &labels), whole, "byte {at}, bit {bit}");
            }
        }
        assert_ne!(hash(&images, &[3, 1, 4, 5, 1]), whole);
        let mut swapped = images.clone();
        swapped.rotate_left(784);
        assert_ne!(hash(&swapped, &labels), whole);
    }

    /// Computed by another program, so that saved runs are known again.
    #[test]
    fn the_definition_stays() {
        assert_eq!(hash(&[1, 2, 3, 4, 5, 6, 7, 8], &[9]), 0x943c_db58_3163_d08f);
    }
}
