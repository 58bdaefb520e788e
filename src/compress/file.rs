//! The file of packed images.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `\x89GPACK\r\n`: a copy made as text is known at once |
//! | 1 | the format's version, 1 |
//! | 1 | how the images are coded: 0 bits back, 1 block by block, 2 bits back of grey values; 128 more where each is told its digit |
//! | 2 | the values of a black and of a white pixel; 0 and 255 where they are grey |
//! | 4 | how many images, of 28 by 28 pixels |
//! | 4 | bytes of the whole file |
//! | 8 | the hash of the weights that it needs |
//! | 8 | the hash of the pixels |
//! | 8 and more | the [`Stack`](super::Stack) |
//! | 8 | the hash of all bytes before |
//!
//! Numbers are little-endian. The hashes find accidents, not forgeries; a forged file costs no more than the images that it says it
//! holds, which are at most [`MOST`].

use super::Method;
use crate::dataset::hash::of_words;
use crate::error::{Error, ErrorCode, Result};

/// The most images of a file.
pub const MOST: usize = 100_000;

/// Bytes of a file beside its stack.
pub const AROUND: usize = HEADER + CHECK;

const MAGIC: [u8; 8] = *b"\x89GPACK\r\n";
const VERSION: u8 = 1;
const HEADER: usize = 36;
const CHECK: usize = 8;
/// Added to a method's number.
const TOLD: u8 = 128;
const METHODS: [Method; 3] = [Method::BitsBack, Method::Blocks, Method::GreyBitsBack];

/// What stands before the packed images.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// How they are coded.
    pub method: Method,
    /// Whether a digit stands before each image.
    pub told: bool,
    /// The values of a black and of a white pixel; 0 and 255 where they are grey.
    pub levels: [u8; 2],
    /// How many.
    pub images: usize,
    /// The hash of the weights.
    pub weights: u64,
    /// The hash of the pixels.
    pub content: u64,
}

/// The file of a stack.
pub fn write(header: &Header, stack: &[u8]) -> Vec<u8> {
    let Header {
        method,
        told,
        levels,
        images,
        weights,
        content,
    } = header;
    let method = METHODS.iter().position(|one| one == method);
    let method = method.unwrap_or_default() as u8 | if *told { TOLD } else { 0 };
    let length = AROUND + stack.len();
    let mut file = MAGIC.to_vec();
    file.extend([VERSION, method]);
    file.extend(levels);
    file.extend((*images as u32).to_le_bytes());
    file.extend((length as u32).to_le_bytes());
    file.extend(weights.to_le_bytes());
    file.extend(content.to_le_bytes());
    file.extend(stack);
    file.extend(hash(&file).to_le_bytes());
    file
}

/// The header of a file, and its stack.
///
/// # Errors
/// `bad-file`, saying what is wrong with it.
pub fn read(file: &[u8]) -> Result<(Header, &[u8])> {
    if !file.starts_with(&MAGIC[..MAGIC.len().min(file.len().max(1))]) {
        return Err(bad(
            "This is no file of packed images: its first bytes are others. Give one that `playground compress` or the page wrote.".into(),
        ));
    }
    let number = |from: usize, bytes: usize| {
        let bytes = file[from..from + bytes].iter().rev();
        bytes.fold(0u64, |number, &byte| number << 8 | u64::from(byte))
    };
    if file.len() > MAGIC.len() && file[8] != VERSION {
        return Err(bad(format!(
            "The file has format version {}; this playground unpacks version {VERSION}. Update, or reload the page.",
            file[8]
        )));
    }
    let promised = match file.len() {
        0..AROUND => AROUND as u64,
        _ => number(16, 4),
    };
    let found = file.len() as u64;
    if found < promised {
        return Err(bad(format!(
            "The file is cut short: {found} of its {promised} bytes are there. Fetch it again."
        )));
    }
    let (before, check) = file.split_at(file.len() - CHECK);
    let checked = number(before.len(), check.len());
    let images = number(12, 4) as usize;
    let method = METHODS.get(usize::from(file[9] & !TOLD));
    let (Some(&method), true) = (method, found == promised && checked == hash(before)) else {
        return Err(bad(
            "The file is damaged: its bytes are not those that were written. Fetch it again."
                .into(),
        ));
    };
    if images > MOST {
        return Err(bad(format!(
            "The file says that it holds {images} images; {MOST} are the most."
        )));
    }
    let header = Header {
        method,
        told: file[9] & TOLD != 0,
        levels: [file[10], file[11]],
        images,
        weights: number(20, 8),
        content: number(28, 8),
    };
    Ok((header, &before[HEADER..]))
}

/// The hash of bytes.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks();
    let words = words.iter().map(|word| u64::from_le_bytes(*word));
    let rest = rest.iter().map(|&byte| byte.into());
    of_words(words.chain(rest).chain([bytes.len() as u64]))
}

pub(super) fn bad(message: String) -> Error {
    Error::new(ErrorCode::BadFile, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> (Header, Vec<u8>, Vec<u8>) {
        let header = Header {
            method: Method::Blocks,
            told: true,
            levels: [0, 255],
            images: 300,
            weights: 0x0123_4567_89ab_cdef,
            content: 42,
        };
        let stack: Vec<u8> = (0..61).collect();
        let file = write(&header, &stack);
        (header, stack, file)
    }

    #[test]
    fn a_file_is_read_as_it_was_written() {
        let (header, stack, file) = file();
        assert_eq!(read(&file), Ok((header, &stack[..])));
        assert_eq!(file.len(), AROUND + stack.len());
        let (empty, nothing) = (write(&header, &[]), &[][..]);
        assert_eq!(read(&empty), Ok((header, nothing)));
    }

    #[test]
    fn a_file_that_is_cut_short_says_so_wherever_it_is_cut() {
        let (_, _, file) = file();
        for length in 1..file.len() {
            let error = read(&file[..length]).unwrap_err();
            assert_eq!(error.code, ErrorCode::BadFile);
            assert!(error.message.contains("cut short"), "{length}: {error}");
        }
        assert!(read(&[]).unwrap_err().message.contains("first bytes"));
    }

    #[test]
    fn every_flipped_bit_is_found() {
        let (_, _, file) = file();
        for at in 0..file.len() {
            for bit in 0..8 {
                let mut other = file.clone();
                other[at] ^= 1 << bit;
                let error = read(&other).unwrap_err();
                assert_eq!(error.code, ErrorCode::BadFile, "byte {at}, bit {bit}");
            }
        }
        let longer = [&file[..], &[0]].concat();
        assert!(read(&longer).unwrap_err().message.contains("damaged"));
    }

    #[test]
    fn a_file_of_more_images_than_there_may_be_is_refused() {
        let (header, stack, _) = file();
        let images = MOST + 1;
        let error = read(&write(&Header { images, ..header }, &stack)).unwrap_err();
        assert!(error.message.contains("100001 images"), "{error}");
    }
}
