//! A recipe, ready to be applied.

use super::{Kind, Recipe, STEPS, Step};
use crate::dataset::{DatasetSpec, Split, unit};
use crate::error::Result;
use crate::random::stream;
use std::sync::Arc;

/// The steps of a recipe that do something, in order, under one seed.
#[derive(Clone, Debug)]
pub(in crate::dataset) struct Pipeline {
    seed: u64,
    steps: Arc<[(Kind, Box<dyn Step>)]>,
}

impl Pipeline {
    /// # Errors
    /// None for a recipe whose values have been checked, as those of every [`Recipe`] have.
    pub(in crate::dataset) fn new(recipe: &Recipe, seed: u64) -> Result<Self> {
        let mut steps = Vec::new();
        for info in STEPS {
            let Some(value) = recipe.get(info.info.key) else {
                continue;
            };
            if let Some(step) = (info.make)(value, recipe)? {
                steps.push((info.kind, step));
            }
        }
        Ok(Self {
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
        (self.steps.iter()).any(|(kind, _)| matches!(kind, Kind::Choose | Kind::Clean))
    }

    /// The indices of the images that are left of a split. Digits are counted as models are told them.
    ///
    /// # Errors
    /// `no-data` when images are missing and all are needed.
    pub(in crate::dataset) fn choose(&self, split: &Split, spec: &DatasetSpec) -> Result<Vec<u32>> {
        let count = split.expected();
        let mut labels = if self.needs_all() {
            split.labels(0, count)?.to_vec()
        } else {
            Vec::new()
        };
        let mut images: Vec<u32> = (0..count as u32).collect();
        for (at, (kind, step)) in self.steps.iter().enumerate() {
            images = match *kind {
                Kind::First | Kind::Choose => step.choose(images, &labels, self.seed),
                Kind::Clean => step.clean(images, &labels, &|index, image| {
                    let bytes = split.image(index as usize);
                    (image.iter_mut().zip(bytes)).for_each(|(pixel, &p)| *pixel = unit(p));
                    for (kind, step) in &self.steps[..at] {
                        self.damage(*kind, step.as_ref(), index, image);
                    }
                }),
                Kind::Relabel(purpose) => {
                    for (index, label) in labels.iter_mut().enumerate() {
                        let mut rng = stream(self.seed, purpose, index as u64);
                        step.relabel(label, spec.classes, &mut rng);
                    }
                    images
                }
                Kind::Filter | Kind::Damage(_) | Kind::Augment(_) => images,
            };
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
        pixels.extend(split.image(index as usize).iter().map(|&p| unit(p)));
        let (image, mut label) = (&mut pixels[start..], split.label(index as usize));
        for (kind, step) in self.steps.iter() {
            match *kind {
                Kind::Relabel(purpose) => {
                    let mut rng = stream(self.seed, purpose, u64::from(index));
                    step.relabel(&mut label, spec.classes, &mut rng);
                }
                Kind::Augment(purpose) => step.apply(image, &mut stream(self.seed, purpose, draw)),
                other => self.damage(other, step.as_ref(), index, image),
            }
        }
        label
    }

    /// What a step does to the pixels of image `index` whenever it is drawn, `[784]`, 0 to 1.
    fn damage(&self, kind: Kind, step: &dyn Step, index: u32, image: &mut [f32]) {
        match kind {
            Kind::Filter => step.filter(image),
            Kind::Damage(purpose) => {
                step.apply(image, &mut stream(self.seed, purpose, u64::from(index)));
            }
            _ => {}
        }
    }
}
