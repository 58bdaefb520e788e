//! The IDX format, in which MNIST and its relatives are published: two zero bytes, the type of a value, the number of
//! dimensions, each dimension as 32 bits, then the values; all big-endian. See <https://yann.lecun.com/exdb/mnist/> ("the
//! IDX file format").
//!
//! Nothing is believed before it is checked: a header may promise more values than any memory holds, or sizes whose product
//! overflows. [`Header::read`] needs only a file's first bytes, so that a reader knows how much to expect before it
//! unpacks or allocates anything.

use std::fmt;

/// What one value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An unsigned byte: pixels and labels of MNIST.
    U8,
    /// A signed byte.
    I8,
    /// 16 bits, signed.
    I16,
    /// 32 bits, signed: labels of QMNIST.
    I32,
    /// 32 bits, floating point.
    F32,
    /// 64 bits, floating point.
    F64,
}

impl Kind {
    const ALL: [(u8, Self, u64); 6] = [
        (0x08, Self::U8, 1),
        (0x09, Self::I8, 1),
        (0x0b, Self::I16, 2),
        (0x0c, Self::I32, 4),
        (0x0d, Self::F32, 4),
        (0x0e, Self::F64, 8),
    ];

    /// Bytes of one value.
    fn size(self) -> u64 {
        let found = Self::ALL.iter().find(|(_, kind, _)| *kind == self);
        found.map_or(1, |&(_, _, size)| size)
    }
}

/// Why bytes are no IDX file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The first bytes are those of something else, at most four of them.
    Foreign(Vec<u8>),
    /// The bytes end before the values begin.
    Header,
    /// The header's dimensions, multiplied, are more bytes than 64 bits count.
    Overflow(Vec<u32>),
    /// Another number of bytes follows than the header promises.
    Length {
        /// Bytes that the header promises.
        promised: u64,
        /// Bytes that follow it.
        found: u64,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign(start) => {
                write!(f, "This is no IDX file: it starts with 0x")?;
                start.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
                let hint = match start.as_slice() {
                    [0x1f, 0x8b, ..] => " It is compressed: unpack it first.",
                    [b'P', b'K', ..] | [0xfd, b'7', ..] => " It is an archive: unpack it first.",
                    [b'<', ..] => " It looks like a web page: fetch the file again.",
                    _ => "",
                };
                write!(f, ".{hint}")
            }
            Self::Header => write!(f, "The file ends within its header. Fetch it again."),
            Self::Overflow(dimensions) => write!(
                f,
                "The header promises {dimensions:?} values, more than any file holds. Fetch it again."
            ),
            Self::Length { promised, found } => {
                let verb = if found < promised {
                    "is cut short"
                } else {
                    "is too long"
                };
                write!(
                    f,
                    "The file {verb}: its header promises {promised} bytes, {found} follow. Fetch it again."
                )
            }
        }
    }
}

impl std::error::Error for Error {}

/// What stands before the values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// What one value is.
    pub kind: Kind,
    /// The number of items, then the shape of one.
    pub dimensions: Vec<u32>,
    /// Bytes that follow the header.
    pub promised: u64,
}

impl Header {
    /// The most bytes that a header takes.
    pub const MOST: usize = 4 + 4 * 255;

    /// The header in a file's first bytes; more may follow, or not be there yet.
    ///
    /// # Errors
    /// [`Error::Foreign`], [`Error::Header`] or [`Error::Overflow`].
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let foreign = || Error::Foreign(bytes[..bytes.len().min(4)].to_vec());
        let &[first, second, kind, count, ref rest @ ..] = bytes else {
            return Err(match bytes {
                [] | [0] | [0, 0, ..] => Error::Header,
                _ => foreign(),
            });
        };
        let kind = Kind::ALL.iter().find(|&&(code, ..)| code == kind);
        let Some(&(_, kind, size)) = kind.filter(|_| [first, second] == [0, 0]) else {
            return Err(foreign());
        };
        // No dimension at all would be a single value, which nobody writes.
        if count == 0 {
            return Err(foreign());
        }
        let words = rest.get(..4 * usize::from(count)).ok_or(Error::Header)?;
        let dimensions: Vec<_> = words
            .as_chunks()
            .0
            .iter()
            .map(|&word| u32::from_be_bytes(word))
            .collect();
        let promised = dimensions.iter().try_fold(size, |all, &dimension| {
            all.checked_mul(u64::from(dimension))
        });
        match promised {
            Some(promised) => Ok(Self {
                kind,
                dimensions,
                promised,
            }),
            None => Err(Error::Overflow(dimensions)),
        }
    }

    /// Bytes of the header itself.
    pub fn length(&self) -> usize {
        4 + 4 * self.dimensions.len()
    }
}

/// A whole file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idx<'a> {
    /// What the file says of its values.
    pub header: Header,
    /// The values, item after item.
    pub values: &'a [u8],
}

impl<'a> Idx<'a> {
    /// Reads and checks a whole file.
    ///
    /// # Errors
    /// Those of [`Header::read`], and [`Error::Length`].
    pub fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        let header = Header::read(bytes)?;
        let values = &bytes[header.length()..];
        let (promised, found) = (header.promised, values.len() as u64);
        if promised != found {
            return Err(Error::Length { promised, found });
        }
        Ok(Self { header, values })
    }

    /// Items `start..end` as a file of their own.
    ///
    /// # Panics
    /// When there are fewer.
    pub fn slice(&self, start: usize, end: usize) -> Vec<u8> {
        let shape = &self.header.dimensions[1..];
        let item = shape
            .iter()
            .fold(self.header.kind.size(), |all, &size| all * u64::from(size))
            as usize;
        let dimensions: Vec<_> = std::iter::once((end - start) as u32)
            .chain(shape.iter().copied())
            .collect();
        write(
            self.header.kind,
            &dimensions,
            &self.values[start * item..end * item],
        )
    }
}

/// The bytes of a file.
///
/// # Panics
/// With more than 255 dimensions.
pub fn write(kind: Kind, dimensions: &[u32], values: &[u8]) -> Vec<u8> {
    let code = Kind::ALL
        .iter()
        .find(|(_, found, _)| *found == kind)
        .map_or(0, |&(code, ..)| code);
    let count = u8::try_from(dimensions.len()).expect("at most 255 dimensions");
    let mut bytes = Vec::with_capacity(4 + 4 * dimensions.len() + values.len());
    bytes.extend([0, 0, code, count]);
    bytes.extend(
        dimensions
            .iter()
            .flat_map(|dimension| dimension.to_be_bytes()),
    );
    bytes.extend(values);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_sliced() {
        for (kind, dimensions) in [
            (Kind::U8, vec![3, 2, 2]),
            (Kind::U8, vec![5]),
            (Kind::I32, vec![4, 8]),
            (Kind::F64, vec![2, 1, 3]),
            (Kind::I16, vec![0, 28]),
        ] {
            let size =
                dimensions.iter().map(|&n| n as usize).product::<usize>() * kind.size() as usize;
            let values: Vec<u8> = (0..size).map(|at| at as u8).collect();
            let file = write(kind, &dimensions, &values);
            let all = Idx::read(&file).unwrap();
            assert_eq!(
                (all.header.kind, &all.header.dimensions),
                (kind, &dimensions)
            );
            assert_eq!(all.values, values);
            let count = dimensions[0] as usize;
            assert_eq!(all.slice(0, count), file);
            if count > 1 {
                let last = all.slice(count - 1, count);
                let item = size / count;
                assert_eq!(Idx::read(&last).unwrap().values, &values[size - item..]);
            }
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        let good = write(Kind::U8, &[2, 3], &[7; 6]);
        let table: [(Vec<u8>, &str); 9] = [
            (vec![], "ends within its header"),
            (good[..3].to_vec(), "ends within its header"),
            (good[..11].to_vec(), "ends within its header"),
            (
                good[..17].to_vec(),
                "cut short: its header promises 6 bytes, 5 follow",
            ),
            ([&good[..], &[0]].concat(), "too long"),
            ([&[31, 139, 8, 0], &good[4..]].concat(), "compressed"),
            (b"<!doctype html>".to_vec(), "web page"),
            (vec![0, 0, 8, 0, 1], "no IDX file"),
            // A product that overflows must not wrap round to a length that fits.
            (
                write(Kind::U8, &[1 << 31, 1 << 31, 1 << 2], &[]),
                "more than any file holds",
            ),
        ];
        for (bytes, says) in table {
            let error = Idx::read(&bytes).unwrap_err().to_string();
            assert!(error.contains(says), "{error} should say {says}");
        }
    }

    /// Whatever the bytes: no panic, and what is read is what the header promised. Every file cut at every length, with every
    /// value in every place of the header and the first values.
    #[test]
    fn damaged_bytes_never_panic_and_never_lie() {
        let mut whole = 0;
        for good in [
            write(Kind::U8, &[3, 2, 2], &[1; 12]),
            write(Kind::I32, &[2, 1], &[9; 8]),
        ] {
            for length in 0..=good.len() {
                for at in 0..length {
                    for value in 0..=u8::MAX {
                        let mut bytes = good[..length].to_vec();
                        bytes[at] = value;
                        if let Ok(idx) = Idx::read(&bytes) {
                            whole += 1;
                            let count: u64 = idx
                                .header
                                .dimensions
                                .iter()
                                .map(|&n| u64::from(n))
                                .product();
                            assert_eq!(count * idx.header.kind.size(), idx.values.len() as u64);
                            assert_eq!(idx.slice(0, idx.header.dimensions[0] as usize), bytes);
                        }
                    }
                }
            }
        }
        assert!(whole > 1_000, "{whole}");
    }
}
