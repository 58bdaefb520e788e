//! Bits back with asymmetric numeral systems: Townsend, Bird and Barber, "Practical Lossless Compression with Latent Variables
//! using Bits Back Coding" (2019).
//!
//! A latent is taken off the stack by the posterior, as if it were a symbol that stood there; the image is put onto it by the
//! decoder's probabilities, and then the latent by the prior. Unpacking goes the other way, and puts back what was taken. An image
//! so costs the negative evidence lower bound; the first ones, which take latents from random bits, cost those once.

use super::{Buckets, Code, Method, Normal, Pixels, Stack, refused};
use crate::dataset::PIXELS;
use crate::dataset::hash::of_words;
use crate::error::Result;
use crate::model::{Autoencoder, CLASSES, Portable};

/// Buckets of a latent, as a power of two: more cost nothing but random bits, and fewer are wider than posteriors.
const BUCKETS: u32 = 12;

/// A variational autoencoder as a code, if its likelihood is a probability.
#[derive(Debug)]
pub struct BitsBack {
    encoder: Portable,
    mean: Portable,
    logvar: Portable,
    decoder: Portable,
    buckets: Buckets,
    pixels: Pixels,
}

impl BitsBack {
    /// Reads a model's weights.
    ///
    /// # Errors
    /// As [`Portable::of`]; `bad-input` where its latent has no variance.
    pub async fn of(model: &Autoencoder, pixels: Pixels) -> Result<Self> {
        let logvar = model.logvar.as_ref().ok_or_else(|| {
            refused("This autoencoder's latent has no variance, from which bits could come back: take vae.")
        })?;
        Ok(Self {
            encoder: Portable::of(&model.encoder).await?,
            mean: Portable::linear(&model.mean).await?,
            logvar: Portable::linear(logvar).await?,
            decoder: Portable::of(&model.decoder).await?,
            buckets: Buckets::new(BUCKETS),
            pixels,
        })
    }

    /// The posterior of each latent of images.
    fn posteriors(&self, images: &[u8], digits: &[u8]) -> Vec<Normal> {
        let pixels = images.iter().map(|&pixel| self.pixels.brightness(pixel));
        let images: Vec<f32> = pixels.collect();
        let features = self.encoder.forward(&told(&self.encoder, images, digits));
        let (means, logvars) = (self.mean.forward(&features), self.logvar.forward(&features));
        let both = means.iter().zip(logvars);
        both.map(|(&mean, logvar)| Normal::new(mean, logvar))
            .collect()
    }

    /// What the decoder says of each image, one image after the other, and how many numbers of each.
    fn outputs(&self, latents: &[usize], digits: &[u8]) -> (Vec<f32>, usize) {
        let images = latents.len() / self.mean.outputs();
        let middles = latents.iter().map(|&bucket| self.buckets.middle(bucket));
        let outputs = self
            .decoder
            .forward(&told(&self.decoder, middles.collect(), digits));
        let each = outputs.len() / images;
        (outputs, each)
    }
}

/// Rows of a network's input with the digit of each behind it, one-hot, as
/// [`concat_label`](crate::model::Network::concat_label) has it; the rows alone where there is none.
fn told(network: &Portable, rows: Vec<f32>, digits: &[u8]) -> Vec<f32> {
    if digits.is_empty() {
        return rows;
    }
    let own = rows.len() / digits.len();
    let each = (network.inputs() - own) / CLASSES;
    let mut all = Vec::with_capacity(digits.len() * network.inputs());
    for (row, &digit) in rows.chunks_exact(own).zip(digits) {
        all.extend_from_slice(row);
        all.extend((0..CLASSES * each).map(|at| f32::from(at / each == usize::from(digit))));
    }
    all
}

impl Code for BitsBack {
    fn method(&self) -> Method {
        match self.pixels {
            Pixels::BlackAndWhite => Method::BitsBack,
            Pixels::Grey => Method::GreyBitsBack,
        }
    }

    fn hash(&self) -> u64 {
        let parts = [&self.encoder, &self.mean, &self.logvar, &self.decoder];
        of_words(parts.map(Portable::hash))
    }

    fn is_told(&self) -> bool {
        self.decoder.inputs() > self.mean.outputs()
    }

    fn push(&self, images: &[u8], digits: &[u8], stack: &mut Stack) {
        let posteriors = self.posteriors(images, digits);
        let latents: Vec<usize> = (posteriors.into_iter())
            .map(|normal| self.buckets.pop(normal, stack))
            .collect();
        let (outputs, each) = self.outputs(&latents, digits);
        for (outputs, image) in outputs.chunks_exact(each).zip(images.chunks_exact(PIXELS)) {
            self.pixels.push(outputs, image, stack);
        }
        for bucket in latents {
            self.buckets.push_standard(bucket, stack);
        }
    }

    fn pop(&self, n: usize, digits: &[u8], stack: &mut Stack) -> Vec<u8> {
        let mut latents = vec![0; n * self.mean.outputs()];
        for bucket in latents.iter_mut().rev() {
            *bucket = self.buckets.pop_standard(stack);
        }
        let (outputs, each) = self.outputs(&latents, digits);
        let mut images = vec![0; n * PIXELS];
        let places = images.chunks_exact_mut(PIXELS);
        for (outputs, image) in outputs.chunks_exact(each).zip(places).rev() {
            image.copy_from_slice(&self.pixels.pop(outputs, stack));
        }
        let posteriors = self.posteriors(&images, digits).into_iter();
        for (normal, bucket) in posteriors.zip(latents).rev() {
            self.buckets.push(bucket, normal, stack);
        }
        images
    }
}
