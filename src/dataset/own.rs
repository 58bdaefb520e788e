//! Images of one's own, in place of a published data set.

use super::{DatasetSpec, MnistDataset, OWN, PIXELS, Split};
use crate::error::{Error, ErrorCode, Result};
use crate::random::{Purpose, shuffle, stream};

/// Images that are taken at most: 78 MB of pixels.
pub const MOST_OWN_IMAGES: usize = 100_000;
/// Of so many images one is a test image.
const TEST_SHARE: usize = 10;
/// Labels that models know.
const MOST_CLASSES: u8 = 10;
/// Letters of a name.
const MOST_LETTERS: usize = 80;

impl MnistDataset {
    /// Training and test images from `images`, `[n * 784]`, and their `labels`, `[n]`, where there are any. Without them all are of
    /// the one class 0; with them there are as many classes as the highest label says.
    ///
    /// People put their images into an order, by label for example. So they are mixed, always in the same way, and then the first
    /// nine tenths are for training and the others, one at least, for tests: the same images give the same data set, natively and in
    /// the page.
    ///
    /// # Errors
    /// `bad-input` when pixels or labels do not go with whole images, there are fewer than two images or more than
    /// [`MOST_OWN_IMAGES`], or a label is above 9.
    pub fn own(name: &str, images: &[u8], labels: Option<&[u8]>) -> Result<Self> {
        let count = images.len() / PIXELS;
        if !images.len().is_multiple_of(PIXELS) {
            return Err(bad(format!(
                "An image is {PIXELS} bytes (28 x 28); {} bytes are no whole number of them.",
                images.len()
            )));
        }
        if !(2..=MOST_OWN_IMAGES).contains(&count) {
            return Err(bad(format!(
                "{count} images were given: 2 are needed, one to learn from and one to test with, and {MOST_OWN_IMAGES} are the most."
            )));
        }
        if let Some(labels) = labels {
            check(labels, count)?;
        }
        let mut order: Vec<u32> = (0..count as u32).collect();
        shuffle(&mut stream(0, Purpose::OwnImages, 0), &mut order);
        let (train, test) = order.split_at(count - (count / TEST_SHARE).max(1));
        let split = |places: &[u32]| {
            let mut split = Split::new(places.len());
            for place in places.iter().map(|&place| place as usize) {
                let label = labels.map_or(0, |labels| labels[place]);
                split.push(&images[place * PIXELS..][..PIXELS], &[label]);
            }
            split
        };
        let highest = labels.and_then(|labels| labels.iter().max());
        let name: String = name.trim().chars().take(MOST_LETTERS).collect();
        let name = if name.is_empty() { OWN.into() } else { name };
        let spec = DatasetSpec {
            name: name.into(),
            classes: usize::from(highest.copied().unwrap_or(0)) + 1,
            ..DatasetSpec::own(train.len(), test.len())
        };
        Ok(Self {
            train: split(train),
            test: split(test),
            expected: spec,
            doubts: Default::default(),
        })
    }
}

fn check(labels: &[u8], count: usize) -> Result<()> {
    if labels.len() != count {
        return Err(bad(format!(
            "{count} images came with {} labels: give one label an image, or none at all.",
            labels.len()
        )));
    }
    match labels.iter().position(|&label| label >= MOST_CLASSES) {
        Some(at) => Err(bad(format!(
            "Label {at} is {}; labels go from 0 to {}.",
            labels[at],
            MOST_CLASSES - 1
        ))),
        None => Ok(()),
    }
}

fn bad(message: String) -> Error {
    Error::new(ErrorCode::BadInput, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Image `i` is grey `i`.
    fn images(count: usize) -> Vec<u8> {
        (0..count)
            .flat_map(|at| [(at % 256) as u8; PIXELS])
            .collect()
    }

    #[test]
    fn every_image_is_in_one_part_with_its_label_and_a_tenth_are_test_images() {
        for (count, test) in [(2, 1), (9, 1), (20, 2), (99, 9), (250, 25)] {
            let labels: Vec<u8> = (0..count).map(|at| (at % 7) as u8).collect();
            let own = MnistDataset::own("mine", &images(count), Some(&labels)).unwrap();
            assert_eq!((own.train.len(), own.test.len()), (count - test, test));
            let mut seen = Vec::new();
            for split in [&own.train, &own.test] {
                assert!(split.is_complete());
                for at in 0..split.len() {
                    let grey = split.image(at)[0];
                    assert_eq!(split.image(at), [grey; PIXELS]);
                    assert_eq!(split.label(at), grey % 7);
                    seen.push(grey);
                }
            }
            seen.sort_unstable();
            assert!(seen.into_iter().map(usize::from).eq(0..count));
        }
    }

    #[test]
    fn sorted_images_are_mixed_and_always_in_the_same_way() {
        let labels: Vec<u8> = (0..100).map(|at| at / 50).collect();
        let own = || MnistDataset::own("mine", &images(100), Some(&labels)).unwrap();
        let ones = own().train.labels(0, 40).unwrap().iter().sum::<u8>();
        assert!((10..=30).contains(&ones), "{ones} of the first 40");
        assert_eq!(own().spec(), own().spec());
        let mut other = images(100);
        other[5_000] ^= 1;
        let other = MnistDataset::own("mine", &other, Some(&labels)).unwrap();
        assert_ne!(other.spec().hash, own().spec().hash);
    }

    #[test]
    fn the_spec_says_name_number_and_classes() {
        let spec = |name: &str, labels: Option<&[u8]>| {
            let own = MnistDataset::own(name, &images(3), labels).unwrap();
            let spec = own.spec();
            (spec.name.to_string(), spec.classes, spec.hash.is_some())
        };
        assert_eq!(spec(" runes\n", None), ("runes".into(), 1, true));
        assert_eq!(spec("", Some(&[0, 4, 1])), (OWN.into(), 5, true));
        let other = spec("mnist", None).0;
        assert_eq!(
            other, OWN,
            "a published name is not taken for what it is not"
        );
        assert_eq!(spec(&"ä".repeat(500), None).0.chars().count(), 80);
    }

    #[test]
    fn what_cannot_be_used_is_refused_with_the_reason() {
        let table: [(usize, Option<&[u8]>, &str); 6] = [
            (PIXELS * 3 - 1, None, "784 bytes"),
            (0, None, "2 are needed"),
            (PIXELS, None, "2 are needed"),
            (PIXELS * (MOST_OWN_IMAGES + 1), None, "the most"),
            (PIXELS * 2, Some(&[1]), "came with 1 labels"),
            (PIXELS * 2, Some(&[1, 10]), "Label 1 is 10"),
        ];
        for (bytes, labels, says) in table {
            let error = MnistDataset::own("mine", &vec![0; bytes], labels).unwrap_err();
            assert_eq!(error.code, ErrorCode::BadInput);
            assert!(error.message.contains(says), "{}", error.message);
        }
    }
}
