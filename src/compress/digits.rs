//! Which digit a model is told of an image that it packs.

use super::packing::read;
use super::{Pixels, Share, Stack, packs_grey};
use crate::dataset::PIXELS;
use crate::error::Result;
use crate::model::CLASSES;
use crate::training::{Capability, Trainer};

/// Units of a digit's probability, as a power of two.
const BITS: u32 = 16;
/// Images that are looked at together.
const BLOCK: usize = 100;

/// What choosing one of ten costs, in nats.
pub const COST: f64 = std::f64::consts::LN_10;

/// The digits of images by which a model says that they are likeliest, in the order of the images. Looked for on the model's own device: they
/// stand in the file, so nobody else has to find the same ones.
#[derive(Debug)]
pub struct Choosing {
    trainer: Trainer,
    /// `[n * 784]`, 0 to 1; none where the model is not told the digit.
    images: Vec<f32>,
    digits: Vec<u8>,
    /// Of the images that are being looked at, minus the bound of each by the first digits.
    bounds: Vec<Vec<f64>>,
}

impl Choosing {
    /// For the images of an IDX file.
    ///
    /// # Errors
    /// As [`Packing::new`](super::Packing::new).
    pub fn new(trainer: &Trainer, idx: &[u8]) -> Result<Self> {
        let images = if trainer.can(Capability::Conditional) {
            let pixels = match packs_grey(trainer) {
                true => Pixels::Grey,
                false => Pixels::BlackAndWhite,
            };
            let symbols = read(idx, pixels == Pixels::Grey)?.symbols;
            let symbols = symbols.into_iter();
            symbols.map(|symbol| pixels.brightness(symbol)).collect()
        } else {
            Vec::new()
        };
        Ok(Self {
            trainer: trainer.clone(),
            images,
            digits: Vec::new(),
            bounds: Vec::new(),
        })
    }

    /// Looks at some more; answers whether all are chosen.
    ///
    /// # Errors
    /// `device-lost`.
    pub async fn advance(&mut self) -> Result<bool> {
        let start = self.digits.len();
        let images = &self.images[start * PIXELS..];
        let images = &images[..images.len().min(BLOCK * PIXELS)];
        if images.is_empty() {
            return Ok(true);
        }
        let labels = vec![self.bounds.len() as u8; images.len() / PIXELS];
        let bound = (self.trainer).bound(start as u64, images.to_vec(), &labels, 1);
        let bound = bound.await?;
        self.bounds
            .push(bound.expect("it says how likely images are"));
        if self.bounds.len() == CLASSES {
            let bounds = std::mem::take(&mut self.bounds);
            self.digits.extend((0..labels.len()).map(|image| {
                let of = |digit: &u8| bounds[usize::from(*digit)][image];
                let best = (0..CLASSES as u8).min_by(|a, b| of(a).total_cmp(&of(b)));
                best.expect("there are ten")
            }));
        }
        Ok(self.digits.len() * PIXELS == self.images.len())
    }

    /// How much is done, 0 to 1.
    pub fn share(&self) -> f64 {
        let under_way = (self.bounds.len() * BLOCK) as f64 / CLASSES as f64;
        let all = (self.images.len() / PIXELS).max(1) as f64;
        ((self.digits.len() as f64 + under_way) / all).min(1.0)
    }

    /// One of each image, or none where the model is not told any.
    pub fn digits(&self) -> &[u8] {
        &self.digits
    }
}

/// Puts digits onto the stack, each as likely as the others.
pub(super) fn push(digits: &[u8], stack: &mut Stack) {
    for &digit in digits {
        stack.push(share(digit), BITS);
    }
}

/// Takes `n` digits off it.
pub(super) fn pop(n: usize, stack: &mut Stack) -> Vec<u8> {
    let mut digits = vec![0; n];
    for digit in digits.iter_mut().rev() {
        *digit = stack.pop(BITS, |unit| {
            let after = (1..CLASSES as u8).find(|&digit| unit < share(digit).start);
            let digit = after.unwrap_or(CLASSES as u8) - 1;
            (digit, share(digit))
        });
    }
    digits
}

fn share(digit: u8) -> Share {
    let until = |digit: u8| (u32::from(digit) << BITS) / CLASSES as u32;
    Share {
        start: until(digit),
        size: until(digit + 1) - until(digit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_come_back_and_cost_a_tenth_each() {
        let digits: Vec<u8> = (0..2_000u32).map(|at| (at * at % 97 % 10) as u8).collect();
        let mut stack = Stack::empty();
        let before = stack.bytes().len();
        push(&digits, &mut stack);
        let bits = 8.0 * (stack.bytes().len() - before) as f64;
        let expected = digits.len() as f64 * COST / std::f64::consts::LN_2;
        assert!((bits - expected).abs() < 33.0, "{bits}, not {expected}");
        assert_eq!(pop(digits.len(), &mut stack), digits);
        assert!(stack.is_empty());
    }
}
