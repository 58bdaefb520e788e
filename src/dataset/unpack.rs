//! IDX files as they are published and downloaded, plain or gzipped: the bytes say which, not the name.

use super::idx::bad;
use crate::error::Result;
use ::idx::Header;
use flate2::bufread::MultiGzDecoder;
use std::io::{BufRead, Read};

/// The most that is read of one file: 1.3 million images, more than any relative of MNIST has.
const MOST: u64 = 1 << 30;

/// The bytes of an IDX file, plain or gzipped in one member or several, and no more of them than its header promises: a
/// damaged header, or a file made to fill memory, is refused before it can.
///
/// # Errors
/// `bad-file` where it is no such file, or cannot be read.
pub fn unpack(mut file: impl BufRead) -> Result<Vec<u8>> {
    let start = file
        .fill_buf()
        .map_err(|error| bad(format!("The file cannot be read: {error}.")))?;
    if start.starts_with(&[0x1f, 0x8b]) {
        as_promised("unpacked", MultiGzDecoder::new(file))
    } else {
        as_promised("read", file)
    }
}

fn as_promised(verb: &str, mut reader: impl Read) -> Result<Vec<u8>> {
    let failed = |error| {
        bad(format!(
            "The file cannot be {verb}: {error}. Fetch it again."
        ))
    };
    let mut bytes = Vec::new();
    reader
        .by_ref()
        .take(Header::MOST as u64)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    let header = Header::read(&bytes).map_err(|error| bad(error.to_string()))?;
    let whole = header.promised.saturating_add(header.length() as u64);
    if whole > MOST {
        return Err(bad(format!(
            "The header promises {} bytes, and at most {MOST} are read. Fetch it again, or take fewer images.",
            header.promised
        )));
    }
    // One more, to see that nothing follows.
    let rest = (whole + 1).saturating_sub(bytes.len() as u64);
    reader.take(rest).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > whole {
        return Err(bad(format!(
            "The file is too long: more follows than the {} bytes that its header promises. Fetch it again.",
            header.promised
        )));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::idx::{Kind, write};
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn the_bytes_decide_whether_a_file_is_unpacked() {
        let plain = write(Kind::U8, &[3, 28, 28], &[9; 3 * 784]);
        let members = [
            gzip(&plain[..5]),
            gzip(&plain[5..1_000]),
            gzip(&plain[1_000..]),
        ]
        .concat();
        for bytes in [plain.clone(), gzip(&plain), members] {
            assert!(unpack(&bytes[..]).unwrap() == plain);
        }
    }

    #[test]
    fn no_more_is_unpacked_than_a_header_promises() {
        let huge = write(Kind::U8, &[u32::MAX, 28, 28], &[0; 100]);
        let bomb = write(Kind::U8, &[1, 28, 28], &vec![0; 64 << 20]);
        let table = [
            ("terabytes", huge.clone(), "at most 1073741824"),
            ("terabytes, packed", gzip(&huge), "at most 1073741824"),
            ("bomb", gzip(&bomb), "too long"),
            ("cut", gzip(&bomb)[..20].to_vec(), "cannot be unpacked"),
            ("page", b"<html>404</html>".to_vec(), "web page"),
            ("empty", Vec::new(), "ends within its header"),
        ];
        for (name, bytes, says) in table {
            let error = unpack(&bytes[..]).unwrap_err().to_string();
            assert!(error.contains(says), "{name}: {error}");
        }
    }
}
