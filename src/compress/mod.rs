//! Images packed into a file by a model's probabilities, and unpacked to the very bytes.
//!
//! An image costs minus the logarithm of its probability: [`Stack`] is the coder, [`Code`] how a model uses it (one
//! [bits back](bits_back) with a latent, black and white or grey, one [block by block](blocks)), [`file`](mod@file) what stands around
//! it. Probabilities come from networks on plain memory ([`Portable`](crate::model::Portable)), which are the same to the last bit on every machine: what
//! the page packs, the command unpacks.
//!
//! A model that is told the digit packs an image by one of the ten, [whichever makes it shortest](digits), which stands before it: a tenth
//! of all probability.

pub mod bits_back;
pub mod blocks;
mod buckets;
pub mod digits;
pub mod file;
mod packing;
mod pixels;
mod stack;

pub use buckets::{Buckets, Normal};
pub use digits::Choosing;
pub use packing::{Packing, Unpacking, binarised, pack, unpack};
pub use pixels::Pixels;
pub use stack::{Share, Stack};

use crate::error::{Error, ErrorCode, Result};
use crate::training::Trainer;
use std::fmt;
use std::rc::Rc;

/// How images become symbols.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// By a latent, which is sent by the standard normal distribution and whose choice brings bits back.
    BitsBack,
    /// The same for grey values.
    GreyBitsBack,
    /// Each block of 2 by 2 pixels by its probability after those before it.
    Blocks,
}

impl Method {
    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::BitsBack => "bits-back",
            Self::GreyBitsBack => "grey-bits-back",
            Self::Blocks => "autoregressive",
        }
    }

    /// Whether pixels are grey, 0 to 255; else they are black or white, 0 or 1.
    pub fn is_grey(self) -> bool {
        self == Self::GreyBitsBack
    }

    /// Whether a file begins with random bits, from which latents are taken.
    fn takes_random_bits(self) -> bool {
        match self {
            Self::BitsBack | Self::GreyBitsBack => true,
            Self::Blocks => false,
        }
    }
}

/// A model as a code of images `[n * 784]`: each value 0 or 1, or up to 255 where [they are grey](Method::is_grey).
pub trait Code {
    /// Which kind.
    fn method(&self) -> Method;

    /// By which its weights are known again.
    fn hash(&self) -> u64;

    /// Whether the model is told the digit of each image.
    fn is_told(&self) -> bool;

    /// Puts images onto the stack, with the digit of each where the model is told it, and else none.
    fn push(&self, images: &[u8], digits: &[u8], stack: &mut Stack);

    /// Takes `n` images off it that were put there together, by the same digits.
    fn pop(&self, n: usize, digits: &[u8], stack: &mut Stack) -> Vec<u8>;
}

impl fmt::Debug for dyn Code {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.method().fmt(f)
    }
}

/// The model as a code.
///
/// # Errors
/// `bad-input` where it says nothing of such images, or not the same on every machine; `device-lost`.
pub async fn code_of(trainer: &Trainer) -> Result<Rc<dyn Code>> {
    trainer.check_likelihood(!packs_grey(trainer))?;
    match trainer.training().image_code() {
        Some(code) => code.await,
        None => Err(refused(
            "This model's probabilities are not the same on every machine, as a packed file needs them: take vae, or transformer.",
        )),
    }
}

/// Whether the model packs grey images; else it packs black and white ones.
pub fn packs_grey(trainer: &Trainer) -> bool {
    Pixels::of(trainer.settings().likelihood) == Some(Pixels::Grey)
}

fn refused(why: &str) -> Error {
    Error::new(ErrorCode::BadInput, why)
}
