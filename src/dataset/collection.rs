//! The images of one part of a data set under a recipe, to look at one by one.

use super::recipe::Pipeline;
use super::{MnistDataset, Recipe, Split, unit};
use crate::error::Result;
use crate::words::words;

words! {
    /// A part of a data set.
    pub enum Part {
        /// What models learn from.
        Train = "train",
        /// What they are judged on.
        Test = "test",
    }
}

/// Which images there are, as a recipe leaves them, and how they are labelled. Test images are never touched by a recipe.
#[derive(Clone, Debug)]
pub struct Collection {
    part: Part,
    pipeline: Option<Pipeline>,
    /// Places in the split of the images that the recipe leaves; one may be there several times.
    pub indices: Vec<u32>,
    /// Their labels, as models are told them, `[n]`.
    pub labels: Vec<u8>,
    /// Labels go from 0 to one less.
    pub classes: usize,
}

impl Collection {
    /// The images of a part, under the recipe of a run of this seed.
    ///
    /// # Errors
    /// `no-data` when images are missing; `bad-setting` when the recipe leaves none.
    pub fn new(dataset: &MnistDataset, part: Part, recipe: &Recipe, run_seed: u64) -> Result<Self> {
        let spec = dataset.spec();
        let split = dataset.part(part);
        let labels = split.labels(0, split.expected())?;
        let all = Self {
            part,
            pipeline: None,
            indices: (0..split.len() as u32).collect(),
            labels: labels.to_vec(),
            classes: spec.classes,
        };
        if part == Part::Test || recipe.is_default() {
            return Ok(all);
        }
        let pipeline = Pipeline::new(recipe, recipe.seed(run_seed), &spec)?;
        let indices = pipeline.choose(dataset, &spec)?;
        let label = |&index: &u32| pipeline.label(split, &spec, index);
        Ok(Self {
            labels: indices.iter().map(label).collect(),
            indices,
            pipeline: Some(pipeline),
            ..all
        })
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.indices.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.indices.is_empty()
    }

    /// The split that they are of.
    pub fn split<'a>(&self, dataset: &'a MnistDataset) -> &'a Split {
        dataset.part(self.part)
    }

    /// Writes the image at a place of this collection, `[784]`, 0 to 1, as the recipe damages it.
    pub fn pixels(&self, dataset: &MnistDataset, at: usize, image: &mut [f32]) {
        let (split, index) = (self.split(dataset), self.indices[at]);
        match &self.pipeline {
            Some(pipeline) => pipeline.damaged(split, index, image),
            None => {
                let bytes = split.image(index as usize);
                image.copy_from_slice(&bytes.map(unit));
            }
        }
    }
}
