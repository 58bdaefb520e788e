//! Images put onto the stack block by block, each by its probability after those before it: arithmetic coding with an autoregressive
//! model, whose length is the model's likelihood.

use super::{Code, Method, Share, Stack};
use crate::dataset::PIXELS;
use crate::error::Result;
use crate::maths::exp;
use crate::model::Transformer;
use crate::model::transformer::symbols::{PLACES, SYMBOLS, image_of, pixels_of};
use crate::model::transformer::symbolwise::Symbolwise;

/// Units of a block's probability, as a power of two.
const BLOCK: u32 = 20;

/// A transformer as a code.
#[derive(Debug)]
pub struct Blocks {
    model: Symbolwise,
}

impl Blocks {
    /// Reads a model's weights.
    ///
    /// # Errors
    /// `device-lost`.
    pub async fn of(model: &Transformer) -> Result<Self> {
        Ok(Self {
            model: Symbolwise::portable(model).await?,
        })
    }
}

/// Units of each symbol by the logits, one at least.
fn sizes(logits: &[f32]) -> [u32; SYMBOLS] {
    let largest = logits.iter().fold(f32::MIN, |most, &logit| most.max(logit));
    let weight = |&logit: &f32| exp(f64::from((logit - largest).clamp(-60.0, 0.0)));
    let sum: f64 = logits.iter().map(weight).sum();
    let all = 1 << BLOCK;
    let shared = f64::from(all - SYMBOLS as u32) / sum;
    let mut sizes = [1; SYMBOLS];
    for (size, logit) in sizes.iter_mut().zip(logits) {
        *size += (weight(logit) * shared) as u32;
    }
    // What rounding leaves goes where it matters least.
    let rest = all - sizes.iter().sum::<u32>();
    let likely = sizes.iter_mut().max();
    *likely.expect("there are symbols") += rest;
    sizes
}

fn share(sizes: &[u32; SYMBOLS], symbol: usize) -> Share {
    Share {
        start: sizes[..symbol].iter().sum(),
        size: sizes[symbol],
    }
}

/// The block of an image at a place.
fn symbol_at(image: &[u8], place: usize) -> u8 {
    let bits = pixels_of(place).into_iter().enumerate();
    bits.map(|(bit, pixel)| image[pixel] << bit).sum()
}

/// A text for each image, by its digit where there is one.
fn texts(n: usize, digits: &[u8]) -> Vec<u8> {
    match digits {
        [] => vec![0; n],
        all => all.to_vec(),
    }
}

impl Code for Blocks {
    fn method(&self) -> Method {
        Method::Blocks
    }

    fn hash(&self) -> u64 {
        self.model.hash()
    }

    fn is_told(&self) -> bool {
        self.model.is_told()
    }

    fn push(&self, images: &[u8], digits: &[u8], stack: &mut Stack) {
        let n = images.len() / PIXELS;
        let mut shares = Vec::with_capacity(n * PLACES);
        self.model.write(&texts(n, digits), &mut |place, logits| {
            let texts = images
                .chunks_exact(PIXELS)
                .zip(logits.chunks_exact(SYMBOLS));
            let symbols = texts.map(|(image, logits)| {
                let symbol = symbol_at(image, place);
                shares.push(share(&sizes(logits), symbol.into()));
                symbol
            });
            symbols.collect()
        });
        for share in shares.into_iter().rev() {
            stack.push(share, BLOCK);
        }
    }

    fn pop(&self, n: usize, digits: &[u8], stack: &mut Stack) -> Vec<u8> {
        let texts = self.model.write(&texts(n, digits), &mut |_, logits| {
            let texts = logits.chunks_exact(SYMBOLS).map(|logits| {
                let sizes = sizes(logits);
                stack.pop(BLOCK, |unit| {
                    let mut symbol = 0;
                    while symbol + 1 < SYMBOLS && share(&sizes, symbol + 1).start <= unit {
                        symbol += 1;
                    }
                    (symbol as u8, share(&sizes, symbol))
                })
            });
            texts.collect()
        });
        let images = texts.chunks_exact(PLACES).flat_map(image_of);
        images.map(|pixel| pixel as u8).collect()
    }
}
