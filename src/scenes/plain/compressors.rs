//! General compressors, for which crates stand natively; the page has gzip from its browser.
//!
//! gzip, bzip2 and xz get the images one after the other, black and white ones as bits, eight pixels a byte. PNG and WebP get one picture of all of
//! them, side by side and below each other, because what stands around a picture would outweigh a digit.

use crate::dataset::PIXELS;
use flate2::Compression;
use flate2::write::GzEncoder;
use image_webp::{ColorType, WebPEncoder};
use lzma_rust2::{XzOptions, XzWriter};
use std::io::{Error, Result, Write};

const SIDE: usize = 28;

/// Bytes of images `[n * 784]`, 0 or 1 or grey values in between, by each compressor at its highest level, the fewest first.
///
/// # Errors
/// A compressor's own.
pub fn compressed(images: &[f32], grey: bool) -> Result<Vec<(&'static str, usize)>> {
    let pack = if grey { bytes } else { bits };
    let depth = match grey {
        true => png::BitDepth::Eight,
        false => png::BitDepth::One,
    };
    let packed = pack(images);
    let mut all = vec![
        ("gzip", gzip(&packed)?),
        ("bzip2", bzip2(&packed)?),
        ("xz", xz(&packed)?),
        ("png", png(images, pack, depth)?),
        ("webp", webp(images)?),
    ];
    all.sort_by_key(|&(_, bytes)| bytes);
    Ok(all)
}

/// Eight pixels a byte, the first one highest.
fn bits(pixels: &[f32]) -> Vec<u8> {
    let byte = |pixels: &[f32]| {
        let bits = pixels.iter().enumerate();
        bits.map(|(at, &pixel)| u8::from(pixel > 0.5) << (7 - at))
            .sum()
    };
    pixels.chunks(8).map(byte).collect()
}

/// A byte a pixel.
fn bytes(pixels: &[f32]) -> Vec<u8> {
    let byte = |pixel: &f32| (255.0 * pixel).round() as u8;
    pixels.iter().map(byte).collect()
}

fn gzip(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn bzip2(bytes: &[u8]) -> Result<usize> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn xz(bytes: &[u8]) -> Result<usize> {
    let mut encoder = XzWriter::new(Vec::new(), XzOptions::with_preset(9))?;
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

/// About as many images beside as below each other, the last row filled up with black: pixels, and the size in images.
fn sheet(images: &[f32]) -> (Vec<f32>, [usize; 2]) {
    let n = images.len() / PIXELS;
    let columns = n.isqrt().max(1);
    let rows = n.div_ceil(columns).max(1);
    let mut pixels = vec![0.0; rows * columns * PIXELS];
    for (at, line) in images.chunks_exact(SIDE).enumerate() {
        let (image, y) = (at / SIDE, at % SIDE);
        let start = (image / columns * SIDE + y) * columns * SIDE + image % columns * SIDE;
        pixels[start..start + SIDE].copy_from_slice(line);
    }
    (pixels, [columns, rows])
}

/// By whichever of two filters is better.
fn png(images: &[f32], pack: fn(&[f32]) -> Vec<u8>, depth: png::BitDepth) -> Result<usize> {
    let (pixels, [columns, rows]) = sheet(images);
    let lines = pixels.chunks_exact(columns * SIDE);
    let bytes: Vec<u8> = lines.flat_map(pack).collect();
    let of = |filter| {
        let mut file = Vec::new();
        let mut encoder =
            png::Encoder::new(&mut file, (columns * SIDE) as u32, (rows * SIDE) as u32);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(depth);
        encoder.set_compression(png::Compression::High);
        encoder.set_filter(filter);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&bytes)?;
        writer.finish()?;
        Ok(file.len())
    };
    let [one, other] = [png::Filter::NoFilter, png::Filter::Adaptive].map(of);
    let both: std::result::Result<_, png::EncodingError> = one.and_then(|one| Ok(one.min(other?)));
    both.map_err(Error::other)
}

fn webp(images: &[f32]) -> Result<usize> {
    let (pixels, [columns, rows]) = sheet(images);
    let bytes = bytes(&pixels);
    let mut file = Vec::new();
    let size = [columns, rows].map(|count| (count * SIDE) as u32);
    let encoder = WebPEncoder::new(&mut file);
    let done = encoder.encode(&bytes, size[0], size[1], ColorType::L8);
    done.map_err(Error::other)?;
    Ok(file.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    /// Images with something to find in them, a number that fills no square.
    fn images() -> Vec<f32> {
        let pixel = |at: usize| {
            f32::from(u8::from(
                at % 7 == at / PIXELS % 3 || at % 28 == at / 28 % 28,
            ))
        };
        (0..13 * PIXELS).map(pixel).collect()
    }

    #[test]
    fn all_are_smaller_than_the_bits_and_are_read_by_their_own_decoders() {
        let images = images();
        let found = compressed(&images, false).unwrap();
        assert_eq!(found.len(), 5);
        assert!(found.is_sorted_by_key(|&(_, bytes)| bytes));
        let raw = images.len() / 8;
        assert!(
            found.iter().all(|&(_, bytes)| bytes < raw),
            "{found:?}, {raw}"
        );
        // The bits say the images.
        let bits = bits(&images);
        let back = bits
            .iter()
            .flat_map(|byte| (0..8).map(move |at| f32::from(byte >> (7 - at) & 1)));
        assert!(back.eq(images.iter().copied()));
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&bits).unwrap();
        let mut read = Vec::new();
        let file = encoder.finish().unwrap();
        flate2::read::GzDecoder::new(&file[..])
            .read_to_end(&mut read)
            .unwrap();
        assert_eq!(read, bits);
    }

    /// Of the same two values there are no more bytes to be found when each takes eight bits.
    #[test]
    fn grey_values_are_bytes() {
        let grey: Vec<f32> = images().iter().map(|pixel| 0.2 + 0.6 * pixel).collect();
        assert!(
            bytes(&grey[..9 * 28])
                .iter()
                .all(|byte| [51, 204].contains(byte))
        );
        let found = compressed(&grey, true).unwrap();
        assert_eq!(found.len(), 5);
        assert!(
            found.iter().all(|&(_, bytes)| bytes < grey.len() / 8),
            "{found:?}"
        );
    }

    #[test]
    fn a_sheet_holds_every_image_in_its_place() {
        let images = images();
        let (pixels, [columns, rows]) = sheet(&images);
        assert_eq!([columns, rows], [3, 5]);
        let at = |image: usize, y: usize, x: usize| {
            pixels[(image / 3 * SIDE + y) * 3 * SIDE + image % 3 * SIDE + x]
        };
        for image in 0..13 {
            for y in 0..SIDE {
                for x in 0..SIDE {
                    assert_eq!(at(image, y, x), images[image * PIXELS + y * SIDE + x]);
                }
            }
        }
    }
}
