//! MNIST's file format: a magic number with the number of dimensions, the dimensions, then one byte a value; all big-endian.

use anyhow::{Result, ensure};

/// An IDX file of bytes, split into its dimensions and its values.
#[derive(Debug, PartialEq)]
pub struct Idx<'a> {
    /// The number of items, then the shape of one.
    pub dimensions: Vec<usize>,
    /// The values, item after item.
    pub values: &'a [u8],
}

impl<'a> Idx<'a> {
    /// Read and check a whole file.
    pub fn read(bytes: &'a [u8]) -> Result<Self> {
        ensure!(
            bytes.len() >= 4 && bytes[..3] == [0, 0, 8],
            "this is no IDX file of bytes"
        );
        let header = 4 + 4 * usize::from(bytes[3]);
        ensure!(bytes.len() >= header, "the IDX header is cut off");
        let dimensions: Vec<usize> = bytes[4..header]
            .chunks_exact(4)
            .map(|four| u32::from_be_bytes(four.try_into().expect("four bytes")) as usize)
            .collect();
        let values = &bytes[header..];
        let expected: usize = dimensions.iter().product();
        ensure!(
            values.len() == expected,
            "the IDX file promises {expected} values and has {}",
            values.len()
        );
        Ok(Self { dimensions, values })
    }

    /// Some of the items as an IDX file of their own.
    pub fn slice(&self, start: usize, end: usize) -> Vec<u8> {
        let item: usize = self.dimensions[1..].iter().product();
        let mut file = vec![0, 0, 8, self.dimensions.len() as u8];
        for dimension in [end - start].iter().chain(&self.dimensions[1..]) {
            file.extend((*dimension as u32).to_be_bytes());
        }
        file.extend(&self.values[start * item..end * item]);
        file
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: [u8; 4 + 12 + 12] = [
        0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
    ];

    #[test]
    fn a_slice_is_a_file_again() {
        let all = Idx::read(&FILE).unwrap();
        assert_eq!(all.dimensions, [3, 2, 2]);
        assert_eq!(all.slice(0, 3), FILE);
        let last = all.slice(2, 3);
        assert_eq!(
            Idx::read(&last).unwrap(),
            Idx {
                dimensions: vec![1, 2, 2],
                values: &[9, 10, 11, 12]
            }
        );
    }

    #[test]
    fn bad_files_are_refused() {
        for (bad, why) in [
            (&FILE[..0], "empty"),
            (&FILE[..9], "cut off in the header"),
            (&FILE[..27], "one value short"),
            (&[&FILE[..], &[0]].concat(), "one value more"),
            (&[&[0, 0, 13], &FILE[3..]].concat(), "floats"),
            (&[&[31, 139, 8], &FILE[3..]].concat(), "gzip"),
        ] {
            assert!(Idx::read(bad).is_err(), "{why}");
        }
    }
}
