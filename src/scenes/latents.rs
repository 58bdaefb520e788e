//! Where latents come from: the scale on which they are standard normal.

use crate::dataset::MnistDataset;
use crate::error::Result;
use crate::random::{Purpose, normal, stream};
use crate::training::{Capability, Trainer};
use burn::tensor::{Device, Tensor, TensorData};

/// Training images whose latents are looked at.
const ENCODED: usize = 256;

/// Latents `z = mean + deviation * u` of which `u` is about standard normal; without either, `z` is `u`.
#[derive(Clone, Debug)]
pub struct Latents {
    size: usize,
    scale: Option<[Tensor<2>; 2]>,
}

impl Latents {
    /// Those of a model. A GAN or a VAE draws images from standard normal latents; a plain autoencoder and a latent flow do not, so
    /// their mean and deviation are those of the latents of some training images.
    ///
    /// # Errors
    /// `no-data` when these images are missing; `device-lost`.
    pub async fn of(trainer: &Trainer, dataset: &MnistDataset) -> Result<Self> {
        let size = trainer.latent_dim();
        let encodes = trainer.can(Capability::Encodes);
        let normal = trainer.can(Capability::Variational) && !trainer.can(Capability::Flows);
        if normal || !encodes {
            return Ok(Self { size, scale: None });
        }
        let mut chosen = trainer.data().indices(dataset)?;
        chosen.truncate(ENCODED);
        let last = chosen.iter().max().map_or(0, |last| *last as usize + 1);
        dataset.train.require(last)?;
        let (mut pixels, mut labels) = (Vec::new(), Vec::new());
        for index in chosen {
            pixels.extend(dataset.train.pixels(index as usize, 1)?);
            labels.push(dataset.train.label(index as usize));
        }
        if !trainer.can(Capability::Conditional) {
            labels.clear();
        }
        let (z, _) = trainer.encode(pixels, &labels).await?;
        let n = (z.len() / size) as f32;
        let (mut mean, mut deviation) = (vec![0.0; size], vec![0.0; size]);
        for (at, value) in z.iter().enumerate() {
            mean[at % size] += value / n;
        }
        for (at, value) in z.iter().enumerate() {
            deviation[at % size] += (value - mean[at % size]).powi(2) / n;
        }
        // A latent that is the same for all images may still move a little.
        deviation.iter_mut().for_each(|x| *x = x.sqrt().max(1e-3));
        let device = trainer.device();
        let row = |values: Vec<f32>| rows(values, size, device).autodiff();
        Ok(Self {
            size,
            scale: Some([row(mean), row(deviation)]),
        })
    }

    /// Standard normal `u` `[images * restarts, size]` to begin with: `restarts` of each image, whose numbers go from `first` on.
    pub fn starts(
        &self,
        seed: u64,
        first: u64,
        images: usize,
        restarts: usize,
        device: &Device,
    ) -> Tensor<2> {
        starts(self.size, (seed, first), (images, restarts), device)
    }

    /// Latents as the model decodes them, from `u` `[n, size]`.
    pub fn scaled(&self, u: Tensor<2>) -> Tensor<2> {
        match self.scale.clone() {
            None => u,
            Some(scale) => {
                let [mean, deviation] = if u.is_autodiff() {
                    scale
                } else {
                    scale.map(Tensor::inner)
                };
                u * deviation + mean
            }
        }
    }

    /// The reverse of [`scaled`](Self::scaled), without automatic differentiation.
    pub fn unscaled(&self, z: Tensor<2>) -> Tensor<2> {
        match self.scale.clone() {
            None => z,
            Some(scale) => {
                let [mean, deviation] = scale.map(Tensor::inner);
                (z - mean) / deviation
            }
        }
    }
}

/// Standard normal values `[images * each, size]` to begin with: `each` rows of each image, whose numbers go from `first` on.
pub fn starts(
    size: usize,
    (seed, first): (u64, u64),
    (images, each): (usize, usize),
    device: &Device,
) -> Tensor<2> {
    let numbers = first..first + images as u64;
    let all = numbers.flat_map(|image| {
        let mut rng = stream(seed, Purpose::SceneStart, image);
        normal(&mut rng, each * size)
    });
    rows(all.collect(), size, device)
}

/// Values as rows of a tensor, `[n, columns]`.
pub fn rows(values: Vec<f32>, columns: usize, device: &Device) -> Tensor<2> {
    let n = values.len() / columns;
    Tensor::from_data(TensorData::new(values, [n, columns]), device)
}

/// Rows of `size` values, each `times` times, one after the other.
pub fn repeated<T: Copy>(values: &[T], size: usize, times: usize) -> Vec<T> {
    let each = values.chunks_exact(size);
    each.flat_map(|one| one.repeat(times)).collect()
}
