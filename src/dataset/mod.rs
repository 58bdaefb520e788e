//! Data in memory, and the way from their bytes to a batch of tensors.

mod batcher;
mod collection;
pub mod confident;
mod doubts;
pub(crate) mod hash;
pub mod idx;
mod nearest;
mod order;
mod own;
mod packed;
mod preview;
pub mod recipe;
mod share;
mod spec;
mod split;
mod training_data;
#[cfg(not(target_family = "wasm"))]
mod unpack;

pub use batcher::MnistBatch;
pub use collection::{Collection, Part};
pub use doubts::Cleaning;
pub use nearest::NearestSearch;
pub(crate) use nearest::{LANES, squared_distance};
pub use order::{EpochOrder, images_needed};
pub use own::MOST_OWN_IMAGES;
pub use preview::Preview;
pub use recipe::Recipe;
pub use share::Share;
pub use spec::{DatasetSpec, OWN, SPECS};
pub use split::{Split, unit};
pub use training_data::TrainingData;
#[cfg(not(target_family = "wasm"))]
pub use unpack::unpack;

/// Pixels of one image, 28 x 28.
pub const PIXELS: usize = 784;

/// Training and test images of a data set of MNIST's form.
#[derive(Clone, Debug)]
pub struct MnistDataset {
    /// What models learn from.
    pub train: Split,
    /// What they are judged on.
    pub test: Split,
    expected: DatasetSpec,
    doubts: doubts::Doubts,
}

impl MnistDataset {
    /// The images of a part.
    pub fn part(&self, part: Part) -> &Split {
        match part {
            Part::Train => &self.train,
            Part::Test => &self.test,
        }
    }

    /// An empty dataset that will hold all of MNIST.
    pub fn mnist() -> Self {
        Self::expecting(DatasetSpec::mnist().clone())
    }

    /// An empty dataset that will hold this many training and test images of one's own.
    pub fn with_sizes(train: usize, test: usize) -> Self {
        Self::expecting(DatasetSpec::own(train, test))
    }

    /// An empty dataset that will hold what the spec says.
    pub fn expecting(spec: DatasetSpec) -> Self {
        Self {
            train: Split::new(spec.train),
            test: Split::new(spec.test),
            expected: spec,
            doubts: Default::default(),
        }
    }

    /// A dataset of these images.
    pub fn from_splits(train: Split, test: Split) -> Self {
        let expected = DatasetSpec::own(train.expected(), test.expected());
        Self {
            train,
            test,
            expected,
            doubts: Default::default(),
        }
    }

    /// Which data these are.
    ///
    /// Once all have arrived their bytes decide: they have the name of the spec of this hash, or the one that was given to them, but
    /// no published one. Before, they are what is expected, with the published hash if that has one: so a run that starts with the first part of MNIST is known as
    /// one on MNIST, and what proves not to be MNIST at last is called by its own hash from then on.
    pub fn spec(&self) -> DatasetSpec {
        if !(self.train.is_complete() && self.test.is_complete()) {
            return self.expected.clone();
        }
        let hash = hash::combined([self.train.hash(), self.test.hash()]);
        match SPECS.iter().find(|spec| spec.hash == Some(hash)) {
            Some(known) => known.clone(),
            None => DatasetSpec {
                hash: Some(hash),
                name: match DatasetSpec::named(&self.expected.name) {
                    Some(_) => OWN.into(),
                    None => self.expected.name.clone(),
                },
                ..self.expected.clone()
            },
        }
    }
}
