//! A recipe, ready to be applied.

use super::Looks;
use super::{Kind, Recipe, STEPS, Step};
use crate::dataset::{Cleaning, DatasetSpec, MnistDataset, Split, unit};
use crate::error::{Error, ErrorCode, Result};
use crate::random::stream;
use std::sync::Arc;

/// The steps of a recipe that do something, in order, under one seed.
#[derive(Clone, Debug)]
pub(in crate::dataset) struct Pipeline {
    recipe: Recipe,
    seed: u64,
    steps: Arc<[Active]>,
}

/// A step that does something.
#[derive(Debug)]
struct Active {
    key: &'static str,
    kind: Kind,
    step: Box<dyn Step>,
}

impl Pipeline {
    /// # Errors
    /// `bad-setting` for a recipe that does not go with the data set.
    pub(in crate::dataset) fn new(recipe: &Recipe, seed: u64, spec: &DatasetSpec) -> Result<Self> {
        let mut steps = Vec::new();
        for info in STEPS {
            let Some(value) = recipe.get(info.info.key) else {
                continue;
            };
            if let Some(step) = (info.make)(value, recipe)? {
                step.check(spec)?;
                steps.push(Active {
                    key: info.info.key,
                    kind: info.kind,
                    step,
                });
            }
        }
        Ok(Self {
            recipe: recipe.clone(),
            seed,
            steps: steps.into(),
        })
    }

    /// Whether it leaves images, labels and their number as they are.
    pub(in crate::dataset) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Whether images are chosen by more than their place, so that all must be there first.
    pub(in crate::dataset) fn needs_all(&self) -> bool {
        (self.steps.iter()).any(|active| matches!(active.kind, Kind::Choose | Kind::Clean))
    }

    /// The indices of the training images that are left. Digits are counted as models are told them.
    ///
    /// # Errors
    /// `no-data` when images are missing and all are needed, `bad-setting` when none is left.
    pub(in crate::dataset) fn choose(
        &self,
        dataset: &MnistDataset,
        spec: &DatasetSpec,
    ) -> Result<Vec<u32>> {
        self.choose_in_stages(dataset, spec, |_, _| {})
    }

    /// The same; `stage` hears after each step that chooses its key and how many images it left.
    ///
    /// # Errors
    /// As [`choose`](Self::choose).
    pub(in crate::dataset) fn choose_in_stages(
        &self,
        dataset: &MnistDataset,
        spec: &DatasetSpec,
        mut stage: impl FnMut(&'static str, usize),
    ) -> Result<Vec<u32>> {
        let split = &dataset.train;
        let count = split.expected();
        let mut labels = if self.needs_all() {
            split.labels(0, count)?.to_vec()
        } else {
            Vec::new()
        };
        let mut images: Vec<u32> = (0..count as u32).collect();
        for (at, Active { key, kind, step }) in self.steps.iter().enumerate() {
            images = match *kind {
                Kind::First | Kind::Choose => step.choose(images, &labels, self.seed),
                Kind::Clean => {
                    let judged = Cleaning::judged(dataset, &self.recipe, self.seed)?;
                    let looks = Looks {
                        labels: &labels,
                        classes: spec.classes,
                        pixels: &|index, image| self.damaged_before(at, split, index, image),
                        judged: judged.as_deref(),
                    };
                    step.clean(images, &looks)
                }
                Kind::Label | Kind::Relabel(_) => {
                    for (index, label) in (0..).zip(&mut labels) {
                        self.relabel(&self.steps[at], spec, index, label);
                    }
                    images
                }
                Kind::Filter | Kind::Damage(_) | Kind::Augment(_) => images,
            };
            if matches!(kind, Kind::First | Kind::Choose | Kind::Clean) {
                stage(key, images.len());
            }
        }
        if images.is_empty() && count > 0 {
            return Err(Error::new(
                ErrorCode::BadSetting,
                "The data's recipe leaves no training image: keep more digits, or raise data.limit or the shares of data.rare.",
            ));
        }
        Ok(images)
    }

    /// Appends the pixels of image `index`, `[784]`, 0 to 1, as a draw has it, and returns its label. `draw` numbers draws.
    pub(in crate::dataset) fn draw(
        &self,
        split: &Split,
        spec: &DatasetSpec,
        index: u32,
        draw: u64,
        pixels: &mut Vec<f32>,
    ) -> u8 {
        let start = pixels.len();
        pixels.extend(split.image(index as usize).map(unit));
        let image = &mut pixels[start..];
        for active in self.steps.iter() {
            match active.kind {
                Kind::Augment(purpose) => {
                    (active.step).apply(image, &mut stream(self.seed, purpose, draw));
                }
                _ => self.damage(active, index, image),
            }
        }
        self.label(split, spec, index)
    }

    /// The label with which image `index` is drawn.
    pub(in crate::dataset) fn label(&self, split: &Split, spec: &DatasetSpec, index: u32) -> u8 {
        let mut label = split.label(index as usize);
        for active in self.steps.iter() {
            self.relabel(active, spec, index, &mut label);
        }
        label
    }

    /// What a step does to the label of image `index`.
    fn relabel(&self, active: &Active, spec: &DatasetSpec, index: u32, label: &mut u8) {
        match active.kind {
            Kind::Label => *label = active.step.label(index).unwrap_or(*label),
            Kind::Relabel(purpose) => {
                let mut rng = stream(self.seed, purpose, u64::from(index));
                active.step.relabel(label, spec.classes, &mut rng);
            }
            _ => {}
        }
    }

    /// Writes image `index`, `[784]`, 0 to 1, as it is damaged, and not augmented.
    pub(in crate::dataset) fn damaged(&self, split: &Split, index: u32, image: &mut [f32]) {
        self.damaged_before(self.steps.len(), split, index, image);
    }

    /// The same by the steps before this one.
    fn damaged_before(&self, end: usize, split: &Split, index: u32, image: &mut [f32]) {
        let bytes = split.image(index as usize);
        image.copy_from_slice(&bytes.map(unit));
        for active in &self.steps[..end] {
            self.damage(active, index, image);
        }
    }

    /// What a step does to the pixels of image `index` whenever it is drawn, `[784]`, 0 to 1.
    fn damage(&self, active: &Active, index: u32, image: &mut [f32]) {
        let step = &active.step;
        match active.kind {
            Kind::Filter => step.filter(image),
            Kind::Damage(purpose) => {
                step.apply(image, &mut stream(self.seed, purpose, u64::from(index)));
            }
            _ => {}
        }
    }
}
