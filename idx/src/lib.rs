//! The IDX format, in which MNIST and its relatives are published: two zero bytes, the type of a value, the number of
//! dimensions, each dimension as 32 bits, then the values; all big-endian. See <https://yann.lecun.com/exdb/mnist/> ("the
//! IDX file format").
//!
//! Nothing is believed before it is checked: a header may promise more values than any memory holds, or sizes whose product
//! overflows. [`Header::read`] needs only a file's first bytes, so that a reader knows how much to expect before it
//! unpacks or allocates anything.

#[cfg(test)]
mod tests;

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
    pub fn size(self) -> u64 {
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
        let (items, shape) = (self.header.dimensions[0], &self.header.dimensions[1..]);
        // Of no items a size may be said that no number holds.
        let item = self.values.len() / items.max(1) as usize;
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
