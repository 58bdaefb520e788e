//! What draws a model's images: which weights, and how often an image goes through them.

use crate::checkpoint::{drawing_weights, with_weights};
use crate::error::Result;
use crate::model::layer::LayerSpec;
use crate::model::{LayerSummary, NamedTensor, PartSummary};
use crate::training::Trainer;

/// Bytes of a number in single precision.
pub const SINGLE: usize = 4;

/// A model's weights in plain memory, to be made smaller.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// Of all networks, by PyTorch's names and in its layout.
    pub tensors: Vec<NamedTensor>,
    /// Which values of each are gone, for good: a smaller network has no place for them.
    pub removed: Vec<Vec<bool>>,
    /// The networks that images are drawn by, and how often an image goes through each.
    pub parts: Vec<(PartSummary, usize)>,
}

impl Drawing {
    /// Of a model.
    ///
    /// # Errors
    /// `device-lost`.
    pub async fn of(trainer: &Trainer) -> Result<Self> {
        let tensors = drawing_weights(trainer).await?;
        let passes = |part: PartSummary| {
            let passes = trainer.training().passes(&part.name);
            (part, passes)
        };
        let parts = trainer.summary().into_iter().map(passes);
        Ok(Self {
            removed: tensors
                .iter()
                .map(|tensor| vec![false; tensor.values.len()])
                .collect(),
            tensors,
            parts: parts.filter(|(_, passes)| *passes > 0).collect(),
        })
    }

    /// The same weights, where images go through the networks as they do in this model.
    pub fn passes_of(&self, trainer: &Trainer) -> Self {
        let mut other = self.clone();
        for (part, passes) in &mut other.parts {
            *passes = trainer.training().passes(&part.name);
        }
        other
    }

    /// The model with these weights; what else it has stays.
    ///
    /// # Errors
    /// `bad-file`, if they were not its own.
    pub fn model(&self, trainer: &Trainer) -> Result<Trainer> {
        with_weights(trainer, trainer.settings().clone(), self.tensors.clone())
    }

    /// The place of a tensor.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.tensors.iter().position(|tensor| tensor.name == name)
    }

    /// Values of a tensor that are left.
    fn left(&self, name: &str) -> usize {
        let removed = self.place(name).map(|at| &self.removed[at]);
        removed.map_or(0, |all| all.iter().filter(|gone| !**gone).count())
    }

    /// Bytes of the weights that images are drawn by, where a tensor of which so many values are left takes `of` of them.
    pub fn bytes(&self, of: impl Fn(&NamedTensor, usize) -> usize) -> usize {
        let mut sum = 0;
        for (part, _) in &self.parts {
            part.visit_tensors(&mut |tensor| {
                if let Some(at) = self.place(&tensor.name) {
                    sum += of(&self.tensors[at], self.left(&tensor.name));
                }
            });
        }
        sum
    }

    /// Products that are added up for an image, those with the zeros around an image among them. Attention's products of signals with each
    /// other are not counted, only those with weights.
    pub fn multiply_adds(&self) -> u64 {
        let parts = self.parts.iter();
        let sums = parts.map(|(part, passes)| *passes as u64 * self.of_chain(&part.layers));
        sums.sum()
    }

    fn of_chain(&self, layers: &[LayerSummary]) -> u64 {
        let of = |layer: &LayerSummary| {
            let places = |[_, height, width]: [usize; 3]| height * width;
            // How often each weight is multiplied with something.
            let times = match layer.spec {
                LayerSpec::Conv(_) => places(layer.output),
                LayerSpec::ConvTranspose(_) => places(layer.input),
                LayerSpec::Embedding(_) => 0,
                _ => 1,
            };
            let weights = layer.tensors.iter().filter(|tensor| tensor.shape.len() > 1);
            let left: usize = weights.map(|tensor| self.left(&tensor.name)).sum();
            let branches = layer.branches.iter();
            let within = branches.map(|branch| self.of_chain(&branch.layers));
            (times * left) as u64 + within.sum::<u64>()
        };
        layers.iter().map(of).sum()
    }
}
