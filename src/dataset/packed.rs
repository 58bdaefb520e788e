//! Images in a quarter of their memory: four fifths of a digit's pixels are paper, which is 0. An engine on the web holds all 70,000, and
//! WebAssembly gives no memory back.

use super::PIXELS;

/// A row of empty pixels that is shorter is kept as it is: to name it takes as much.
const SHORTEST: usize = 3;
/// More than real digits vary from one part of the data to the next.
const RESERVE: f64 = 1.02;

/// Grey images of 28x28 bytes. Each is a sequence of: how many pixels are 0, how many follow as they are, and those.
#[derive(Clone, Debug, Default)]
pub(super) struct Packed {
    bytes: Vec<u8>,
    /// Where each image ends.
    ends: Vec<usize>,
}

impl Packed {
    /// Appends images, `[n * 784]`. `expected`: how many there will be in the end.
    pub fn push(&mut self, images: &[u8], expected: usize) {
        let (images, _) = images.as_chunks::<PIXELS>();
        self.ends.reserve_exact(images.len());
        for image in images {
            pack(image, &mut self.bytes);
            self.ends.push(self.bytes.len());
        }
        // By doubling, it would take half as much again.
        let rest = expected.saturating_sub(self.ends.len());
        let each = self.bytes.len() as f64 / self.ends.len().max(1) as f64;
        let needed = (rest as f64 * each * RESERVE) as usize;
        self.bytes.reserve_exact(needed);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The pixels of image `at`.
    pub fn get(&self, at: usize) -> [u8; PIXELS] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        let mut rest = &self.bytes[start..self.ends[at]];
        let mut image = [0; PIXELS];
        let mut place = 0;
        while let [zeros, count, following @ ..] = rest {
            place += usize::from(*zeros);
            let (pixels, after) = following.split_at(usize::from(*count));
            image[place..][..pixels.len()].copy_from_slice(pixels);
            place += pixels.len();
            rest = after;
        }
        image
    }
}

fn pack(image: &[u8; PIXELS], bytes: &mut Vec<u8>) {
    let most = usize::from(u8::MAX);
    // What is not said is paper.
    let ink = image.iter().rposition(|pixel| *pixel != 0);
    let ends = ink.map_or(0, |last| last + 1);
    let mut at = 0;
    while at < ends {
        let start = at;
        while at - start < most && image[at] == 0 {
            at += 1;
        }
        let zeros = at - start;
        // Up to the last pixel of ink before a row of paper.
        let (first, mut end) = (at, at);
        while at < ends && at - first < most && at - end < SHORTEST {
            at += 1;
            if image[at - 1] != 0 {
                end = at;
            }
        }
        bytes.extend([zeros as u8, (end - first) as u8]);
        bytes.extend_from_slice(&image[first..end]);
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{Rng, RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    #[test]
    fn what_is_unpacked_is_what_was_packed() {
        let mut rng = ChaCha8Rng::seed_from_u64(0);
        // From nothing but paper to nothing but ink, and rows of every length.
        let mut all = Vec::new();
        for share in [0.0, 0.01, 0.2, 0.9, 1.0] {
            for longest in [1, 3, 40, 255, 256, 784] {
                let mut image = [0; PIXELS];
                let mut at = 0;
                while at < PIXELS {
                    let end = PIXELS.min(at + 1 + rng.next_u32() as usize % longest);
                    if rng.random_bool(share) {
                        rng.fill_bytes(&mut image[at..end]);
                    }
                    at = end;
                }
                all.push(image);
            }
        }
        all.extend([[255; PIXELS], [0; PIXELS]]);
        let mut packed = Packed::default();
        let (first, second) = all.split_at(7);
        packed.push(first.as_flattened(), all.len());
        packed.push(second.as_flattened(), all.len());
        assert_eq!(packed.len(), all.len());
        for (at, image) in all.iter().enumerate() {
            assert!(packed.get(at) == *image, "image {at}");
        }
        // At worst two bytes more for 255.
        assert!(packed.bytes.len() < all.len() * (PIXELS + 8));
    }

    #[test]
    fn paper_takes_no_memory() {
        let mut packed = Packed::default();
        packed.push(&[0; 10 * PIXELS], 10);
        assert!(packed.bytes.is_empty());
        assert_eq!(packed.get(9), [0; PIXELS]);
    }
}
