//! What is known of a data set beside its images.

use std::borrow::Cow;
use std::fmt;

/// The name of data that are none of [`SPECS`] and have not been given one.
pub const OWN: &str = "own data";

/// A data set: its name, its form and how it is known again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatasetSpec {
    /// That of one of [`SPECS`], or what whoever gave the images calls them, or [`OWN`].
    pub name: Cow<'static, str>,
    /// Channels, height and width of an image.
    pub shape: [usize; 3],
    /// Labels go from 0 to one less. Images without labels are all of one class.
    pub classes: usize,
    /// Training images.
    pub train: usize,
    /// Test images.
    pub test: usize,
    /// Hash of all pixels and labels; none where it is not known, because not all have arrived.
    pub hash: Option<u64>,
    /// Where the parts end in which the page receives the training images; the last ends with them.
    ///
    /// The first epoch goes through them part by part, shuffled within each, so that training can start when the first
    /// part is there and yet gives the same result on every connection, and natively. MNIST's own order is already
    /// mixed, so the parts are alike. Later epochs are shuffled as a whole.
    pub part_ends: &'static [usize],
}

/// Every data set that is known by name. One more of the same shape is one more entry; `cargo xtask data` packs the parts
/// that the page loads.
pub const SPECS: &[DatasetSpec] = &[DatasetSpec {
    name: Cow::Borrowed("mnist"),
    shape: [1, 28, 28],
    classes: 10,
    train: 60_000,
    test: 10_000,
    hash: Some(0xe432_0c9a_853c_511b),
    part_ends: &[4_096, 16_384],
}];

impl DatasetSpec {
    /// MNIST: LeCun, Bottou, Bengio and Haffner, "Gradient-Based Learning Applied to Document Recognition" (1998).
    pub fn mnist() -> &'static Self {
        &SPECS[0]
    }

    /// The data set of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        SPECS.iter().find(|spec| spec.name == name)
    }

    /// Data of MNIST's form that are known by nothing but their number.
    pub fn own(train: usize, test: usize) -> Self {
        Self {
            name: Cow::Borrowed(OWN),
            train,
            test,
            hash: None,
            ..Self::mnist().clone()
        }
    }

    /// Whether these are the same data; none where the hash of either is not known and nothing else tells them apart.
    pub fn is_same(&self, other: &Self) -> Option<bool> {
        if (self.shape, self.classes, self.train) != (other.shape, other.classes, other.train) {
            return Some(false);
        }
        Some(self.hash? == other.hash?)
    }
}

/// `mnist (60000 training and 10000 test images, hash ...)`
impl fmt::Display for DatasetSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name, train, test, ..
        } = self;
        write!(f, "{name} ({train} training and {test} test images, ")?;
        match self.hash {
            Some(hash) => write!(f, "hash {hash:016x})"),
            None => write!(f, "hash not known)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_decide_where_both_are_known() {
        let with = |train, hash| DatasetSpec {
            hash,
            ..DatasetSpec::own(train, 5)
        };
        let table = [
            (with(9, Some(1)), with(9, Some(1)), Some(true)),
            (with(9, Some(1)), with(9, Some(2)), Some(false)),
            (with(9, Some(1)), with(8, Some(1)), Some(false)),
            (with(9, Some(1)), with(9, None), None),
            (with(9, None), with(8, None), Some(false)),
        ];
        for (one, other, same) in table {
            assert_eq!(one.is_same(&other), same, "{one}, {other}");
            assert_eq!(other.is_same(&one), same, "{other}, {one}");
        }
    }

    #[test]
    fn every_spec_has_a_name_of_its_own_and_parts_in_order() {
        for (at, spec) in SPECS.iter().enumerate() {
            assert_eq!(DatasetSpec::named(&spec.name), Some(&SPECS[at]));
            assert_eq!(spec.shape.iter().product::<usize>(), super::super::PIXELS);
            assert!(spec.part_ends.is_sorted() && spec.hash.is_some());
            assert!(spec.part_ends.last().is_none_or(|&end| end < spec.train));
        }
    }
}
