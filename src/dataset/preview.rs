//! What a recipe makes of a data set, to look at before anything is trained on it.

use super::recipe::Pipeline;
use super::training_data::draw_number;
use super::{MnistDataset, PIXELS, Recipe};
use crate::error::Result;

/// Counts at each stage, and some images before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// The steps that choose images, in order, with how many each left.
    pub stages: Vec<(&'static str, usize)>,
    /// Images of each class as they came, `[classes]`.
    pub before: Vec<usize>,
    /// Images of each class in an epoch, as a model is told them, `[classes]`.
    pub after: Vec<usize>,
    /// Some images as they came, `[n, 784]`, 0 to 1: evenly from those that are left.
    pub originals: Vec<f32>,
    /// Their labels as they came, `[n]`.
    pub labels: Vec<u8>,
    /// The same images as an epoch draws them, `[n, 784]`, 0 to 1.
    pub drawn: Vec<f32>,
    /// Their labels then, `[n]`.
    pub told: Vec<u8>,
}

impl Preview {
    /// `count` images (fewer, where fewer are left) as epoch `epoch` (from 1) of a run of this seed draws them.
    ///
    /// # Errors
    /// `no-data` while training images are missing, `bad-setting` where the recipe leaves none.
    pub fn new(
        dataset: &MnistDataset,
        recipe: &Recipe,
        run_seed: u64,
        count: usize,
        epoch: usize,
    ) -> Result<Self> {
        let (train, spec) = (&dataset.train, &dataset.spec());
        let classes = spec.classes;
        let labels = train.labels(0, train.expected())?;
        let pipeline = Pipeline::new(recipe, recipe.seed(run_seed), spec)?;
        let mut stages = Vec::new();
        let chosen =
            pipeline.choose_in_stages(dataset, spec, |key, left| stages.push((key, left)))?;
        let mut preview = Self {
            stages,
            before: vec![0; classes],
            after: vec![0; classes],
            originals: Vec::with_capacity(count * PIXELS),
            labels: Vec::new(),
            drawn: Vec::with_capacity(count * PIXELS),
            told: Vec::new(),
        };
        for &label in labels {
            preview.before[usize::from(label)] += 1;
        }
        for &index in &chosen {
            preview.after[usize::from(pipeline.label(train, spec, index))] += 1;
        }
        let count = count.min(chosen.len());
        for at in 0..count {
            let place = at * chosen.len() / count;
            let index = chosen[place];
            let draw = draw_number(epoch, place as u32);
            preview.originals.extend(train.pixels(index as usize, 1)?);
            preview.labels.push(train.label(index as usize));
            let told = pipeline.draw(train, spec, index, draw, &mut preview.drawn);
            preview.told.push(told);
        }
        Ok(preview)
    }
}
