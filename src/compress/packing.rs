//! Packing and unpacking, some images at a time.

use super::file::{self, AROUND, Header, MOST, bad};
use super::{Code, Stack, digits, refused};
use crate::dataset::PIXELS;
use crate::dataset::idx::{parse_images, write_images};
use crate::error::Result;
use crate::model::CLASSES;
use std::rc::Rc;

/// Images that are put onto the stack together, at most: their layers are computed at once.
const TOGETHER: usize = 8;

/// Of a file of grey images, where they say nothing.
const EXTREMES: [u8; 2] = [0, 255];

/// How many images go together, from the first to the last. The first ones are fewer: with a latent they take it from random bits,
/// which the file holds too.
fn groups(images: usize) -> Vec<usize> {
    let mut groups = Vec::new();
    let mut done = 0;
    while done < images {
        let group = done.clamp(1, TOGETHER).min(images - done);
        groups.push(group);
        done += group;
    }
    groups
}

/// Images on their way into a file.
#[derive(Debug)]
pub struct Packing {
    code: Rc<dyn Code>,
    header: Header,
    /// Of each image, where the model is told them.
    digits: Vec<u8>,
    /// `[images * 784]`, as the code takes them.
    symbols: Vec<u8>,
    /// Those that are still to come, the next one last.
    groups: Vec<usize>,
    done: usize,
    stack: Stack,
}

impl Packing {
    /// Begins with the bytes of an IDX file of images, whose pixels have two values at most where the model says how likely black and
    /// white ones are; and with their [digits](super::Choosing), where the model is told them.
    ///
    /// # Errors
    /// `bad-file` when they are none; `bad-input` when their pixels have more values, or they are too many, or not as many as digits.
    pub fn new(code: Rc<dyn Code>, digits: &[u8], idx: &[u8]) -> Result<Self> {
        let method = code.method();
        let Read {
            pixels,
            levels,
            symbols,
        } = read(idx, method.is_grey())?;
        let images = pixels.len() / PIXELS;
        let wanted = if code.is_told() { images } else { 0 };
        if digits.len() != wanted || digits.iter().any(|&digit| usize::from(digit) >= CLASSES) {
            return Err(refused(&format!(
                "These weights pack {images} images by {wanted} digits from 0 to 9; {} came.",
                digits.len()
            )));
        }
        let header = Header {
            method,
            told: code.is_told(),
            levels,
            images,
            weights: code.hash(),
            content: file::hash(pixels),
        };
        let mut groups = groups(images);
        groups.reverse();
        Ok(Self {
            symbols,
            stack: match method.takes_random_bits() {
                true => Stack::on_random_bits(),
                false => Stack::empty(),
            },
            code,
            header,
            digits: digits.to_vec(),
            groups,
            done: 0,
        })
    }

    /// Packs some more; answers whether all are.
    pub fn advance(&mut self) -> bool {
        if let Some(group) = self.groups.pop() {
            let until = self.done + group;
            let images = &self.symbols[self.done * PIXELS..until * PIXELS];
            let digits = self.digits.get(self.done..until).unwrap_or_default();
            self.code.push(images, digits, &mut self.stack);
            digits::push(digits, &mut self.stack);
            self.done = until;
        }
        self.groups.is_empty()
    }

    /// How much is done, 0 to 1.
    pub fn share(&self) -> f64 {
        self.done as f64 / self.header.images.max(1) as f64
    }

    /// Bits of the file that it holds whatever the number of images: what stands around them, the coder's state, and random bits from
    /// which latents were taken.
    pub fn overhead(&self) -> u64 {
        let state = match self.header.method.takes_random_bits() {
            // Of its 64 bits, 32 are counted as random ones.
            true => 32,
            false => 64,
        };
        8 * AROUND as u64 + state + self.stack.random_bits()
    }

    /// The file, once all images are packed.
    pub fn file(&self) -> Vec<u8> {
        file::write(&self.header, &self.stack.bytes())
    }
}

/// Images on their way out of a file.
#[derive(Debug)]
pub struct Unpacking {
    code: Rc<dyn Code>,
    header: Header,
    /// Those that are still to come, the next one last.
    groups: Vec<usize>,
    stack: Stack,
    /// Groups of images, the last first.
    found: Vec<Vec<u8>>,
}

impl Unpacking {
    /// Begins with the bytes of a file.
    ///
    /// # Errors
    /// `bad-file` when they are none, or damaged; `bad-input` when it was packed with other weights.
    pub fn new(code: Rc<dyn Code>, file: &[u8]) -> Result<Self> {
        let (header, stack) = file::read(file)?;
        let found = (header.method, header.told, header.weights);
        if found != (code.method(), code.is_told(), code.hash()) {
            return Err(refused(&format!(
                "The file was packed with other weights ({}, {:016x}; these are {}, {:016x}): give the ones that it was packed with.",
                header.method.word(),
                header.weights,
                code.method().word(),
                code.hash(),
            )));
        }
        let Some(stack) = Stack::of_bytes(stack) else {
            return Err(not_these());
        };
        Ok(Self {
            code,
            groups: groups(header.images),
            header,
            stack,
            found: Vec::new(),
        })
    }

    /// Unpacks some more; answers whether all are.
    ///
    /// # Errors
    /// `bad-file` when the file holds fewer images than it says.
    pub fn advance(&mut self) -> Result<bool> {
        if let Some(group) = self.groups.pop() {
            let told = if self.header.told { group } else { 0 };
            let digits = digits::pop(told, &mut self.stack);
            let images = self.code.pop(group, &digits, &mut self.stack);
            self.found.push(images);
            if self.stack.missed() {
                return Err(not_these());
            }
        }
        Ok(self.groups.is_empty())
    }

    /// How much is done, 0 to 1.
    pub fn share(&self) -> f64 {
        let all = self.found.len() + self.groups.len();
        self.found.len() as f64 / all.max(1) as f64
    }

    /// The bytes of the IDX file that was packed, once all images are unpacked.
    ///
    /// # Errors
    /// `bad-file` when they are not those.
    pub fn idx(&self) -> Result<Vec<u8>> {
        let Header { method, levels, .. } = self.header;
        let symbols = self.found.iter().rev().flatten();
        let pixels: Vec<u8> = match method.is_grey() {
            true => symbols.copied().collect(),
            false => symbols
                .map(|&symbol| levels[usize::from(symbol.min(1))])
                .collect(),
        };
        let is_at_its_end = match method.takes_random_bits() {
            true => self.stack.is_random(),
            false => self.stack.is_empty(),
        };
        if !is_at_its_end || file::hash(&pixels) != self.header.content {
            return Err(not_these());
        }
        Ok(write_images(&pixels))
    }
}

/// The file of an IDX file of images, with [their digits](super::Choosing) where the model is told them. `told` hears how much is done, 0 to 1.
///
/// # Errors
/// As [`Packing::new`].
pub fn pack(
    code: Rc<dyn Code>,
    digits: &[u8],
    idx: &[u8],
    told: &mut dyn FnMut(f64),
) -> Result<Vec<u8>> {
    let mut packing = Packing::new(code, digits, idx)?;
    while !packing.advance() {
        told(packing.share());
    }
    Ok(packing.file())
}

/// The IDX file that was packed.
///
/// # Errors
/// As [`Unpacking::new`]; `bad-file` when the images are not those that were packed.
pub fn unpack(code: Rc<dyn Code>, file: &[u8], told: &mut dyn FnMut(f64)) -> Result<Vec<u8>> {
    let mut unpacking = Unpacking::new(code, file)?;
    while !unpacking.advance()? {
        told(unpacking.share());
    }
    unpacking.idx()
}

/// An IDX file of the same images with each pixel black or white: white, 255, from 128 on.
///
/// # Errors
/// `bad-file` when it is no file of images.
pub fn binarised(idx: &[u8]) -> Result<Vec<u8>> {
    let pixels = parse_images(idx)?.iter();
    let pixels: Vec<u8> = pixels
        .map(|&pixel| if pixel < 128 { 0 } else { 255 })
        .collect();
    Ok(write_images(&pixels))
}

/// The images of an IDX file.
pub(super) struct Read<'a> {
    pixels: &'a [u8],
    levels: [u8; 2],
    /// As a code takes them.
    pub symbols: Vec<u8>,
}

/// Reads images to be packed, grey or black and white.
///
/// # Errors
/// As [`Packing::new`].
pub(super) fn read(idx: &[u8], grey: bool) -> Result<Read<'_>> {
    let pixels = parse_images(idx)?;
    let images = pixels.len() / PIXELS;
    if images > MOST {
        return Err(refused(&format!(
            "The file holds {images} images; at most {MOST} are packed together: split it."
        )));
    }
    let levels = if grey { EXTREMES } else { levels(pixels)? };
    let symbols = match grey {
        true => pixels.to_vec(),
        false => (pixels.iter())
            .map(|&pixel| u8::from(pixel == levels[1]))
            .collect(),
    };
    Ok(Read {
        pixels,
        levels,
        symbols,
    })
}

/// The values of black and white pixels.
fn levels(pixels: &[u8]) -> Result<[u8; 2]> {
    let mut known = [false; 256];
    pixels
        .iter()
        .for_each(|&pixel| known[usize::from(pixel)] = true);
    let mut found = (0..=255u8).filter(|&value| known[usize::from(value)]);
    match (found.next(), found.next(), found.count()) {
        (Some(black), Some(white), 0) => Ok([black, white]),
        (None | Some(0), None, _) => Ok([0, 255]),
        (Some(white), None, _) => Ok([0, white]),
        (_, _, more) => Err(refused(&format!(
            "The images have {} grey values, and these weights say how likely black and white images are: make them so first \
             (--binarise), which is then what the file unpacks to, or take weights of likelihood=discretised-logistic.",
            more + 2
        ))),
    }
}

/// What was unpacked is not what was packed, although the file is whole.
fn not_these() -> crate::Error {
    bad("The file does not unpack to the images that were packed: it was not written by this playground, or is damaged.".into())
}
