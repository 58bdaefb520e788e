//! The IDX format, in which MNIST is published: a big-endian header (magic number, then each dimension),
//! then one byte a value. See <https://yann.lecun.com/exdb/mnist/> ("the IDX file format").

use crate::error::{Error, ErrorCode, Result};

/// Magic number of a three-dimensional array of unsigned bytes (images).
const MAGIC_IMAGES: u32 = 0x0000_0803;
/// Magic number of a one-dimensional array of unsigned bytes (labels).
const MAGIC_LABELS: u32 = 0x0000_0801;

/// Pixels of images `[n, 28, 28]`, one byte each, from the bytes of an IDX file.
///
/// # Errors
/// `bad-file` when the magic number, the image size or the length is wrong.
pub fn parse_images(bytes: &[u8]) -> Result<&[u8]> {
    let [count, rows, columns] = header(bytes, MAGIC_IMAGES, "images")?;
    if (rows, columns) != (28, 28) {
        return Err(bad(format!(
            "The images are {rows}x{columns} pixels; MNIST's are 28x28."
        )));
    }
    body(bytes, 16, u64::from(count) * 784, "images")
}

/// Labels `[n]`, each 0 to 9, from the bytes of an IDX file.
///
/// # Errors
/// `bad-file` when the magic number or the length is wrong, or a label is above 9.
pub fn parse_labels(bytes: &[u8]) -> Result<&[u8]> {
    let [count] = header(bytes, MAGIC_LABELS, "labels")?;
    let labels = body(bytes, 8, u64::from(count), "labels")?;
    match labels.iter().position(|&label| label > 9) {
        Some(at) => Err(bad(format!(
            "Label {at} is {}; digits go from 0 to 9.",
            labels[at]
        ))),
        None => Ok(labels),
    }
}

/// The bytes of an IDX file of images, from their pixels, 784 an image.
pub fn write_images(pixels: &[u8]) -> Vec<u8> {
    write(&[MAGIC_IMAGES, (pixels.len() / 784) as u32, 28, 28], pixels)
}

/// The bytes of an IDX file of labels.
pub fn write_labels(labels: &[u8]) -> Vec<u8> {
    write(&[MAGIC_LABELS, labels.len() as u32], labels)
}

fn write(header: &[u32], values: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(4 * header.len() + values.len());
    bytes.extend(header.iter().flat_map(|word| word.to_be_bytes()));
    bytes.extend(values);
    bytes
}

/// The dimensions after the magic number.
fn header<const N: usize>(bytes: &[u8], magic: u32, what: &str) -> Result<[u32; N]> {
    let word = |at: usize| {
        bytes
            .get(4 * at..4 * at + 4)
            .map(|b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]))
    };
    let found = word(0).ok_or_else(|| bad(format!("The {what} file ends within its header.")))?;
    if found != magic {
        let hint = match found {
            MAGIC_IMAGES => " It holds images: are the two files swapped?",
            MAGIC_LABELS => " It holds labels: are the two files swapped?",
            _ if found >> 16 == 0x1f8b => " It is compressed: unpack it first.",
            _ => "",
        };
        return Err(bad(format!(
            "This is no IDX file of {what}: it starts with {found:#010x}, not {magic:#010x}.{hint}"
        )));
    }
    let mut dims = [0; N];
    for (at, dim) in dims.iter_mut().enumerate() {
        *dim =
            word(at + 1).ok_or_else(|| bad(format!("The {what} file ends within its header.")))?;
    }
    Ok(dims)
}

/// The bytes after the header, which must be exactly as many as the header says.
fn body<'a>(bytes: &'a [u8], start: usize, length: u64, what: &str) -> Result<&'a [u8]> {
    let rest = &bytes[start..];
    if rest.len() as u64 != length {
        let verb = if (rest.len() as u64) < length {
            "is cut short"
        } else {
            "is too long"
        };
        return Err(bad(format!(
            "The {what} file {verb}: its header promises {length} bytes, {} follow. Fetch it again.",
            rest.len()
        )));
    }
    Ok(rest)
}

fn bad(message: String) -> Error {
    Error::new(ErrorCode::BadFile, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};
    use rand::RngExt;

    fn images(count: u32, rows: u32, columns: u32, body: usize) -> Vec<u8> {
        let mut bytes: Vec<u8> = [MAGIC_IMAGES, count, rows, columns]
            .iter()
            .flat_map(|w| w.to_be_bytes())
            .collect();
        bytes.resize(16 + body, 7);
        bytes
    }

    fn labels(values: &[u8]) -> Vec<u8> {
        let mut bytes: Vec<u8> = [MAGIC_LABELS, values.len() as u32]
            .iter()
            .flat_map(|w| w.to_be_bytes())
            .collect();
        bytes.extend_from_slice(values);
        bytes
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
