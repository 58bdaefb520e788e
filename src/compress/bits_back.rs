//! Bits back with asymmetric numeral systems: Townsend, Bird and Barber, "Practical Lossless Compression with Latent Variables
//! using Bits Back Coding" (2019).
//!
//! A latent is taken off the stack by the posterior, as if it were a symbol that stood there; the image is put onto it by the
//! decoder's probabilities, and then the latent by the prior. Unpacking goes the other way, and puts back what was taken. An image
//! so costs the negative evidence lower bound; the first ones, which take latents from random bits, cost those once.

use super::{Buckets, Code, Method, Normal, Share, Stack, refused};
use crate::dataset::hash::of_words;
use crate::error::Result;
use crate::model::{Autoencoder, Portable};
use cpu_kernels::activation::sigmoid;

/// Buckets of a latent, as a power of two: more cost nothing but random bits, and fewer are wider than posteriors.
const BUCKETS: u32 = 12;
/// Units of a pixel's probability, as a power of two.
const PIXEL: u32 = 16;

/// A variational autoencoder with a Bernoulli likelihood as a code.
#[derive(Debug)]
pub struct BitsBack {
    encoder: Portable,
    mean: Portable,
    logvar: Portable,
    decoder: Portable,
    buckets: Buckets,
}

impl BitsBack {
    /// Reads a model's weights.
    ///
    /// # Errors
    /// As [`Portable::of`]; `bad-input` where its latent has no variance.
    pub async fn of(model: &Autoencoder) -> Result<Self> {
        let logvar = model.logvar.as_ref().ok_or_else(|| {
            refused("This autoencoder's latent has no variance, from which bits could come back: take vae.")
        })?;
        Ok(Self {
            encoder: Portable::of(&model.encoder).await?,
            mean: Portable::linear(&model.mean).await?,
            logvar: Portable::linear(logvar).await?,
            decoder: Portable::of(&model.decoder).await?,
            buckets: Buckets::new(BUCKETS),
        })
    }

    /// The posterior of each latent of images.
    fn posteriors(&self, images: &[u8]) -> Vec<Normal> {
        let images: Vec<f32> = images.iter().map(|&pixel| pixel.into()).collect();
        let features = self.encoder.forward(&images);
        let (means, logvars) = (self.mean.forward(&features), self.logvar.forward(&features));
        let both = means.iter().zip(logvars);
        both.map(|(&mean, logvar)| Normal::new(mean, logvar))
            .collect()
    }

    /// Of each pixel, units of probability that it is black.
    fn blacks(&self, latents: &[usize]) -> Vec<u32> {
        let latents: Vec<f32> = (latents.iter())
            .map(|&bucket| self.buckets.middle(bucket))
            .collect();
        let mut white = self.decoder.forward(&latents);
        sigmoid(&mut white);
        let all = (1u32 << PIXEL) as f32;
        let black = |white: f32| ((1.0 - white) * all + 0.5) as u32;
        // Neither is impossible.
        let most = (1 << PIXEL) - 1;
        white
            .iter()
            .map(|&white| black(white).clamp(1, most))
            .collect()
    }
}

/// A pixel's share where so many units are black's.
fn share(black: u32, pixel: u8) -> Share {
    match pixel {
        0 => Share {
            start: 0,
            size: black,
        },
        _ => Share {
            start: black,
            size: (1 << PIXEL) - black,
        },
    }
}

impl Code for BitsBack {
    fn method(&self) -> Method {
        Method::BitsBack
    }

    fn hash(&self) -> u64 {
        let parts = [&self.encoder, &self.mean, &self.logvar, &self.decoder];
        of_words(parts.map(Portable::hash))
    }

    fn push(&self, images: &[u8], stack: &mut Stack) {
        let posteriors = self.posteriors(images);
        let latents: Vec<usize> = (posteriors.into_iter())
            .map(|normal| self.buckets.pop(normal, stack))
            .collect();
        for (black, &pixel) in self.blacks(&latents).into_iter().zip(images) {
            stack.push(share(black, pixel), PIXEL);
        }
        for bucket in latents {
            self.buckets.push_standard(bucket, stack);
        }
    }

    fn pop(&self, n: usize, stack: &mut Stack) -> Vec<u8> {
        let mut latents = vec![0; n * self.mean.outputs()];
        for bucket in latents.iter_mut().rev() {
            *bucket = self.buckets.pop_standard(stack);
        }
        let blacks = self.blacks(&latents);
        let mut images = vec![0; blacks.len()];
        for (&black, pixel) in blacks.iter().zip(&mut images).rev() {
            *pixel = stack.pop(PIXEL, |unit| {
                let pixel = u8::from(unit >= black);
                (pixel, share(black, pixel))
            });
        }
        let posteriors = self.posteriors(&images).into_iter();
        for (normal, bucket) in posteriors.zip(latents).rev() {
            self.buckets.push(bucket, normal, stack);
        }
        images
    }
}
