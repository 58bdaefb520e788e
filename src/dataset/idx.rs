//! MNIST's files: what the crate `idx` reads, held to 28x28 pixels of one byte and ten digits.

use crate::error::{Error, ErrorCode, Result};
use ::idx::{Idx, Kind, write};

/// Pixels of images `[n, 28, 28]`, one byte each, from the bytes of an IDX file.
///
/// # Errors
/// `bad-file` when the type, the image size or the length is wrong.
pub fn parse_images(bytes: &[u8]) -> Result<&[u8]> {
    let idx = read(bytes)?;
    match (idx.header.kind, idx.header.dimensions.as_slice()) {
        (Kind::U8, [_, 28, 28]) => Ok(idx.values),
        (Kind::U8, [_, rows, columns]) => Err(bad(format!(
            "The images are {rows}x{columns} pixels; MNIST's are 28x28."
        ))),
        _ => Err(other(&idx, "images")),
    }
}

/// Labels `[n]`, each 0 to 9, from the bytes of an IDX file.
///
/// # Errors
/// `bad-file` when the type or the length is wrong, or a label is above 9.
pub fn parse_labels(bytes: &[u8]) -> Result<&[u8]> {
    let idx = read(bytes)?;
    let (Kind::U8, [_]) = (idx.header.kind, idx.header.dimensions.as_slice()) else {
        return Err(other(&idx, "labels"));
    };
    let labels = idx.values;
    match labels.iter().position(|&label| label > 9) {
        Some(at) => Err(bad(format!(
            "Label {at} is {}; digits go from 0 to 9.",
            labels[at]
        ))),
        None => Ok(labels),
    }
}

/// A file of labels as MNIST has them: QMNIST keeps several numbers an image, 32 bits each, of which the first is the digit.
///
/// # Errors
/// `bad-file` when the bytes are no IDX file, or a label is no byte.
#[cfg(not(target_family = "wasm"))]
pub fn digits(bytes: Vec<u8>) -> Result<Vec<u8>> {
    let file = read(&bytes)?;
    let (Kind::I32, [count, ..]) = (file.header.kind, file.header.dimensions.as_slice()) else {
        return Ok(bytes);
    };
    let item = file.values.len() / (*count).max(1) as usize;
    let labels: Option<Vec<u8>> = file
        .values
        .chunks_exact(item.max(4))
        .map(|item| u8::try_from(i32::from_be_bytes([item[0], item[1], item[2], item[3]])).ok())
        .collect();
    match labels {
        Some(labels) => Ok(write_labels(&labels)),
        None => Err(bad("It holds labels that are no digits.".into())),
    }
}

/// The bytes of an IDX file of images, from their pixels, 784 an image.
pub fn write_images(pixels: &[u8]) -> Vec<u8> {
    write(Kind::U8, &[(pixels.len() / 784) as u32, 28, 28], pixels)
}

/// The bytes of an IDX file of labels.
pub fn write_labels(labels: &[u8]) -> Vec<u8> {
    write(Kind::U8, &[labels.len() as u32], labels)
}

fn read(bytes: &[u8]) -> Result<Idx<'_>> {
    Idx::read(bytes).map_err(|error| bad(error.to_string()))
}

/// A whole IDX file, but not of what was asked for.
fn other(idx: &Idx, what: &str) -> Error {
    let hint = match (idx.header.kind, idx.header.dimensions.len()) {
        (Kind::U8, 1 | 3) => " Are the files of images and of labels swapped?",
        _ => "",
    };
    bad(format!(
        "This is no file of {what}: it holds {:?} values of shape {:?}.{hint}",
        idx.header.kind, idx.header.dimensions
    ))
}

pub(super) fn bad(message: String) -> Error {
    Error::new(ErrorCode::BadFile, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};
    use rand::RngExt;

    fn images(count: u32, rows: u32, columns: u32, body: usize) -> Vec<u8> {
        write(Kind::U8, &[count, rows, columns], &vec![7; body])
    }

    fn labels(values: &[u8]) -> Vec<u8> {
        write_labels(values)
    }

    #[test]
    fn whole_files_are_read() {
        assert_eq!(
            parse_images(&images(2, 28, 28, 2 * 784)).unwrap(),
            [7; 2 * 784]
        );
        assert_eq!(parse_labels(&labels(&[0, 9, 4])).unwrap(), [0, 9, 4]);
        assert_eq!(parse_images(&images(0, 28, 28, 0)).unwrap(), [0u8; 0]);
    }

    #[test]
    fn damaged_files_are_refused_with_the_reason() {
        let table: [(Vec<u8>, &str); 7] = [
            (vec![], "ends within its header"),
            (
                images(2, 28, 28, 0)[..10].to_vec(),
                "ends within its header",
            ),
            (images(2, 28, 28, 783), "cut short"),
            (images(2, 28, 28, 2 * 784 + 1), "too long"),
            (images(1, 32, 32, 1024), "32x32"),
            (labels(&[1]), "swapped"),
            (vec![0x1f, 0x8b, 8, 0, 0], "compressed"),
        ];
        for (bytes, reason) in table {
            let error = parse_images(&bytes).unwrap_err();
            assert_eq!(error.code, ErrorCode::BadFile);
            assert!(
                error.message.contains(reason),
                "{} should say {reason}",
                error.message
            );
        }
        assert!(
            parse_labels(&labels(&[3, 10]))
                .unwrap_err()
                .message
                .contains("Label 1 is 10")
        );
        // A header whose product of dimensions overflows 32 bits must not wrap around to a valid length.
        assert!(parse_images(&images(u32::MAX, 28, 28, 0)).is_err());
    }

    #[test]
    fn random_and_mutated_bytes_never_panic() {
        let mut rng = stream(11, Purpose::Noise, 0);
        let valid = images(3, 28, 28, 3 * 784);
        for _ in 0..20_000 {
            let mut bytes = if rng.random_range(0..2) == 0 {
                valid[..rng.random_range(0..=valid.len() as u32) as usize].to_vec()
            } else {
                (0..rng.random_range(0..64u32))
                    .map(|_| rng.random())
                    .collect()
            };
            if !bytes.is_empty() {
                let at = rng.random_range(0..bytes.len().min(20) as u32) as usize;
                bytes[at] ^= 1 << rng.random_range(0..8u32);
            }
            if let Ok(pixels) = parse_images(&bytes) {
                assert_eq!(pixels.len() % 784, 0);
            }
            let _ = parse_labels(&bytes);
        }
    }
}
