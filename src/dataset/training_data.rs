//! What a run draws its batches from: the training images of a data set under a recipe.

use super::recipe::Pipeline;
use super::{DatasetSpec, EpochOrder, MnistBatch, MnistDataset, PIXELS, Recipe, images_needed};
use crate::error::{Error, ErrorCode, Result};
use burn::tensor::Device;
use std::sync::Arc;

/// Which data a run is trained on and what is done with them. The images themselves stay in the [`MnistDataset`], which is
/// handed in where they are needed: a run can be looked at without them.
#[derive(Clone, Debug)]
pub struct TrainingData {
    spec: DatasetSpec,
    recipe: Recipe,
    pipeline: Pipeline,
    /// Images of one epoch.
    size: usize,
    /// Indices of the images that the recipe chooses, once they have been looked up; none where that is the first ones.
    chosen: Option<Arc<[u32]>>,
}

impl TrainingData {
    /// A data set's training images under a recipe, of a run of this seed. They need not be there yet, unless the recipe
    /// chooses among them ([`Kind::Choose`](super::recipe::Kind)).
    ///
    /// # Errors
    /// `no-data` when they have to be there; `bad-setting` when the recipe leaves no image, or names one that the data set has not.
    pub fn new(dataset: &MnistDataset, recipe: Recipe, run_seed: u64) -> Result<Self> {
        let size = dataset.train.expected();
        let mut data = Self::recorded(dataset.spec(), recipe, size, run_seed)?;
        if data.pipeline.is_empty() {
            return Ok(data);
        }
        let chosen = data.pipeline.choose(dataset, &data.spec)?;
        data.size = chosen.len();
        data.chosen = data.pipeline.needs_all().then(|| chosen.into());
        Ok(data)
    }

    /// The same from what a saved run tells: `size` images are left of the data.
    ///
    /// # Errors
    /// As [`new`](Self::new), but for the data.
    pub fn recorded(spec: DatasetSpec, recipe: Recipe, size: usize, run_seed: u64) -> Result<Self> {
        let pipeline = Pipeline::new(&recipe, recipe.seed(run_seed), &spec)?;
        Ok(Self {
            spec,
            recipe,
            pipeline,
            size,
            chosen: None,
        })
    }

    /// The data set.
    pub fn spec(&self) -> &DatasetSpec {
        &self.spec
    }

    /// What is done with it.
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// Images of one epoch.
    pub fn size(&self) -> usize {
        self.size
    }

    /// The places in the training split of the images that batches are drawn from.
    ///
    /// # Errors
    /// `no-data` when the recipe chooses among images that are not there yet.
    pub(crate) fn indices(&self, dataset: &MnistDataset) -> Result<Vec<u32>> {
        match &self.chosen {
            Some(chosen) => Ok(chosen.to_vec()),
            None if self.pipeline.needs_all() => self.pipeline.choose(dataset, &self.spec),
            None => Ok((0..self.size as u32).collect()),
        }
    }

    /// The places that [`indices`](Self::indices) answers, where they have been looked up.
    pub fn chosen(&self) -> Option<&[u32]> {
        self.chosen.as_deref()
    }

    /// Takes them from a run of the same data under the same recipe, which has looked them up.
    ///
    /// # Errors
    /// `bad-input` where they cannot be those.
    pub fn take_chosen(&mut self, chosen: Vec<u32>) -> Result<()> {
        let fits = |&index: &u32| (index as usize) < self.spec.train;
        if chosen.len() != self.size || !chosen.iter().all(fits) {
            return Err(Error::new(
                ErrorCode::BadInput,
                "These are not the images that the data's recipe leaves.",
            ));
        }
        self.chosen = Some(chosen.into());
        Ok(())
    }

    /// Notes which data these are, if more than their number is known by now.
    pub(crate) fn note(&mut self, spec: DatasetSpec) {
        if spec.hash.is_some() {
            self.spec = spec;
        }
    }

    /// Places of an epoch's order, for batches of this size: one an image. Where a batch is larger than that, every image has as
    /// many places as fill one.
    pub(crate) fn places(&self, batch_size: usize) -> usize {
        self.size * batch_size.div_ceil(self.size.max(1)).max(1)
    }

    /// The order of an epoch (counted from 1) of a run of this seed, in batches of this size.
    pub(crate) fn order(&self, run_seed: u64, epoch: usize, batch_size: usize) -> EpochOrder {
        let places = self.places(batch_size);
        EpochOrder::new(run_seed, epoch, places, self.spec.part_ends)
    }

    /// How many training images, from the front, must be there for the first `position` images of an epoch.
    pub(crate) fn images_needed(&self, epoch: usize, position: usize) -> usize {
        if self.pipeline.needs_all() {
            return self.spec.train;
        }
        images_needed(epoch, position, self.size, self.spec.part_ends)
    }

    /// Makes sure that batches can be drawn from these images.
    ///
    /// # Errors
    /// `no-data` when images are missing that have to be there; `bad-input` when another number of images is left of these data than of those that
    /// the run was begun with.
    pub(crate) fn prepare(&mut self, dataset: &MnistDataset) -> Result<()> {
        if !self.pipeline.needs_all() || self.chosen.is_some() {
            return Ok(());
        }
        let chosen = self.pipeline.choose(dataset, &self.spec)?;
        if chosen.len() != self.size {
            return Err(Error::new(
                ErrorCode::BadInput,
                format!(
                    "The data's recipe leaves {} of these images, and left {} of those that the run was trained on.",
                    chosen.len(),
                    self.size
                ),
            ));
        }
        self.chosen = Some(chosen.into());
        Ok(())
    }

    /// The images at these places of an epoch's order. [`prepare`](Self::prepare) must have been called.
    ///
    /// # Errors
    /// `no-data` when one of them is not there.
    pub(crate) fn batch(
        &self,
        dataset: &MnistDataset,
        epoch: usize,
        places: &[u32],
        device: &Device,
    ) -> Result<MnistBatch> {
        let images = self.images_at(places);
        for &index in &images {
            dataset.train.require_image(index as usize)?;
        }
        if self.pipeline.is_empty() {
            return Ok(MnistBatch::new(&dataset.train, &images, device));
        }
        let mut pixels = Vec::with_capacity(places.len() * PIXELS);
        let mut labels = Vec::with_capacity(places.len());
        for (&place, &index) in places.iter().zip(&images) {
            let draw = draw_number(epoch, place);
            let train = &dataset.train;
            let label = (self.pipeline).draw(train, &self.spec, index, draw, &mut pixels);
            labels.push(label);
        }
        Ok(MnistBatch::from_pixels(pixels, labels, device))
    }

    /// The places in the training split of the images at these places of an epoch's order. [`prepare`](Self::prepare) must have been
    /// called.
    pub(crate) fn images_at(&self, places: &[u32]) -> Vec<u32> {
        let images = places.iter().map(|place| place % self.size as u32);
        match &self.chosen {
            Some(chosen) => images.map(|image| chosen[image as usize]).collect(),
            None => images.collect(),
        }
    }
}

/// A place comes once an epoch, so this numbers all draws of a run, whatever the batches.
pub(super) fn draw_number(epoch: usize, place: u32) -> u64 {
    (epoch as u64) << 32 | u64::from(place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::idx;
    use serde_json::json;

    /// Images of distinct grey values.
    fn dataset(count: usize) -> MnistDataset {
        let mut dataset = MnistDataset::with_sizes(count, 0);
        let pixels: Vec<u8> = (0..count * PIXELS).map(|at| (at % 241) as u8).collect();
        let labels: Vec<u8> = (0..count).map(|at| (at % 10) as u8).collect();
        let files = (idx::write_images(&pixels), idx::write_labels(&labels));
        dataset.train.append(&files.0, &files.1).unwrap();
        dataset
    }

    #[test]
    fn a_shard_has_what_the_whole_batch_has_in_its_place() {
        let dataset = dataset(60);
        let values = json!({
            "digits": "1,2,3,5,8", "mislabel": 0.5, "invert": 0.5, "noise": 0.2, "occlude": 9, "blur": 0.8,
            "augment": "shift:4,rotate:20,elastic:1,scale:0.2,shear:10,crop:3"
        });
        let recipe: Recipe = serde_json::from_value(values).unwrap();
        let data = TrainingData::new(&dataset, recipe, 3).unwrap();
        assert_eq!(data.size(), 30);
        let draw = |places: &[u32]| {
            let batch = data.batch(&dataset, 2, places, &Device::flex()).unwrap();
            let pixels: Vec<f32> = batch.images.into_data().try_to_vec().unwrap();
            (pixels, batch.labels)
        };
        let places = data.order(3, 2, 20);
        let places = places.batch(0, 20);
        let (pixels, labels) = draw(places);
        for (start, end) in [(0, 7), (7, 8), (8, 20)] {
            let (some, told) = draw(&places[start..end]);
            assert!(some == pixels[start * PIXELS..end * PIXELS]);
            assert_eq!(told, labels[start..end]);
        }
    }

    #[test]
    fn a_recipe_that_leaves_nothing_or_something_else_is_refused() {
        let dataset = dataset(12);
        let digits = |text: &str| serde_json::from_value(json!({ "digits": text })).unwrap();
        let mut few = MnistDataset::with_sizes(3, 0);
        let train = &dataset.train;
        few.train
            .push(&train.images()[..3 * PIXELS], &train.all_labels()[..3]);
        let error = TrainingData::new(&few, digits("7"), 0).unwrap_err();
        assert_eq!(error.code, ErrorCode::BadSetting);
        let recorded = |size| TrainingData::recorded(dataset.spec(), digits("0,1"), size, 0);
        assert_eq!(recorded(4).unwrap().prepare(&dataset), Ok(()));
        let error = recorded(5).unwrap().prepare(&dataset).unwrap_err();
        assert!(error.message.contains("leaves 4"), "{}", error.message);
    }
}
