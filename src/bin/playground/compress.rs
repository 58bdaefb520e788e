//! `playground compress` and `decompress`: images into a file by a model's probabilities, and out of it to the very bytes.

use crate::destination::{Destination, Inputs};
use crate::output::{Result, line, note};
use crate::share_bar::ShareBar;
use crate::{input, open};
use generative_playground::compress::{Choosing, Code, binarised, code_of, file, pack, unpack};
use generative_playground::dataset::PIXELS;
use generative_playground::training::Trainer;
use std::path::PathBuf;
use std::rc::Rc;

/// Bytes before the pixels of an IDX file of images.
const IDX_HEADER: usize = 16;
/// The most that is read of a file: packed, images take hardly more than a byte a pixel, whatever the weights.
const MOST: u64 = 2 * (file::MOST * PIXELS) as u64;

/// Arguments of `compress`.
#[derive(clap::Args)]
pub struct Compress {
    #[command(flatten)]
    files: Files,
    /// Make every pixel of 128 and more white and the others black first: that is then what the file unpacks to.
    #[arg(long)]
    binarise: bool,
}

/// Arguments of `decompress`.
#[derive(clap::Args)]
#[command(mut_arg("input", |input| input.help("The file to unpack: what `compress` has made by these weights")))]
pub struct Decompress {
    #[command(flatten)]
    files: Files,
}

#[derive(clap::Args)]
struct Files {
    #[command(flatten)]
    weights: open::Weights,
    /// The file to pack: images of 28 by 28 pixels in the IDX format, as they are (unpacked, if they were gzipped).
    #[arg(long = "in", value_name = "FILE")]
    input: PathBuf,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Files {
    /// Makes one file of the other, and says what came of it. Probabilities are computed in plain arithmetic on the processor: the same
    /// ones everywhere.
    fn convert(
        &self,
        make: impl FnOnce(&Trainer, Rc<dyn Code>, Vec<u8>, &mut dyn FnMut(f64)) -> Result<Vec<u8>>,
    ) -> Result<[usize; 2]> {
        let out = Destination::check("--out", &self.out)?;
        let inputs = Inputs {
            files: &[self.weights.file(), ("--in", &self.input)],
            data: None,
        };
        inputs.are_apart_from("--out", &out)?;
        let device = open::Device::Cpu.open()?;
        let trainer = open::trainer(&self.weights, &device)?;
        let code = pollster::block_on(code_of(&trainer))?;
        let shown = self.input.display();
        let bytes = input::read(&self.input, MOST)?;
        let read = bytes.len();
        let bar = ShareBar::new();
        let made = make(&trainer, code, bytes, &mut |share| bar.show(share));
        drop(bar);
        let made = made.map_err(|error| format!("{shown}: {error}"))?;
        out.write(&made)?;
        Ok([read, made.len()])
    }
}

/// Runs `compress`.
pub fn compress(arguments: Compress) -> Result<()> {
    let [read, written] = arguments.files.convert(|trainer, code, idx, told| {
        let idx = if arguments.binarise {
            note("The images are made black and white: the file unpacks to those.");
            binarised(&idx)?
        } else {
            idx
        };
        let mut choosing = Choosing::new(trainer, &idx)?;
        while !pollster::block_on(choosing.advance())? {
            told(0.5 * choosing.share());
        }
        let digits = choosing.digits();
        let before = if digits.is_empty() { 0.0 } else { 0.5 };
        let told = &mut |share| told(before + (1.0 - before) * share);
        Ok(pack(code, digits, &idx, told)?)
    })?;
    let out = arguments.files.out.display();
    // An IDX file has a byte a pixel.
    match read.saturating_sub(IDX_HEADER) {
        0 => line(format_args!("{out}: {written} bytes, of no images")),
        pixels => line(format_args!(
            "{out}: {written} bytes, {:.4} bits a pixel",
            8.0 * written as f64 / pixels as f64
        )),
    }
}

/// Runs `decompress`.
pub fn decompress(arguments: Decompress) -> Result<()> {
    let [_, written] =
        (arguments.files).convert(|_, code, file, told| Ok(unpack(code, &file, told)?))?;
    line(format_args!(
        "{}: {written} bytes",
        arguments.files.out.display()
    ))
}
